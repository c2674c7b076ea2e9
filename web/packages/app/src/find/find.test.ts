import type { Line, Timeline } from '@stoa/core';
import { describe, expect, it } from 'vitest';
import { Find } from './find.svelte.ts';

const line = (n: number): Line => ({
  key: String(n),
  author: 'romeo@example.org',
  own: false,
  at: n,
  body: n % 10 === 0 ? `needle ${n}` : `hay ${n}`,
  status: 'received',
});

/** A conversation of a hundred lines of which ten are loaded; each page further back is ten more, when it is let through. */
function place() {
  let from = 90;
  const waiting: (() => void)[] = [];
  const shown: string[] = [];
  const lines = () => Array.from({ length: 100 - from }, (_, i) => line(from + i));
  const of = {
    timeline: (): Timeline => ({
      status: 'ready',
      entries: lines(),
      amendments: [],
      complete: from === 0,
      older: 'idle',
      oldestId: String(from),
    }),
    lines,
    further: () =>
      new Promise<void>((resolve) =>
        waiting.push(() => {
          from -= 10;
          resolve();
        }),
      ),
    show: (key: string) => void shown.push(key),
  };
  const page = async () => {
    waiting.shift()?.();
    for (let i = 0; i < 5; i++) await Promise.resolve();
  };
  return {
    of,
    page,
    shown,
    asked: () => waiting.length,
    broken: () => (of.further = () => Promise.resolve()),
  };
}

describe('finding in a conversation (E23)', () => {
  it('walks back until it is stopped, and goes on from there', async () => {
    const { of, page, asked } = place();
    const find = new Find(of);
    find.look('needle');
    expect([find.at, find.count, find.walking]).toEqual([1, 1, true]);
    await page();
    await page();
    expect(find.backTo).toBe(70);
    find.stop();
    await page();
    expect([asked(), find.walking, find.backTo]).toEqual([0, false, 60]);
    find.goOn();
    for (let i = 0; i < 10; i++) await page();
    expect([find.complete, find.walking, find.backTo]).toEqual([true, false, 0]);
  });

  it('asks for nothing more once it is closed, nor for a single letter', async () => {
    const { of, page, asked } = place();
    const find = new Find(of);
    find.look('n');
    expect(asked()).toBe(0);
    find.look('ne');
    find.close();
    await page();
    expect(asked()).toBe(0);
  });

  it('says when the archive does not answer, and tries again when told to', async () => {
    const { of, broken } = place();
    broken();
    const find = new Find(of);
    find.look('needle');
    for (let i = 0; i < 5; i++) await Promise.resolve();
    expect([find.failed, find.walking]).toEqual([true, false]);
  });
});
