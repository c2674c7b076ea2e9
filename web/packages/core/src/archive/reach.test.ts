import { describe, expect, it } from 'vitest';
import { olderPage } from '../timeline/reduce.ts';
import { type Entry, type Timeline, emptyTimeline } from '../timeline/types.ts';
import type { FetchPage } from './paging.ts';
import { type Target, pagesUpTo, reached } from './reach.ts';

const line = (n: number): Entry => ({
  key: `a${n}`,
  archiveId: `a${n}`,
  author: 'romeo@example.org',
  own: false,
  at: n * 10,
  body: `line ${n}`,
  status: 'received',
});
const all = Array.from({ length: 1_000 }, (_, i) => line(i));

async function reach(target: Target) {
  let timeline: Timeline = { ...emptyTimeline, status: 'ready', entries: all.slice(-75), oldestId: 'a925' };
  let pages = 0;
  const fetch: FetchPage = async ({ before, max }) => {
    pages += 1;
    const end = all.findIndex((e) => e.archiveId === before);
    const entries = all.slice(Math.max(0, end - max), end);
    return {
      entries,
      complete: end - max <= 0,
      ...(entries[0]?.archiveId ? { first: entries[0].archiveId } : {}),
    };
  };
  await pagesUpTo(
    fetch,
    target,
    () => timeline,
    (page) => (timeline = olderPage(timeline, page)),
  );
  return { timeline, pages };
}

describe('reaching back', () => {
  it('stops as soon as the line is there, without a gap', async () => {
    const { timeline, pages } = await reach({ line: 'a500' });
    expect(pages).toBe(2);
    expect(timeline.entries).toEqual(all.slice(425));
  });

  it('goes before a time, so that its first line is known to be the first', async () => {
    const { timeline } = await reach({ at: 5_000 });
    expect(timeline.entries[0]?.at).toBeLessThan(5_000);
    expect(timeline.entries.find((e) => e.at >= 5_000)?.key).toBe('a500');
  });

  it('ends at the beginning for what was never there', async () => {
    const { timeline } = await reach({ line: 'nowhere' });
    expect(timeline).toMatchObject({ complete: true });
    expect(timeline.entries).toEqual(all);
    expect(reached(timeline, { line: 'nowhere' })).toBe(true);
  });
});
