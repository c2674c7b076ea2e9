import { nameOf } from '../people/list-view-model.ts';
import type { AccountStorage } from '../storage/storage.ts';
import type { Session } from './session.ts';

/** What changed is written this long after, at the latest. */
const WRITE_AFTER_MS = 250;

/**
 * Keeps the {@link SavedIndex} in step with the state: unread counts and the archive positions they belong to, always written
 * together. What a killed tab did not write, catching up finds again from the older position.
 */
export function savedIndex(session: Session, storage: AccountStorage) {
  let head: string | undefined;
  let roomHeads: Record<string, string> = {};
  let cancel: (() => void) | undefined;
  let loaded = false;

  const write = async (): Promise<void> => {
    cancel?.();
    cancel = undefined;
    const state = session.state();
    const { conversations, show } = state;
    await storage.saveIndex({
      ...(head === undefined ? {} : { head }),
      roomHeads: { ...roomHeads },
      show,
      conversations: Object.values(conversations).map(({ address, kind, unread, lastAt, preview }) => ({
        address,
        kind,
        name: nameOf(state, address),
        unread,
        lastAt,
        ...(preview ? { preview } : {}),
      })),
    });
  };

  return {
    async load(): Promise<void> {
      const saved = await storage.index();
      if (saved) {
        head = saved.head;
        roomHeads = { ...saved.roomHeads };
        session.emit({ type: 'conversations', conversations: saved.conversations });
        session.emit({ type: 'show', show: saved.show });
      }
      loaded = true;
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
