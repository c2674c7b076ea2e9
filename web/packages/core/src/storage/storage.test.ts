import { IDBFactory, IDBKeyRange, IDBTransaction } from 'fake-indexeddb';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { KeptFile } from '../files/types.ts';
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
const kept = (id: string, order: number): KeptFile => ({
  id,
  address: 'romeo@example.org',
  file: { name: `${id}.txt`, mediaType: 'text/plain', size: 1 },
  order,
  staged: true,
  blob: new Blob([id]),
});
const index: SavedIndex = { head: '7', roomHeads: {}, conversations: [], show: 'away' };

beforeAll(() => {
  globalThis.IDBKeyRange = IDBKeyRange;
});

describe.each([
  ['memory', memoryStorage],
  ['IndexedDB', () => openIndexedDb('juliet@example.org', new IDBFactory())],
])('%s', (_, open: () => AccountStorage) => {
  it('keeps the outbox in the order of writing, each message once', async () => {
    const storage = open();
    await storage.putOutbox(item('b', 2));
    await storage.putOutbox(item('a', 1));
    await storage.putOutbox({ ...item('b', 2), problem: { kind: 'timeout' } });
    expect((await storage.outbox()).map((i) => i.originId)).toEqual(['a', 'b']);
    expect((await storage.outbox())[1]?.problem).toEqual({ kind: 'timeout' });
    await storage.removeOutbox('a');
    expect((await storage.outbox()).map((i) => i.originId)).toEqual(['b']);
  });

  it('keeps staged files in their order until they are sent, and then with their message', async () => {
    const storage = open();
    await storage.putFile(kept('y', 2));
    await storage.putFile(kept('x', 1));
    await storage.putFile({ ...kept('z', 1), address: 'nurse@example.org' });
    const staged = async () => (await storage.stagedFiles('romeo@example.org')).map((f) => f.id);
    expect(await staged()).toEqual(['x', 'y']);
    await storage.sendStaged([item('y', 5), item('words', 6)]);
    expect(await staged()).toEqual(['x']);
    expect((await storage.outbox()).map((i) => i.originId)).toEqual(['y', 'words']);
    expect(await (await storage.file('y'))?.blob.text()).toBe('y');
    await storage.removeOutbox('y');
    expect(await storage.file('y')).toBeUndefined();
    await storage.removeFile('x');
    expect(await staged()).toEqual([]);
    await storage.clear();
    expect(await storage.file('z')).toBeUndefined();
  });

  it('writes down what becomes of a staged file, and forgets none whose message is on its way', async () => {
    const storage = open();
    await storage.putFile(kept('x', 1));
    await storage.putFile({ ...kept('z', 0), address: 'nurse@example.org' });
    const file = { ...kept('x', 1).file, url: 'https://example.org/files/s/x.txt' };
    await storage.amendFile('x', { file, shared: true });
    await storage.amendFile('x', { order: 4 });
    expect(await storage.file('x')).toMatchObject({ file, shared: true, order: 4, staged: true });
    expect(await (await storage.file('x'))?.blob.text()).toBe('x');
    await storage.amendFile('nobody', { order: 4 });
    expect(await storage.file('nobody')).toBeUndefined();
    expect((await storage.stagedFiles()).map((f) => f.id)).toEqual(['z', 'x']);
    await storage.sendStaged([item('x', 5)]);
    await storage.removeFile('x');
    expect(await storage.file('x')).toMatchObject({ staged: false, shared: true });
  });

  it('keeps the index, and forgets all on clearing', async () => {
    const storage = open();
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
  const juliet = openIndexedDb('juliet@example.org', factory);
  const nurse = openIndexedDb('nurse@example.org', factory);
  await juliet.putOutbox(item('a', 1));
  await nurse.putOutbox(item('b', 1));
  await nurse.clear();
  const again = openIndexedDb('juliet@example.org', factory);
  expect((await again.outbox()).map((i) => i.originId)).toEqual(['a']);
});

it('IndexedDB is told to write in the turn in which it is asked: a page that goes has no other', async () => {
  const storage = openIndexedDb('juliet@example.org', new IDBFactory());
  await storage.saveIndex(index);
  const told = vi.spyOn(IDBTransaction.prototype, 'commit');
  const written = storage.saveIndex(index);
  await Promise.resolve(); // the turn of the event in which the page goes
  expect(told).toHaveBeenCalledTimes(1);
  await written;
  told.mockRestore();
});

it('IndexedDB that cannot be opened refuses whatever is asked of it, and nothing else', async () => {
  const factory = new IDBFactory();
  factory.open = () => {
    throw new DOMException('', 'SecurityError');
  };
  const storage = openIndexedDb('juliet@example.org', factory);
  await expect(storage.index()).rejects.toThrow(DOMException);
  await expect(storage.putOutbox(item('a', 1))).rejects.toThrow(DOMException);
});
