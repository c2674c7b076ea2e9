import { describe, expect, it } from 'vitest';
import { Layout, anchorAt, scrollTopFor, windowOf } from './scroll-model.ts';

const keys = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => String(from + i));
const all = () => true;

describe('scroll model', () => {
  it('finds rows by position', () => {
    const layout = new Layout(['a', 'b', 'c'], (key) => ({ a: 10, b: 20, c: 30 })[key] ?? 0);
    expect([0, 9, 10, 29, 30, 1000].map((p) => layout.rowAt(p))).toEqual([0, 0, 1, 1, 2, 2]);
    expect(layout.total).toBe(60);
  });

  it('follows a height that becomes known', () => {
    const heights = Array.from({ length: 1_000 }, (_, i) => 20 + (i % 7) * 1.5);
    const layout = new Layout(keys(0, 1_000), () => 40);
    heights.forEach((height, i) => layout.resize(i, height));
    let top = 0;
    heights.forEach((height, i) => {
      expect(layout.top(i)).toBe(top);
      expect([layout.rowAt(top), layout.rowAt(top + height - 0.5)]).toEqual([i, i]);
      top += height;
    });
    expect([layout.top(1_000), layout.total]).toEqual([top, top]);
    expect([layout.resize(3, 99), layout.resize(3, 99)]).toEqual([true, false]);
    expect(layout.indexOf('3')).toBe(3);
  });

  it('renders only what is in view and a little more', () => {
    const layout = new Layout(keys(0, 100_000), () => 40);
    const { first, end } = windowOf(layout, 2_000_000, 800, 400);
    expect(first).toBe(49_990);
    expect(end - first).toBeLessThan(50);
  });

  it('holds the view still when rows are put in front', () => {
    const before = new Layout(keys(100, 200), () => 40);
    const anchor = anchorAt(before, 130, all);
    const after = new Layout(keys(0, 200), () => 40);
    expect(anchor && scrollTopFor(after, anchor)).toBe(130 + 100 * 40);
  });

  it('holds the view still when heights above become known', () => {
    const before = new Layout(keys(0, 100), () => 40);
    const anchor = anchorAt(before, 1_000, all);
    const after = new Layout(keys(0, 100), (_, i) => (i < 10 ? 55 : 40));
    expect(anchor && scrollTopFor(after, anchor)).toBe(1_150);
  });

  it('does not anchor on what moves by itself', () => {
    const layout = new Layout(['top', '1', '2'], () => 40);
    expect(anchorAt(layout, 10, (key) => key !== 'top')).toEqual({ key: '1', offset: -30 });
  });
});
