import { describe, expect, it } from 'vitest';
import { newestOf } from './newest.ts';
import { firstPage, queued } from './reduce.ts';
import { type Entry, emptyTimeline } from './types.ts';

const line = (n: number, more: Partial<Entry> = {}): Entry => ({
  key: `k${n}`,
  archiveId: String(n),
  author: 'romeo@example.org',
  own: false,
  at: n,
  body: `line ${n}`,
  status: 'received',
  ...more,
});
const loaded = firstPage(emptyTimeline, {
  entries: [1, 2, 3, 4].map((n) => line(n)),
  complete: true,
  oldestId: '1',
});

describe('the end of a timeline that outlives the page', () => {
  it('is what is settled, and can be paged back from', () => {
    const { archiveId: _, ...waiting } = line(9, { own: true, originId: 'o', status: 'pending' });
    const page = newestOf(queued(loaded, waiting), 2);
    expect(page?.entries.map((e) => e.body)).toEqual(['line 3', 'line 4']);
    expect(page).toMatchObject({ complete: false, oldestId: '3' });
  });

  it('is all of a short one, which then is still known to be all', () =>
    expect(newestOf(loaded, 75)).toMatchObject({ complete: true, oldestId: '1' }));

  it('begins with a line that the archive knows', () => {
    const { archiveId: _, ...own } = line(3, { own: true, originId: 'o', status: 'stored' });
    const timeline = { ...loaded, entries: [line(1), line(2), own, line(4)] };
    expect(newestOf(timeline, 2)).toMatchObject({ oldestId: '4', entries: [{ body: 'line 4' }] });
  });

  it('holds what was said about its lines, and nothing else', () => {
    const about = (of: string) =>
      ({
        kind: 'reactions',
        id: `r${of}`,
        refs: [],
        of,
        author: 'nurse',
        own: false,
        at: 9,
        emojis: ['👍'],
      }) as const;
    const page = newestOf({ ...loaded, amendments: [about('1'), about('4')] }, 2);
    expect(page?.amendments?.map((a) => a.of)).toEqual(['4']);
  });

  it('is nothing where nothing is loaded', () => expect(newestOf(emptyTimeline, 75)).toBeUndefined());
});
