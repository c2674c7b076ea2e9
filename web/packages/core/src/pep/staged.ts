import { NS, RequestFailed, type XmlElement, child, xml } from '@stoa/xmpp';
import { type FileTransfer, TransferFailed } from '../files/http-transfer.ts';
import { ownPath } from '../files/own-files.ts';
import { readSharing } from '../files/read-files.ts';
import type { SharedFile, SharedStaged, UploadProblem } from '../files/types.ts';
import type { Uploads } from '../files/uploads.ts';
import { writeSharing } from '../files/write-files.ts';
import type { Session } from '../session/session.ts';
import type { AccountStorage } from '../storage/storage.ts';
import { FOLLOW_AFTER_MS } from './drafts.ts';
import type { Pep, PepItem } from './pep.ts';

export type StagedCommand =
  /** A file is in the composer; it is in the storage already. */
  | { readonly type: 'stage'; readonly id: string }
  /** It is removed from the composer. */
  | { readonly type: 'unstage'; readonly id: string }
  /** Places of files of one conversation, by their ids. */
  | { readonly type: 'stage-order'; readonly orders: Readonly<Record<string, number>> };

interface Around {
  readonly storage: Pick<AccountStorage, 'stagedFiles' | 'file' | 'amendFile' | 'removeFile'>;
  readonly uploads: Pick<Uploads, 'want' | 'drop'>;
  readonly transfer: Pick<FileTransfer, 'has'>;
  /** Whether a message is on its way, or was said in this session. */
  isSent(originId: string): boolean;
}

/**
 * The files of the composers on every device of one person. Each is uploaded while it is staged, and then an item of a private
 * node of the account, in a namespace of our own: its id is the file's, its payload describes the file as its message will
 * (XEP-0447). Whoever sends or removes it retracts the item. So files that are staged on two devices at once stand side by side,
 * and one that both send is one message, for it has one origin-id. What the network keeps from being told is told when it is
 * back; what was never told because the page ended before, a later session finds out by comparing the node with the storage.
 */
