import { describe, expect, it } from 'vitest';
import { type StorageProblem, lasting } from './lasting.ts';
import { memoryStorage } from './memory.ts';
import type { OutboxItem } from './storage.ts';

const item = (originId: string, at: number): OutboxItem => ({
  originId,
  address: 'romeo@example.org',
  kind: 'chat',
  body: originId,
  at,
});

describe('a storage that stands in nobody’s way', () => {
  it('holds in memory what has no room, in its place among what was kept', async () => {
    const below = memoryStorage();
    const told: StorageProblem[] = [];
    const storage = lasting(below, (problem) => told.push(problem));
    await storage.putOutbox(item('a', 1));
    const put = below.putOutbox;
    below.putOutbox = () => Promise.reject(new DOMException('', 'QuotaExceededError'));
    await storage.putOutbox(item('b', 2));
    below.putOutbox = put;
    await storage.putOutbox(item('c', 3));
    expect(told).toEqual(['full']);
    expect((await storage.outbox()).map((i) => i.originId)).toEqual(['a', 'b', 'c']);
    expect((await below.outbox()).map((i) => i.originId)).toEqual(['a', 'c']);
    await storage.removeOutbox('b');
    expect((await storage.outbox()).map((i) => i.originId)).toEqual(['a', 'c']);
  });

  it('goes on where nothing can be read', async () => {
    const below = memoryStorage();
    const refuse = () => Promise.reject(new DOMException('', 'InvalidStateError'));
    below.outbox = refuse;
    below.index = refuse;
    below.saveIndex = refuse;
    below.clear = refuse;
    const told: StorageProblem[] = [];
    const storage = lasting(below, (problem) => told.push(problem));
    expect(await storage.outbox()).toEqual([]);
    expect(await storage.index()).toBeUndefined();
    const index = { roomHeads: {}, conversations: [], show: 'away' } as const;
    await storage.saveIndex(index);
    expect(await storage.index()).toEqual(index);
    await storage.clear();
    expect(new Set(told)).toEqual(new Set(['refused']));
  });
});
