import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeAll, describe, expect, it } from 'vitest';
import { openIndexedDb } from './indexed-db.ts';
import { memoryStorage } from './memory.ts';
import type { AccountStorage, OutboxItem, SavedIndex } from './storage.ts';

const item = (originId: string, at: number): OutboxItem => ({
  originId,
  address: 'romeo@example.org',
  kind: 'chat',
  body: originId,
  at,
});
const index: SavedIndex = { head: '7', roomHeads: {}, conversations: [], show: 'away' };

beforeAll(() => {
  globalThis.IDBKeyRange = IDBKeyRange;
});

describe.each([
  ['memory', async () => memoryStorage()],
  ['IndexedDB', () => openIndexedDb('juliet@example.org', new IDBFactory())],
])('%s', (_, open: () => Promise<AccountStorage>) => {
  it('keeps the outbox in the order of writing, each message once', async () => {
    const storage = await open();
    await storage.putOutbox(item('b', 2));
    await storage.putOutbox(item('a', 1));
    await storage.putOutbox({ ...item('b', 2), problem: { kind: 'timeout' } });
    expect((await storage.outbox()).map((i) => i.originId)).toEqual(['a', 'b']);
    expect((await storage.outbox())[1]?.problem).toEqual({ kind: 'timeout' });
    await storage.removeOutbox('a');
    expect((await storage.outbox()).map((i) => i.originId)).toEqual(['b']);
  });

  it('keeps the index, and forgets all on clearing', async () => {
    const storage = await open();
    expect(await storage.index()).toBeUndefined();
    await storage.saveIndex(index);
    await storage.putOutbox(item('a', 1));
    expect(await storage.index()).toEqual(index);
    await storage.clear();
    expect(await storage.index()).toBeUndefined();
    expect(await storage.outbox()).toEqual([]);
  });
});

it('IndexedDB keeps accounts apart, and outlives the page', async () => {
  const factory = new IDBFactory();
  const juliet = await openIndexedDb('juliet@example.org', factory);
  const nurse = await openIndexedDb('nurse@example.org', factory);
  await juliet.putOutbox(item('a', 1));
  await nurse.putOutbox(item('b', 1));
  await nurse.clear();
  const again = await openIndexedDb('juliet@example.org', factory);
  expect((await again.outbox()).map((i) => i.originId)).toEqual(['a']);
});
