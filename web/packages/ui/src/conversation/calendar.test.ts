import { describe, expect, it } from 'vitest';
import { dayAfter, monthOf, moved, startOf, weeksOf } from './calendar.ts';

describe('the calendar', () => {
  it('lays a month out in weeks that begin where the person begins them', () => {
    expect(weeksOf({ year: 2026, month: 10 }, 1)[0]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      1,
    ]);
    expect(weeksOf({ year: 2026, month: 10 }, 0)[0]).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(weeksOf({ year: 2024, month: 1 }, 1).flat().filter(Boolean)).toHaveLength(29);
  });

  it('walks over the ends of months and years', () => {
    expect(moved({ year: 2026, month: 0 }, -1)).toEqual({ year: 2025, month: 11 });
    expect(dayAfter('2025-12-31', 1)).toBe('2026-01-01');
    expect(dayAfter('2024-03-01', -1)).toBe('2024-02-29');
    expect(monthOf('2026-11-29')).toEqual({ year: 2026, month: 10 });
  });

  it('takes only days that there are', () => {
    expect(startOf('2026-11-29')).toBe(new Date(2026, 10, 29).getTime());
    for (const not of ['2026-02-30', 'today', '2026-1-1', '', '2026-13-01'])
      expect(startOf(not), not).toBeUndefined();
  });
});
