import { describe, expect, it } from 'vitest';
import type { Amendment } from './amendments.ts';
import { lineNamed, linesOf } from './lines.ts';
import { amended, firstPage, olderPage, stored, unsaid } from './reduce.ts';
import { type Entry, type Timeline, emptyTimeline } from './types.ts';

const ROMEO = 'romeo@example.org';
const line = (n: number, more: Partial<Entry> = {}): Entry => ({
  key: `a${n}`,
  archiveId: `a${n}`,
  messageId: `m${n}`,
  author: ROMEO,
  own: false,
  at: n,
  body: `line ${n}`,
  status: 'received',
  ...more,
});
const mine = (n: number): Entry =>
  line(n, { own: true, author: 'juliet@example.org', status: 'stored', originId: `m${n}` });
const said = (id: string, of: string, more: object): Amendment =>
  ({ id, refs: [id], of, author: ROMEO, own: false, at: 100, ...more }) as unknown as Amendment;
const correction = (id: string, of: string, body: string, more = {}) =>
  said(id, of, { kind: 'correction', body, ...more });
const reactions = (id: string, of: string, emojis: string, more = {}) =>
  said(id, of, { kind: 'reactions', emojis: emojis.split(' ').filter(Boolean), ...more });
const retraction = (id: string, of: string, more = {}) =>
  said(id, of, { kind: 'retraction', moderated: false, ...more });
const by = (author: string, occupantId?: string) => ({ author, ...(occupantId ? { occupantId } : {}) });
const own = { own: true, author: 'juliet@example.org' };
const ready = (entries: Entry[], ...amendments: Amendment[]): Timeline => ({
  ...emptyTimeline,
  status: 'ready',
  entries,
  amendments,
});
const bodies = (t: Timeline, room = false) => linesOf(t, room).map((l) => l.body);
const chips = (t: Timeline, room = false) =>
  linesOf(t, room).map(
    (l) => l.reactions?.map((r) => `${r.emoji} ${[...(r.own ? ['own'] : []), ...r.who].join(',')}`) ?? [],
  );

