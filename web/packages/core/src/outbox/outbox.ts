import { type RequestError, type XmlElement, jid } from '@stoa/xmpp';
import type { LineProblem, SharedFile } from '../files/types.ts';
import type { Uploads } from '../files/uploads.ts';
import { amendmentOf } from '../messages/extras.ts';
import { stanzaOf } from '../messages/write-message.ts';
import type { Session } from '../session/session.ts';
import type { AccountStorage, OutboxItem } from '../storage/storage.ts';
import type { Amendment } from '../timeline/amendments.ts';
import type { Entry } from '../timeline/types.ts';

/** How many delivered messages are remembered, for an error that comes after the acknowledgement. */
const REMEMBERED = 200;

/**
 * Own messages from being written to being safe. An item is in the storage before it gets here, and leaves it when the server
 * has it for certain: a one-to-one message by the stream's acknowledgement, a room's by its reflection, either by a copy with
 * its origin-id. It is sent at most once a session; in a new session it is sent again with the same origin-id, which the server
 * answers with the first entry, so nothing doubles. Where we have to catch up first, sending waits for it ({@link open}).
 */
export class Outbox {
  private readonly items = new Map<string, OutboxItem>();
  private readonly sent = new Set<string>();
  private readonly ready = new Set<string>();
  private readonly delivered = new Map<string, OutboxItem>();

  constructor(
    private readonly session: Session,
    private readonly storage: AccountStorage,
    private readonly uploads: Pick<Uploads, 'want' | 'drop'>,
    private readonly onSend: (address: string) => void,
  ) {}

  /** Takes up what an earlier page or tab left. */
  async load(): Promise<void> {
    for (const item of await this.storage.outbox()) this.take(item);
  }

  /** A message was written and stored. */
  enqueue(item: OutboxItem): void {
    if (this.items.has(item.originId) || this.delivered.has(item.originId)) return;
    this.take(item);
    this.flush();
  }

  /** Whether a message is on its way, or was said in this session. */
  has(originId: string): boolean {
    return this.items.has(originId) || this.delivered.has(originId);
  }

  /** A new session: what was under way in the old one goes again. */
  sessionStarted(): void {
    this.sent.clear();
    this.ready.clear();
  }

  /** Sending may begin: to people once caught up (`chats`), to a room once in it and caught up. */
  open(target: string): void {
    this.ready.add(target);
    this.flush();
  }

  close(target: string): void {
    this.ready.delete(target);
    for (const item of this.items.values()) if (item.address === target) this.sent.delete(item.originId);
  }

  flush(): void {
    for (const item of this.items.values()) {
      if (item.problem || this.sent.has(item.originId)) continue;
      if (needsUpload(item)) {
        this.uploads.want(item.originId);
        continue;
      }
      if (item.after !== undefined && this.isAwaited(item.after)) continue;
      if (!this.ready.has(item.kind === 'room' ? item.address : 'chats')) continue;
      if (!this.session.connection.send(stanzaOf(item))) return;
      this.sent.add(item.originId);
      this.onSend(item.address);
    }
  }

  /** The file of a line is on the server: its message can go. */
  async uploaded(originId: string, file: SharedFile): Promise<void> {
    const item = this.items.get(originId);
    if (!item?.extras?.file) return;
    const ready = { ...item, extras: { ...item.extras, file: { ...item.extras.file, ...file } } };
    this.items.set(originId, ready);
    this.session.emit({ type: 'uploaded', address: item.address, originId, file: ready.extras.file });
    // Where it is, is written down before others hear of it: it is not uploaded a second time.
    await this.storage.putOutbox(ready).catch(() => undefined);
    if (this.items.has(originId)) this.flush();
    else void this.storage.removeOutbox(originId);
  }

  uploadFailed(originId: string, problem: LineProblem): void {
    const item = this.items.get(originId);
    if (item) this.fail(item, problem);
    this.flush(); // what was to be said after it
  }

  /** The stream acknowledged stanzas: the one-to-one messages among them are stored. */
  acked(stanzas: readonly XmlElement[]): void {
    for (const stanza of stanzas) {
      const item = this.items.get(stanza.attrs.id ?? '');
      if (item?.kind === 'chat' && !item.problem) this.settled(item.originId);
    }
  }

