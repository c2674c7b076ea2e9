import { describe, expect, it } from 'vitest';
import { reduce } from '../session/reduce.ts';
import { type ChatEvent, type ChatState, initialState } from '../session/state.ts';
import type { Entry } from '../timeline/types.ts';
import type { UnreadAgain } from './unread-again.ts';

const ROMEO = 'romeo@example.org';
const GARDEN = 'garden@conference.example.org';
const MARKED_AT = 1_000_000;

const after = (...events: ChatEvent[]): ChatState =>
  events.reduce(reduce, initialState('juliet@example.org'));
const entry = (n: number, own = false, at = n): Entry => ({
  key: `a${n}`,
  archiveId: `a${n}`,
  author: own ? 'juliet@example.org' : ROMEO,
  own,
  at,
  body: `line ${n}`,
  status: 'received',
});
const line = (n: number, counts = true): ChatEvent => ({
  type: 'line',
  address: ROMEO,
  kind: 'chat',
  entry: entry(n),
  counts,
});
const own = (n: number, at = n): ChatEvent => ({
  type: 'line',
  address: ROMEO,
  kind: 'chat',
  entry: entry(n, true, at),
  counts: true,
});
const displayed = (n: number): ChatEvent => ({ type: 'displayed', address: ROMEO, archiveId: `a${n}` });
const marked = (lines: number, upTo: number, more: Partial<UnreadAgain> = {}): ChatEvent => ({
  type: 'unread',
  address: ROMEO,
  kind: 'chat',
  mark: { lines, mentions: 0, at: MARKED_AT, displayed: `a${upTo}`, ...more },
});
const read: ChatEvent = { type: 'read', address: ROMEO };
const saved = (unread: number, ...unreadIds: string[]): ChatEvent => ({
  type: 'conversations',
  conversations: [{ address: ROMEO, kind: 'chat', unread, unreadIds, lastAt: 4 }],
});
const loaded = (...ns: number[]): readonly ChatEvent[] => [
  { type: 'opened', address: ROMEO, kind: 'chat' },
  { type: 'first-page', address: ROMEO, page: { entries: ns.map((n) => entry(n)), complete: true } },
];
const unread = (...events: ChatEvent[]) => after(...events).conversations[ROMEO]?.unread;
const again = (...events: ChatEvent[]) => after(...events).unreadAgain[ROMEO];

/** Every order of some things, as sessions may hear them. */
function orders<T>(all: readonly T[]): T[][] {
  if (all.length === 0) return [[]];
  return all.flatMap((one, i) => orders(all.filter((_, j) => j !== i)).map((rest) => [one, ...rest]));
}

describe('lines that are unread again (E10)', () => {
  it('are counted until they are read, with what comes behind them', () => {
    const there = [line(1), line(2), line(3), line(4), read, displayed(4), marked(3, 4)];
    expect(unread(...there)).toBe(3);
    expect(unread(...there, line(5))).toBe(4);
    expect(unread(...there, line(5), read)).toBe(0);
    expect(again(...there, line(5), read)).toBeUndefined();
    expect(unread(...there, marked(1, 4, { at: MARKED_AT + 1 }))).toBe(1);
  });

  it('are so many, whatever a browser without memory hears first', () => {
    const archive = [line(1), line(2), line(3), line(4)];
    for (const order of orders([archive, [marked(3, 4)], [displayed(4)]])) {
      const events = order.flat();
      expect(unread(...events), events.map((e) => e.type).join(' ')).toBe(3);
    }
    expect(unread(marked(3, 4), displayed(4), line(1), line(2), line(3), line(4), line(5))).toBe(4);
    // What was answered long ago does not count there; what is unread again does.
    expect(unread(marked(2, 3), displayed(3), line(1, false), own(2), line(3, false))).toBe(2);
  });

  it('are so many where the talk is older than what is looked at', () => {
    expect(unread(marked(2, 9), displayed(9))).toBe(2);
    const room = after({
      type: 'unread',
      address: GARDEN,
      kind: 'room',
      mark: { lines: 4, mentions: 1, at: MARKED_AT, displayed: 'g9' },
    });
    expect(room.conversations[GARDEN]).toBeUndefined();
    expect(
      reduce(room, { type: 'opened', address: GARDEN, kind: 'room' }).conversations[GARDEN],
    ).toMatchObject({ unread: 4, mentions: 1 });
  });

  it('are so many after a reload, which has kept the number', () => {
    expect(unread(saved(3), ...loaded(1, 2, 3, 4), marked(3, 4), displayed(4))).toBe(3);
    expect(unread(saved(4, 'a5'), marked(3, 4), displayed(4))).toBe(4);
    // The page that was kept shows that they had been displayed; that they are unread again comes behind it.
    expect(unread(saved(3), ...loaded(1, 2, 3, 4), displayed(4), marked(3, 4))).toBe(3);
  });

  it('are read once any device has read them, also while this browser was closed', () => {
    const there = [line(1), line(2), line(3), read, marked(2, 3)];
    const over = marked(0, 3, { at: MARKED_AT + 1 });
    expect(unread(...there, over)).toBe(0);
    expect(unread(...there, line(4), over)).toBe(1);
    expect(again(...there, over)).toBeUndefined();
    expect(unread(saved(3, 'a5'), over)).toBe(1);
  });

  it('are read where another client has displayed what came behind them', () => {
    const there = [line(1), line(2), line(3), read, displayed(3), marked(2, 3), line(4), line(5)];
    expect(unread(...there, displayed(4))).toBe(1);
    expect(unread(...there, displayed(5))).toBe(0);
    expect(again(...there, displayed(4))).toBeUndefined();
    expect(unread(saved(4, 'a4', 'a5'), marked(2, 3), displayed(5))).toBe(0);
  });

  it('stay where an older displayed state comes late, which is ignored (XEP-0490, Business Rules)', () => {
    const state = after(...loaded(1, 2, 3), displayed(3), marked(2, 3), displayed(2));
    expect(state.conversations[ROMEO]?.unread).toBe(2);
    expect(state.unreadAgain[ROMEO]).toBeDefined();
    expect(state.displayed[ROMEO]).toBe('a3');
  });

  it('are read by who writes there afterwards, and not by what they wrote before', () => {
    const there = [line(1), line(2), read, marked(2, 2)];
    const later = own(3, MARKED_AT + 60_000);
    expect(unread(...there, own(3))).toBe(2);
    expect(unread(...there, later)).toBe(0);
    expect(again(...there, later)).toBeUndefined();
    // It was heard of before.
    expect(again(line(1), line(2), later, marked(2, 2))).toBeUndefined();
    expect(unread(line(1), line(2), later, marked(2, 2))).toBe(0);
  });

  it('name the person as often as they did', () => {
    const state = after(line(1), line(2), read, marked(2, 2, { mentions: 1 }));
    expect(state.conversations[ROMEO]).toMatchObject({ unread: 2, mentions: 1 });
    const over = reduce(state, marked(0, 2, { at: MARKED_AT + 1 }));
    expect(over.conversations[ROMEO]).toMatchObject({ unread: 0, mentions: 0 });
  });
});
