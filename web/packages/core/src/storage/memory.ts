import type { AccountStorage, OutboxItem, SavedIndex } from './storage.ts';

/** {@link AccountStorage} for a browser that has none (private windows of some), and for tests. Ends with the page. */
export function memoryStorage(): AccountStorage {
  const items = new Map<string, OutboxItem>();
  let saved: SavedIndex | undefined;
  return {
    outbox: async () => [...items.values()].sort((a, b) => a.at - b.at),
    putOutbox: async (item) => void items.set(item.originId, item),
    removeOutbox: async (originId) => void items.delete(originId),
    index: async () => saved,
    saveIndex: async (index) => {
      saved = index;
    },
    clear: async () => {
      items.clear();
      saved = undefined;
    },
  };
}
