import { memoryStorage } from './memory.ts';
import type { AccountStorage } from './storage.ts';

/** Why what is written outlives the page no more: the browser keeps nothing for us, or has no room left. */
export type StorageProblem = 'refused' | 'full';

export const problemOf = (error: unknown): StorageProblem =>
  error instanceof DOMException && error.name === 'QuotaExceededError' ? 'full' : 'refused';

/**
 * A storage that never stands in the way of talk: what the one below does not take is held in memory, and told. What it took before
 * stays there.
 */
export function lasting(below: AccountStorage, told: (problem: StorageProblem) => void): AccountStorage {
  const memory = memoryStorage();
  let holdsFiles = false;
  const attempt = async <T>(act: () => Promise<T>, instead: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (e) {
      told(problemOf(e));
      return instead();
    }
  };
  return {
    async outbox() {
      const kept = await attempt(
        () => below.outbox(),
        async () => [],
      );
      const held = await memory.outbox();
      const ids = new Set(held.map((i) => i.originId));
      return [...kept.filter((i) => !ids.has(i.originId)), ...held].sort((a, b) => a.at - b.at);
    },
    putOutbox: (item) =>
      attempt(
        () => below.putOutbox(item),
        () => memory.putOutbox(item),
      ),
    async removeOutbox(originId) {
      await memory.removeOutbox(originId);
      await attempt(
        () => below.removeOutbox(originId),
        async () => undefined,
      );
    },
    async sendStaged(items) {
      // What brings a file that is held here belongs together with it.
      if (holdsFiles) await memory.sendStaged(items);
      else
        await attempt(
          () => below.sendStaged(items),
          () => memory.sendStaged(items),
        );
    },
    async stagedFiles(address) {
      const kept = await attempt(
        () => below.stagedFiles(address),
        async () => [],
      );
      return [...kept, ...(await memory.stagedFiles(address))];
    },
    putFile: (file) =>
      attempt(
        () => below.putFile(file),
        () => {
          holdsFiles = true;
          return memory.putFile(file);
        },
      ),
    async amendFile(id, change) {
      await memory.amendFile(id, change);
      await attempt(
        () => below.amendFile(id, change),
        async () => undefined,
      );
    },
    async removeFile(id) {
      await memory.removeFile(id);
      await attempt(
        () => below.removeFile(id),
        async () => undefined,
      );
    },
    async file(id) {
      return (
        (await memory.file(id)) ??
        (await attempt(
          () => below.file(id),
          async () => undefined,
        ))
      );
    },
    async index() {
      return (
        (await memory.index()) ??
        (await attempt(
          () => below.index(),
          async () => undefined,
        ))
      );
    },
    saveIndex: (index) =>
      attempt(
        () => below.saveIndex(index),
        () => memory.saveIndex(index),
      ),
    async clear() {
      await memory.clear();
      await attempt(
        () => below.clear(),
        async () => undefined,
      );
    },
  };
}
