import { PAGE_LINES } from '../archive/paging.ts';
import { nameOf } from '../people/list-view-model.ts';
import type { unreadSync } from '../pep/unread-again.ts';
import type { AccountStorage, SavedPage } from '../storage/storage.ts';
import { newestOf } from '../timeline/newest.ts';
import type { Session } from './session.ts';

/** What changed is written this long after, at the latest. */
const WRITE_AFTER_MS = 250;

type Unread = Pick<ReturnType<typeof unreadSync>, 'untold' | 'takeUp'>;

/**
 * Keeps the {@link SavedIndex} in step with the state: unread counts and the archive positions they belong to, always written
 * together. What a killed tab did not write, catching up finds again from the older position.
 */
export function savedIndex(session: Session, storage: AccountStorage, unread: () => Unread) {
  let head: string | undefined;
  let roomHeads: Record<string, string> = {};
  let opened: string | undefined;
  let cancel: (() => void) | undefined;
  let loaded = false;
  let unordered: string | undefined;

  /** What is kept of the conversation that is open; it belongs to the positions it is written with. */
  const open = (): SavedPage | undefined => {
    const conversation = opened === undefined ? undefined : session.state().conversations[opened];
    const page = conversation && newestOf(conversation.timeline, PAGE_LINES);
    return page && { address: conversation.address, kind: conversation.kind, page };
  };

  const write = async (): Promise<void> => {
    cancel?.();
    cancel = undefined;
    const state = session.state();
    const { conversations, show, statusText, idleSince } = state;
    const kept = open();
    await storage.saveIndex({
      ...(head === undefined ? {} : { head }),
      roomHeads: { ...roomHeads },
      // Away by itself is nothing one chose.
      show: idleSince === undefined ? show : 'available',
      statusText,
      ...(kept ? { open: kept } : {}),
      untold: unread().untold(),
      // The room's password stays out of the browser: who comes in later is asked for it.
      invitations: Object.values(state.invitations).map(({ password: _, ...invitation }) => invitation),
      conversations: Object.values(conversations).map(
        ({ address, kind, unread, unreadIds, mentions, lastAt, preview }) => ({
          address,
          kind,
          name: nameOf(state, address),
          unread,
          mentions,
          ...(unreadIds ? { unreadIds } : {}),
          lastAt,
          ...(preview ? { preview } : {}),
        }),
      ),
    });
  };

  /** Only with the position it belongs to is it known what is missing behind it. */
  const takeUp = ({ address, kind, page }: SavedPage): void => {
    if ((kind === 'chat' ? head : roomHeads[address]) === undefined) return;
    if (session.state().conversations[address]?.timeline.status === 'ready') return;
    opened = address;
    if (page.entries.some((e) => e.archiveId === undefined)) unordered = address;
    session.emit({ type: 'opened', address, kind });
    session.emit({ type: 'first-page', address, page });
  };

  return {
    async load(): Promise<void> {
      const saved = await storage.index();
      if (saved) {
        head = saved.head;
        roomHeads = { ...saved.roomHeads };
        session.emit({ type: 'conversations', conversations: saved.conversations });
        unread().takeUp(saved.untold ?? []);
        session.emit({ type: 'show', show: saved.show, statusText: saved.statusText ?? '' });
        for (const invitation of saved.invitations ?? []) session.emit({ type: 'invited', invitation });
        if (saved.open) takeUp(saved.open);
      }
      loaded = true;
    },

    /** A conversation was opened; of the last one, lines are kept. */
    opened(address: string): void {
      opened = address;
    },

    /**
     * What was taken up with lines of our own whose places only the archive knows: they stand as they were seen then. Told once, to
     * be loaded anew.
     */
    unordered(): readonly string[] {
      const told = unordered === undefined ? [] : [unordered];
      unordered = undefined;
      return told;
    },

    /** Something changed. */
    note(): void {
      if (loaded) cancel ??= session.clock.after(WRITE_AFTER_MS, () => void write());
    },

    headOf: (room?: string): string | undefined => (room === undefined ? head : roomHeads[room]),

    head(id: string, room?: string): void {
      if (room === undefined) head = id;
      else roomHeads[room] = id;
    },

    flush: (): Promise<void> => (loaded ? write() : Promise.resolve()),
  };
}
