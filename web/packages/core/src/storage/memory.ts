import type { KeptFile } from '../files/types.ts';
import { type AccountStorage, type OutboxItem, type SavedIndex, stagedFor } from './storage.ts';

/** {@link AccountStorage} for a browser that has none (private windows of some), and for tests. Ends with the page. */
export function memoryStorage(): AccountStorage {
  const items = new Map<string, OutboxItem>();
  const files = new Map<string, KeptFile>();
  let saved: SavedIndex | undefined;
  return {
    outbox: async () => [...items.values()].sort((a, b) => a.at - b.at),
    putOutbox: async (item) => void items.set(item.originId, item),
    removeOutbox: async (originId) => {
      items.delete(originId);
      files.delete(originId);
    },
    sendStaged: async (sent) => {
      for (const item of sent) {
        items.set(item.originId, item);
        const file = files.get(item.originId);
        if (file) files.set(file.id, { ...file, staged: false });
      }
    },
    stagedFiles: async (address) => stagedFor(address, [...files.values()]),
    putFile: async (file) => void files.set(file.id, file),
    amendFile: async (id, change) => {
      const file = files.get(id);
      if (file) files.set(id, { ...file, ...change });
    },
    removeFile: async (id) => {
      if (files.get(id)?.staged) files.delete(id);
    },
    file: async (id) => files.get(id),
    index: async () => saved,
    saveIndex: async (index) => {
      saved = index;
    },
    clear: async () => {
      items.clear();
      files.clear();
      saved = undefined;
    },
  };
}