export function stagedSync(
  session: Session,
  pep: Pick<Pep, 'on' | 'items' | 'publish' | 'retract'>,
  around: Around,
) {
  const { storage, uploads } = around;
  /** What the other devices have not been told yet, and by which attempt that is under way or failed. */
  const owed = new Map<string, object>();
  const moved = new Set<string>();
  /** Where those were put that are still being uploaded: the storage may say so later. */
  const places = new Map<string, number>();
  let cancelTelling: (() => void) | undefined;

  const known = (id: string): SharedStaged | undefined => {
    const staged = session.state().staged[id];
    return staged === 'gone' ? undefined : staged;
  };
  const isGone = (id: string): boolean => session.state().staged[id] === 'gone';

  const tell = async (id: string): Promise<void> => {
    const attempt = {};
    owed.set(id, attempt);
    const now = session.state().staged[id];
    try {
      if (now === 'gone') await pep.retract(NS.stoaStaged, id);
      else if (now) {
        await pep.publish(NS.stoaStaged, id, itemOf(now));
        // What comes from elsewhere from now on is newer than its place here, unless that was changed meanwhile.
        const placed = known(id)?.order === now.order;
        if (placed) moved.delete(id);
        await storage.amendFile(id, { shared: true, ...(placed ? { moved: false } : {}) });
      }
    } catch (e) {
      if (!(e instanceof RequestFailed)) throw e;
      // What the server refuses, the retraction of what is retracted among it, it would refuse again.
      if (e.reason.kind !== 'stanza') return;
    }
    if (owed.get(id) === attempt) owed.delete(id);
  };

  /** It was sent or removed: here, where the others are told by whoever calls this, or on another device. */
  const vanish = (id: string): void => {
    places.delete(id);
    uploads.drop(id);
    void storage.removeFile(id);
    session.emit({ type: 'upload', originId: id });
    session.emit({ type: 'unstaged', id });
  };

  const learn = ({ id, payload }: PepItem): void => {
    if (isGone(id)) return;
    if (!payload) {
      // Of a message on its way it is our own retraction that comes back.
      if (!around.isSent(id)) vanish(id);
      return;
    }
    const staged = readStaged(id, payload, session.domain);
    if (!staged) return;
    // While somebody puts files in order here, what comes from elsewhere is older.
    const order = moved.has(id) ? (known(id)?.order ?? staged.order) : staged.order;
    session.emit({ type: 'staged', staged: { ...staged, order } });
  };
  pep.on(NS.stoaStaged, learn);

  /** A file whose days on the server are over (files.keep_days) is uploaded again where it is kept. */
  const check = async (staged: SharedStaged): Promise<void> => {
    const { id, file } = staged;
    const path = ownPath(file.url, session.domain);
    try {
      if (path === undefined || (await around.transfer.has(path, file.size))) return;
    } catch (e) {
      if (e instanceof TransferFailed) return; // nobody knows
      throw e;
    }
    if (known(id)?.file.url !== file.url) return;
    session.emit({ type: 'staged', staged: { ...staged, lost: true } });
    if (!(await storage.file(id))?.staged) return;
    const { url: _, ...again } = file;
    uploads.drop(id);
    await storage.amendFile(id, { file: again, shared: false });
    if (known(id)) uploads.want(id);
  };

  /** One after the other, behind what the person waits for. */
  const checkAll = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) {
      const staged = known(id);
      if (staged) await check(staged);
    }
  };

  return {
    /** After a new session: what the other devices did meanwhile, and what they have to be told. */
    async load(): Promise<void> {
      const before = Object.keys(session.state().staged).filter(known);
      // Read before the node is asked: what is shared by then is in the answer, or was taken out of it.
      const mine = await storage.stagedFiles();
      const items = await pep.items(NS.stoaStaged);
      const there = new Set(items.map(({ id }) => id));
      for (const item of items) {
        if (around.isSent(item.id)) session.emit({ type: 'unstaged', id: item.id });
        if (isGone(item.id)) void tell(item.id);
        else learn(item);
      }
      for (const { id, address, order, file, shared, moved: untold } of mine) {
        const { url } = file;
        if (isGone(id) || around.isSent(id)) continue;
        if (url === undefined) uploads.want(id);
        else if (there.has(id)) {
          void storage.amendFile(id, { shared: true });
          const staged = untold ? known(id) : undefined;
          if (!staged) continue;
          session.emit({ type: 'staged', staged: { ...staged, order } });
          void tell(id);
        } else if (shared) vanish(id);
        else {
          session.emit({ type: 'staged', staged: { id, address, order, file: { ...file, url } } });
          void tell(id);
        }
      }
      const here = new Set(mine.map(({ id }) => id));
      for (const id of before) if (!there.has(id) && !here.has(id) && known(id)) vanish(id);
      void checkAll([...there]);
    },

    /** The stream goes on where it broke off. */
    async resumed(): Promise<void> {
      await Promise.all([...owed.keys()].map(tell));
    },

    async perform(command: StagedCommand): Promise<void> {
      switch (command.type) {
        case 'stage':
          uploads.want(command.id);
          return;
        case 'unstage': {
          const others = known(command.id);
          vanish(command.id);
          if (others) await tell(command.id);
          return;
        }
        case 'stage-order':
          for (const [id, order] of Object.entries(command.orders)) {
            const staged = known(id);
            if (!staged) places.set(id, order);
            if (!staged || staged.order === order) continue;
            session.emit({ type: 'staged', staged: { ...staged, order } });
            moved.add(id);
          }
          cancelTelling?.();
          cancelTelling = session.clock.after(FOLLOW_AFTER_MS, () => {
            for (const id of moved) void tell(id);
          });
      }
    },

    /** Its message is in the outbox, and what is still to be uploaded is that message's from here on. */
    sent(id: string): void {
      const others = known(id);
      places.delete(id);
      session.emit({ type: 'unstaged', id });
      if (others) void tell(id);
    },

    /** A copy of its message was seen: another device sent it, and may have ended before it could say so. */
    said(id: string): void {
      if (!known(id)) return;
      vanish(id);
      void tell(id);
    },

    /** A file of the composer is on the server: where it is, is written down before others hear of it. */
    async uploaded(id: string, file: SharedFile): Promise<void> {
      const kept = await storage.file(id);
      if (!kept || file.url === undefined) return;
      const there = { ...kept.file, ...file, url: file.url };
      await storage.amendFile(id, { file: there });
      if (!kept.staged || isGone(id)) return;
      const { address, order } = (await storage.file(id)) ?? kept;
      const place = known(id)?.order ?? places.get(id) ?? order;
      places.delete(id);
      session.emit({ type: 'staged', staged: { id, address, order: place, file: there } });
      await tell(id);
    },

    /** It stays staged: whoever sends it sees it tried again, and refused with its reason. */
    uploadFailed(id: string, { why }: UploadProblem): void {
      if (why !== 'gone')
        session.emit({ type: 'upload', originId: id, upload: { state: 'failed', percent: 0, why } });
    },
  };
}

const itemOf = ({ address, order, file }: SharedStaged): XmlElement =>
  xml('staged', NS.stoaStaged, { for: address, order: String(order) }, writeSharing(file));

/** Undefined where it is none that this page may send: every file of ours is at our own domain. */
function readStaged(id: string, payload: XmlElement, domain: string): SharedStaged | undefined {
  const sharing = child(payload, 'file-sharing', NS.sfs);
  const [file] = sharing ? readSharing(sharing) : [];
  const { for: address = '', order = '' } = payload.attrs;
  if (!file || file.size === undefined || file.url === undefined || address === '' || id === '')
    return undefined;
  if (ownPath(file.url, domain) === undefined) return undefined;
  const { url, size, mediaType = 'application/octet-stream' } = file;
  return {
    id,
    address,
    order: /^\d{1,4}$/.test(order) ? Number(order) : 0,
    file: { ...file, url, size, mediaType },
  };
}
