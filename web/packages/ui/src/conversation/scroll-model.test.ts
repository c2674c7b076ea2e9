import { describe, expect, it } from 'vitest';
import { anchorAt, layoutOf, rowAt, scrollTopFor, windowOf } from './scroll-model.ts';

const keys = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => String(from + i));
const all = () => true;

describe('scroll model', () => {
  it('finds rows by position', () => {
    const layout = layoutOf(['a', 'b', 'c'], (key) => ({ a: 10, b: 20, c: 30 })[key] ?? 0);
    expect([0, 9, 10, 29, 30, 1000].map((p) => rowAt(layout, p))).toEqual([0, 0, 1, 1, 2, 2]);
    expect(layout.total).toBe(60);
  });

  it('renders only what is in view and a little more', () => {
    const layout = layoutOf(keys(0, 100_000), () => 40);
    const { first, end } = windowOf(layout, 2_000_000, 800, 400);
    expect(first).toBe(49_990);
    expect(end - first).toBeLessThan(50);
  });

  it('holds the view still when rows are put in front', () => {
    const before = layoutOf(keys(100, 200), () => 40);
    const anchor = anchorAt(before, 130, all);
    const after = layoutOf(keys(0, 200), () => 40);
    expect(anchor && scrollTopFor(after, anchor)).toBe(130 + 100 * 40);
  });

  it('holds the view still when heights above become known', () => {
    const before = layoutOf(keys(0, 100), () => 40);
    const anchor = anchorAt(before, 1_000, all);
    const after = layoutOf(keys(0, 100), (_, i) => (i < 10 ? 55 : 40));
    expect(anchor && scrollTopFor(after, anchor)).toBe(1_150);
  });

  it('does not anchor on what moves by itself', () => {
    const layout = layoutOf(['top', '1', '2'], () => 40);
    expect(anchorAt(layout, 10, (key) => key !== 'top')).toEqual({ key: '1', offset: -30 });
  });
});