describe('the lines of a timeline', () => {
  it('are the entries themselves where nothing was said about them', () => {
    const t = ready([line(1), line(2)], correction('c', 'm2', 'new'));
    expect(linesOf(t, false)[0]).toBe(t.entries[0]);
  });

  it('say what their last correction says, and remember the rest', () => {
    const t = ready(
      [line(1)],
      correction('c1', 'm1', 'second', { at: 5 }),
      correction('c2', 'm1', 'third', { at: 6 }),
    );
    expect(linesOf(t, false)[0]).toMatchObject({
      key: 'a1',
      body: 'third',
      editedAt: 6,
      versions: [
        { at: 1, body: 'line 1' },
        { at: 5, body: 'second' },
      ],
    });
  });

  it('are corrected and taken back by their author only', () => {
    expect(bodies(ready([mine(1)], correction('c', 'm1', 'forged')))).toEqual(['line 1']);
    expect(linesOf(ready([mine(1)], retraction('r', 'm1')), false)[0]?.retracted).toBeUndefined();
    const room = line(1, { author: 'Romeo', occupantId: 'o1' });
    expect(bodies(ready([room], correction('c', 'm1', 'x', by('Romeo', 'o2'))), true)).toEqual(['line 1']);
    expect(bodies(ready([room], correction('c', 'm1', 'renamed', by('Romeo II', 'o1'))), true)).toEqual([
      'renamed',
    ]);
    expect(
      linesOf(ready([room], retraction('r', 'a1', by('Romeo', 'o2'))), true)[0]?.retracted,
    ).toBeUndefined();
    expect(
      linesOf(
        ready([room], retraction('r', 'a1', { author: '', moderated: true, moderator: 'Nurse' })),
        true,
      )[0],
    ).toMatchObject({ body: '', retracted: { moderated: true, moderator: 'Nurse' } });
  });

  it('are named in rooms by the id of the room, whatever ids their senders chose', () => {
    const t = ready(
      [line(1), line(2, { messageId: 'm1' })],
      reactions('r', 'm1', '👍'),
      reactions('s', 'a2', '🎉'),
    );
    expect(chips(t, true)).toEqual([[], [`🎉 ${ROMEO}`]]);
  });

  it('show of each person what they reacted with last', () => {
    const t = ready(
      [line(1)],
      reactions('r1', 'm1', '👍 🎉'),
      reactions('r2', 'm1', '👍', own),
      reactions('r3', 'm1', '🎉'),
    );
    expect(chips(t)[0]?.sort()).toEqual(['👍 own', `🎉 ${ROMEO}`].sort());
    expect(chips(amended(t, reactions('r4', 'm1', '')))).toEqual([['👍 own']]);
  });

  it('take reactions and replies that name a correction of theirs', () => {
    const t = ready(
      [line(1)],
      correction('c', 'm1', 'new', { refs: ['c', 'mc'] }),
      reactions('r', 'mc', '👍'),
    );
    expect(chips(t)).toEqual([[`👍 ${ROMEO}`]]);
  });

  it('find what was said about them before their page came in', () => {
    let t = ready([line(9)]);
    t = amended(t, correction('c', 'm1', 'was edited'));
    t = amended(t, reactions('r2', 'm1', '🎉'));
    t = olderPage(t, { entries: [line(1)], amendments: [reactions('r1', 'm1', '👍')], complete: true });
    expect(bodies(t)).toEqual(['was edited', 'line 9']);
    expect(chips(t)[0]).toEqual([`🎉 ${ROMEO}`]);
  });

  it('lose nothing that was said while the first page was on its way', () => {
    let t: Timeline = { ...emptyTimeline, status: 'loading' };
    t = amended(t, correction('c2', 'm1', 'third'));
    t = firstPage(t, {
      entries: [line(1)],
      amendments: [correction('c1', 'm1', 'second'), correction('c2', 'm1', 'third')],
      complete: true,
    });
    expect(linesOf(t, false)[0]).toMatchObject({
      body: 'third',
      versions: [{ body: 'line 1' }, { body: 'second' }],
    });
  });

  it('show our own words at once, settle them once, and take them back when the server refuses', () => {
    const waiting = reactions('o1', 'm1', '👍', { ...own, pending: true });
    const t = amended(ready([line(1)]), waiting);
    expect(chips(t)).toEqual([['👍 own']]);
    const done = amended(stored(t, 'o1'), reactions('o1', 'm1', '👍', own));
    expect(done.amendments).toEqual([reactions('o1', 'm1', '👍', own)]);
    expect(chips(unsaid(t, 'o1'))).toEqual([[]]);
  });

  it('say on the last own line whom it has reached', () => {
    const t = ready([mine(1), line(2), mine(3), line(4)], said('d', 'm3', { kind: 'delivered' }));
    expect(linesOf(t, false).map((l) => l.deliveredTo)).toEqual([undefined, undefined, [ROMEO], undefined]);
    const early = ready([mine(1), mine(3)], said('d', 'm1', { kind: 'displayed' }));
    expect(linesOf(early, false).every((l) => l.displayedTo === undefined)).toBe(true);
    const later = ready([mine(1), line(2)], said('d', 'm2', { kind: 'displayed' }));
    expect(linesOf(later, false)[0]?.displayedTo).toEqual([ROMEO]);
  });

  it('keep of the marks of one person the newest only', () => {
    let t = ready([mine(1), mine(2)]);
    for (let i = 1; i <= 2; i++) t = amended(t, said(`d${i}`, `m${i}`, { kind: 'delivered' }));
    expect(t.amendments.map((a) => a.id)).toEqual(['d2']);
    t = olderPage(t, { entries: [], amendments: [said('d0', 'm0', { kind: 'delivered' })], complete: true });
    expect(t.amendments.map((a) => a.id)).toEqual(['d2']);
  });

  it('are found by any id of theirs', () => {
    const t = ready([line(1), mine(2)]);
    for (const id of ['a2', 'm2']) expect(lineNamed(t.entries, id)?.key).toBe('a2');
    expect(lineNamed(t.entries, 'nobody')).toBeUndefined();
  });
});
