import { describe, expect, it } from 'vitest';
import { dayOf, firstUnread, rowsOf } from './timeline-view-model.ts';
import type { Entry } from './types.ts';

const noon = new Date(2026, 2, 1, 12).getTime();
const MINUTE = 60_000;
const line = (key: string, author: string, at: number, own = false): Entry => ({
  key,
  author,
  own,
  at,
  body: key,
  status: own ? 'stored' : 'received',
});
const show = (entries: Entry[], newFrom?: string) =>
  rowsOf(entries, newFrom).map((r) => (r.kind === 'line' ? `${r.key}${r.leads ? '!' : ''}` : r.kind));

describe('rowsOf', () => {
  it('groups lines of one author that follow each other closely', () => {
    expect(
      show([
        line('1', 'romeo', noon),
        line('2', 'romeo', noon + MINUTE),
        line('3', 'nurse', noon + 2 * MINUTE),
        line('4', 'nurse', noon + 9 * MINUTE),
      ]),
    ).toEqual(['day', '1!', '2', '3!', '4!']);
  });

  it('divides days, and begins a group after each divider', () => {
    const night = new Date(2026, 2, 1, 23, 59).getTime();
    expect(show([line('1', 'romeo', night), line('2', 'romeo', night + 2 * MINUTE)])).toEqual([
      'day',
      '1!',
      'day',
      '2!',
    ]);
  });

  it('does not open an earlier day again for a clock that went back', () => {
    expect(show([line('1', 'romeo', noon), line('2', 'nurse', noon - 24 * 60 * MINUTE)])).toEqual([
      'day',
      '1!',
      '2!',
    ]);
  });

  it('marks where the new messages begin', () => {
    expect(show([line('1', 'romeo', noon), line('2', 'romeo', noon + MINUTE)], '2')).toEqual([
      'day',
      '1!',
      'new',
      '2!',
    ]);
  });

  it('gives each row a key of its own, whatever ids the lines have', () => {
    const rows = rowsOf([line('new', 'romeo', noon), line(`day:${dayOf(noon)}`, 'nurse', noon)], 'new');
    expect(rows).toHaveLength(4);
    expect(new Set(rows.map((r) => r.key)).size).toBe(4);
  });
});

describe('firstUnread', () => {
  it('counts the lines of others from the end', () => {
    const entries = [line('1', 'r', 1), line('2', 'r', 2), line('3', 'me', 3, true), line('4', 'r', 4)];
    expect(firstUnread(entries, 1)).toBe('4');
    expect(firstUnread(entries, 2)).toBe('2');
    expect(firstUnread(entries, 9)).toBeUndefined();
  });
});
