import { describe, expect, it } from 'vitest';
import {
  arrived,
  cancelled,
  failed,
  firstPage,
  forgotten,
  olderPage,
  queued,
  retried,
  stored,
} from './reduce.ts';
import { type Entry, type Timeline, emptyTimeline } from './types.ts';

const line = (n: number): Entry => ({
  key: `a${n}`,
  archiveId: `a${n}`,
  author: 'romeo@example.org',
  own: false,
  at: n,
  body: `line ${n}`,
  status: 'received',
});
const own = (id: string, status: Entry['status'] = 'pending', archiveId?: string): Entry => ({
  key: id,
  originId: id,
  author: 'juliet@example.org',
  own: true,
  at: 100,
  body: id,
  status,
  ...(archiveId ? { archiveId } : {}),
});
const ready = (...entries: Entry[]): Timeline => ({ ...emptyTimeline, status: 'ready', entries });
const show = (t: Timeline) => t.entries.map((e) => `${e.key} ${e.status}`);

describe('a timeline', () => {
  it('takes a line once, whoever brings it', () => {
    const t = arrived(ready(line(1)), line(2));
    expect(arrived(t, line(2))).toEqual(t);
    expect(show(t)).toEqual(['a1 received', 'a2 received']);
  });

  it('keeps what waits at the end, and settles it in the order of the server', () => {
    let t = queued(queued(ready(line(1)), own('x')), own('y'));
    t = arrived(t, line(2));
    expect(show(t)).toEqual(['a1 received', 'a2 received', 'x pending', 'y pending']);
    t = stored(t, 'y');
    expect(show(t)).toEqual(['a1 received', 'a2 received', 'y stored', 'x pending']);
  });

  it('settles an own line by its copy and keeps its key, so that it does not flicker', () => {
    const t = arrived(queued(ready(), own('x')), { ...own('x', 'stored', 'a9'), key: 'other' });
    expect(t.entries).toMatchObject([{ key: 'x', archiveId: 'a9', status: 'stored' }]);
    const late = arrived(ready(own('x', 'stored'), line(2)), own('x', 'stored', 'a1'));
    expect(show(late)).toEqual(['x stored', 'a2 received']);
  });

  it('shows a refusal, and the second try', () => {
    const t = failed(queued(ready(), own('x')), 'x', { kind: 'timeout' });
    expect(t.entries[0]).toMatchObject({ status: 'failed', problem: { kind: 'timeout' } });
    expect(show(retried(t, 'x'))).toEqual(['x pending']);
    expect(retried(t, 'x').entries[0]?.problem).toBeUndefined();
    expect(show(cancelled(t, 'x'))).toEqual([]);
  });

  it('does not let go of a stored line by cancelling', () => {
    expect(show(cancelled(ready(own('x', 'stored')), 'x'))).toEqual(['x stored']);
  });

  it('puts the first page before what came while it was on its way', () => {
    const loading: Timeline = { ...ready(line(3), line(4), own('x')), status: 'loading' };
    const t = firstPage(loading, { entries: [line(1), line(2), line(3)], complete: true, oldestId: 'a1' });
    expect(show(t)).toEqual(['a1 received', 'a2 received', 'a3 received', 'a4 received', 'x pending']);
    expect(t).toMatchObject({ status: 'ready', complete: true, oldestId: 'a1' });
  });

  it('settles by a page what was stored before the reload', () => {
    const t = firstPage(queued(emptyTimeline, own('x')), {
      entries: [line(1), own('x', 'stored', 'a2')],
      complete: false,
    });
    expect(show(t)).toEqual(['a1 received', 'x stored']);
  });

  it('puts older pages in front, without doubles where they overlap', () => {
    const t = olderPage(ready(line(3), line(4)), { entries: [line(1), line(2), line(3)], complete: true });
    expect(show(t)).toEqual(['a1 received', 'a2 received', 'a3 received', 'a4 received']);
  });

  it('keeps apart what another client of ours has sent under one id, each line under a key of its own', () => {
    const page = [own('m1', 'stored', 'a1'), own('m1', 'stored', 'a2'), line(3)];
    const read = firstPage(emptyTimeline, { entries: page, complete: false });
    expect(show(read)).toEqual(['m1 stored', 'm1 2 stored', 'a3 received']);
    const live = arrived(read, own('m1', 'stored', 'a4'));
    expect(show(live)).toEqual(['m1 stored', 'm1 2 stored', 'a3 received', 'm1 3 stored']);
    expect(arrived(live, own('m1', 'stored', 'a2'))).toEqual(live);
    const older = olderPage(live, {
      entries: [own('m1', 'stored', 'a0'), own('m1', 'stored', 'a1')],
      complete: true,
    });
    expect(older.entries.map((e) => `${e.key}: ${e.archiveId}`)).toEqual([
      'm1 4: a0',
      'm1: a1',
      'm1 2: a2',
      'a3: a3',
      'm1 3: a4',
    ]);
  });

  it('gives lines that no archive has a key each, too', () => {
    const said = (body: string): Entry => {
      const { archiveId: _, ...rest } = line(1);
      return { ...rest, body };
    };
    const t = arrived(arrived(ready(), said('one')), said('two'));
    expect(t.entries.map((e) => `${e.key}: ${e.body}`)).toEqual(['a1: one', 'a1 2: two']);
  });

  it('forgets all but what waits', () => {
    expect(forgotten(ready(line(1), own('y', 'stored'), own('x')))).toEqual({
      ...emptyTimeline,
      entries: [own('x')],
    });
  });

  it('ignores live lines while nothing is loaded: the first page will bring them', () => {
    expect(arrived(emptyTimeline, line(1))).toEqual(emptyTimeline);
  });

  it('is the same, fetched and then applied, as fetched again', () => {
    // Any split of one history into a page and live lines, with any overlap, gives the history.
    const all = Array.from({ length: 8 }, (_, i) => line(i + 1));
    for (let split = 0; split <= 8; split++) {
      for (let overlap = 0; overlap <= split; overlap++) {
        let t: Timeline = { ...emptyTimeline, status: 'loading' };
        for (const e of all.slice(split - overlap, split)) t = arrived(t, e);
        t = firstPage(t, { entries: all.slice(0, split), complete: true });
        for (const e of all.slice(split)) t = arrived(t, e);
        expect(t.entries).toEqual(all);
      }
    }
  });
});
