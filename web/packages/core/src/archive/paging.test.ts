import { RequestFailed } from '@stoa/xmpp';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../timeline/types.ts';
import { type FetchPage, type PageQuery, catchUp, openingPage, pageBefore } from './paging.ts';

const DAY = 24 * 60 * 60_000;
const now = Date.parse('2026-03-31T12:00:00Z');

interface Item {
  id: string;
  at: number;
  visible: boolean;
}

/** An archive as the server pages it. */
function archive(items: readonly Item[]): FetchPage & { queries: PageQuery[] } {
  const queries: PageQuery[] = [];
  const fetch: FetchPage = async (query) => {
    queries.push(query);
    let found = items.filter((i) => query.start === undefined || i.at >= query.start);
    if (query.before)
      found = found.filter((i) => items.indexOf(i) < items.findIndex((x) => x.id === query.before));
    if (query.after)
      found = found.filter((i) => items.indexOf(i) > items.findIndex((x) => x.id === query.after));
    const page = query.before !== undefined ? found.slice(-query.max) : found.slice(0, query.max);
    const [first, last] = [page[0]?.id, page.at(-1)?.id];
    return {
      entries: page.filter((i) => i.visible).map((i) => entry(i)),
      complete: page.length === found.length,
      ...(first ? { first } : {}),
      ...(last ? { last } : {}),
    };
  };
  return Object.assign(fetch, { queries });
}

const entry = ({ id, at }: Item): Entry => ({
  key: id,
  archiveId: id,
  author: 'romeo@example.org',
  own: false,
  at,
  body: id,
  status: 'received',
});
const lines = (count: number, from: number, prefix: string): Item[] =>
  Array.from({ length: count }, (_, i) => ({ id: `${prefix}${i}`, at: from + i * 1_000, visible: true }));

describe('openingPage (S10)', () => {
  it('of 200 lines in 30 days shows the 75 newest', async () => {
    const page = await openingPage(archive(lines(200, now - 10 * DAY, 'n')), now);
    expect(page.entries.map((e) => e.key)).toEqual(
      lines(200, 0, 'n')
        .slice(-75)
        .map((i) => i.id),
    );
    expect(page).toMatchObject({ oldestId: 'n125', complete: false });
  });

  it('of 20 lines in 30 days and 500 older shows the 20', async () => {
    const page = await openingPage(
      archive([...lines(500, now - 60 * DAY, 'o'), ...lines(20, now - DAY, 'n')]),
      now,
    );
    expect(page.entries).toHaveLength(20);
    expect(page).toMatchObject({ oldestId: 'n0', complete: false });
  });

  it('counts the line at exactly 30 days, and not the one before', async () => {
    const items = [
      { id: 'before', at: now - 30 * DAY - 1, visible: true },
      { id: 'at', at: now - 30 * DAY, visible: true },
    ];
    expect((await openingPage(archive(items), now)).entries.map((e) => e.key)).toEqual(['at']);
  });

  it('counts visible lines only (ruling 6)', async () => {
    const items = lines(300, now - 10 * DAY, 'n').map((item, i) => ({ ...item, visible: i % 3 === 0 }));
    const page = await openingPage(archive(items), now);
    expect(page.entries).toHaveLength(75);
    expect(page.entries.at(-1)?.key).toBe('n297');
    expect(page.entries[0]?.key).toBe('n75');
    expect(page.oldestId).toBe('n75');
  });

  it('is empty where the 30 days are, and knows whether there is more', async () => {
    expect(await openingPage(archive(lines(5, now - 90 * DAY, 'o')), now)).toEqual({
      entries: [],
      amendments: [],
      complete: false,
    });
    expect(await openingPage(archive([]), now)).toEqual({ entries: [], amendments: [], complete: true });
  });
});

describe('pageBefore (S11)', () => {
  it('walks to the beginning without gap or double', async () => {
    const items = lines(400, now - 300 * DAY, 'o');
    const fetch = archive(items);
    let all: string[] = [];
    let oldest: string | undefined;
    for (let complete = false; !complete;) {
      const page = await pageBefore(fetch, oldest);
      all = [...page.entries.map((e) => e.key), ...all];
      oldest = page.oldestId;
      complete = page.complete;
    }
    expect(all).toEqual(items.map((i) => i.id));
  });

  it('goes on past pages that show nothing', async () => {
    const items = [
      ...lines(3, now - 300 * DAY, 'o'),
      ...lines(160, now - 200 * DAY, 'm').map((i) => ({ ...i, visible: false })),
    ];
    const page = await pageBefore(archive(items), undefined);
    expect(page.entries.map((e) => e.key)).toEqual(['o0', 'o1', 'o2']);
    expect(page.complete).toBe(true);
  });
});

describe('catchUp', () => {
  it('brings everything after an id, in order', async () => {
    const items = lines(250, now - DAY, 'n');
    const seen: string[] = [];
    const fetch = archive(items);
    expect(await catchUp(fetch, 'n9', (page) => seen.push(...page.entries.map((e) => e.key)))).toBe(
      'complete',
    );
    expect(seen).toEqual(items.slice(10).map((i) => i.id));
    expect(fetch.queries.map((q) => q.after)).toEqual(['n9', 'n109', 'n209']);
  });

  it('gives up where too much was missed, or the place is not known any more', async () => {
    expect(await catchUp(archive(lines(3_000, now - DAY, 'n')), 'n9', () => undefined)).toBe('gap');
    const gone: FetchPage = () =>
      Promise.reject(new RequestFailed({ kind: 'stanza', condition: 'item-not-found', retry: false }));
    expect(await catchUp(gone, 'x', () => undefined)).toBe('gap');
  });

  it('does not take silence for a gap', async () => {
    const silent: FetchPage = () => Promise.reject(new RequestFailed({ kind: 'timeout' }));
    await expect(catchUp(silent, 'x', () => undefined)).rejects.toThrow('timeout');
  });
});