  /** A copy with this origin-id was seen: live, as a reflection or a carbon, or in the archive. */
  settled(originId: string): void {
    const item = this.items.get(originId);
    if (!item) return;
    this.items.delete(originId);
    this.sent.delete(originId);
    this.uploads.drop(originId);
    this.delivered.set(originId, item);
    if (this.delivered.size > REMEMBERED) {
      const [oldest] = this.delivered.keys();
      if (oldest !== undefined) this.delivered.delete(oldest);
    }
    this.session.emit({ type: 'stored', address: item.address, originId });
    void this.storage.removeOutbox(originId);
  }

  /** The server, or the other side, sent it back. */
  refused(id: string, problem: RequestError): void {
    const item = this.items.get(id) ?? this.delivered.get(id);
    if (!item) return;
    this.delivered.delete(id);
    if (amendmentFor(item, this.session)) {
      // What was said about a line is not kept to be tried again: the line stands as it was (XEP-0444 §3.3).
      this.items.delete(id);
      void this.storage.removeOutbox(id);
      this.session.emit({ type: 'unsaid', address: item.address, id, problem });
      return;
    }
    this.fail(item, problem);
  }

  retry(originId: string): void {
    const item = this.items.get(originId);
    if (!item) return;
    const { problem: _, ...again } = item;
    this.items.set(originId, again);
    this.sent.delete(originId);
    void this.storage.putOutbox(again);
    this.session.emit({ type: 'retried', address: item.address, originId });
    this.flush();
  }

  /** Its line goes when the browser keeps it no more: what is seen to be withdrawn is not sent by the next page. */
  async cancel(originId: string): Promise<void> {
    const item = this.items.get(originId);
    if (!item) return;
    this.items.delete(originId);
    this.uploads.drop(originId);
    await this.storage.removeOutbox(originId);
    this.session.emit({ type: 'cancelled', address: item.address, originId });
    this.flush();
  }

  private fail(item: OutboxItem, problem: LineProblem): void {
    const { originId, address } = item;
    const failed: OutboxItem = { ...item, problem };
    this.items.set(originId, failed);
    void this.storage.putOutbox(failed);
    this.session.emit({ type: 'failed', address, originId, problem });
  }

  /** What comes before another message is still on its way out of this browser. What was refused holds nothing up. */
  private isAwaited(originId: string): boolean {
    const before = this.items.get(originId);
    return before !== undefined && !before.problem && !this.sent.has(originId);
  }

  private take(item: OutboxItem): void {
    if (this.items.has(item.originId)) return;
    this.items.set(item.originId, item);
    const { address, kind } = item;
    const amendment = amendmentFor(item, this.session);
    if (amendment) {
      this.session.emit({ type: 'amended', address, kind, amendment });
      return;
    }
    this.session.emit({ type: 'queued', address, kind, entry: entryOf(item, this.session) });
    if (item.problem) {
      this.session.emit({ type: 'failed', address, originId: item.originId, problem: item.problem });
    }
  }
}

function authorOf(item: OutboxItem, session: Session): string {
  if (item.kind !== 'room') return session.self;
  return session.state().rooms[item.address]?.nick || jid.local(session.self);
}

function amendmentFor(item: OutboxItem, session: Session): Amendment | undefined {
  const { originId: id, at, body } = item;
  return amendmentOf({ id, author: authorOf(item, session), at, body }, item.extras);
}

const needsUpload = ({ extras }: OutboxItem): boolean =>
  extras?.file !== undefined && extras.file.url === undefined;

function entryOf(item: OutboxItem, session: Session): Entry {
  const { reply, mentions, file } = item.extras ?? {};
  return {
    key: item.originId,
    originId: item.originId,
    messageId: item.originId,
    author: authorOf(item, session),
    own: true,
    at: item.at,
    body: item.body,
    status: 'pending',
    ...(file ? { files: [file] } : {}),
    ...(reply ? { reply } : {}),
    ...(mentions ? { mentions } : {}),
  };
}
