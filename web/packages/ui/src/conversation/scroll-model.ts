/**
 * Where the rows of a long list stand, from measured heights and estimates; pure. Positions are in pixels from the top of the
 * list. With the anchor functions the view holds still while heights become known and rows are put in front.
 */
export interface Layout {
  readonly keys: readonly string[];
  /** The top of each row, and of what would follow the last. */
  readonly tops: Float64Array;
  readonly total: number;
}

export function layoutOf(keys: readonly string[], heightOf: (key: string, index: number) => number): Layout {
  const tops = new Float64Array(keys.length + 1);
  keys.forEach((key, i) => (tops[i + 1] = (tops[i] ?? 0) + heightOf(key, i)));
  return { keys, tops, total: tops[keys.length] ?? 0 };
}

/** The row at a position: the last that begins at or above it. */
export function rowAt(layout: Layout, position: number): number {
  let low = 0;
  let high = layout.keys.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((layout.tops[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** The rows to render, from first to before end, with some more on both sides. */
export function windowOf(
  layout: Layout,
  scrollTop: number,
  height: number,
  overscan: number,
): { first: number; end: number } {
  if (layout.keys.length === 0) return { first: 0, end: 0 };
  return {
    first: rowAt(layout, scrollTop - overscan),
    end: rowAt(layout, scrollTop + height + overscan) + 1,
  };
}

/** A row and how far the view's top is below that row's top. */
export interface Anchor {
  readonly key: string;
  readonly offset: number;
}

/** The first row in view that may serve as an anchor. */
export function anchorAt(
  layout: Layout,
  scrollTop: number,
  mayAnchor: (key: string) => boolean,
): Anchor | undefined {
  for (let i = rowAt(layout, scrollTop); i < layout.keys.length; i++) {
    const key = layout.keys[i];
    if (key !== undefined && mayAnchor(key)) return { key, offset: scrollTop - (layout.tops[i] ?? 0) };
  }
  return undefined;
}

/** Where to scroll so that the anchor stands where it stood; undefined when its row is gone. */
export function scrollTopFor(layout: Layout, anchor: Anchor): number | undefined {
  const index = layout.keys.indexOf(anchor.key);
  return index < 0 ? undefined : (layout.tops[index] ?? 0) + anchor.offset;
}
