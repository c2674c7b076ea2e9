/**
 * Where the rows of a long list stand, from measured heights and estimates. Positions are in pixels from the top of the list.
 * With the anchor functions the view holds still while heights become known and rows are put in front.
 */
export class Layout {
  readonly #indices = new Map<string, number>();
  readonly #heights: Float64Array;
  /** A Fenwick tree: at i the sum of the last (i & -i) of the first i heights. Reading and changing it take the logarithm of i. */
  readonly #sums: Float64Array;
  #total = 0;

  constructor(
    readonly keys: readonly string[],
    heightOf: (key: string, index: number) => number,
  ) {
    this.#heights = new Float64Array(keys.length);
    this.#sums = new Float64Array(keys.length + 1);
    keys.forEach((key, i) => {
      this.#indices.set(key, i);
      this.resize(i, heightOf(key, i));
    });
  }

  get total(): number {
    return this.#total;
  }

  indexOf(key: string): number | undefined {
    return this.#indices.get(key);
  }

  /** The top of a row; behind the last, the end of the list. */
  top(index: number): number {
    let sum = 0;
    for (let i = Math.min(index, this.keys.length); i > 0; i -= i & -i) sum += this.#sums[i] ?? 0;
    return sum;
  }

  height(index: number): number {
    return this.#heights[index] ?? 0;
  }

  /** Tells whether it had another height before. */
  resize(index: number, height: number): boolean {
    const more = height - this.height(index);
    if (more === 0) return false;
    this.#heights[index] = height;
    this.#total += more;
    for (let i = index + 1; i < this.#sums.length; i += i & -i) this.#sums[i] = (this.#sums[i] ?? 0) + more;
    return true;
  }

  /** The row at a position: the last that begins at or above it. */
  rowAt(position: number): number {
    let row = 0;
    let left = position;
    for (let step = 1 << (31 - Math.clz32(this.keys.length)); step > 0; step >>= 1) {
      const sum = this.#sums[row + step];
      if (sum === undefined || sum > left) continue;
      row += step;
      left -= sum;
    }
    return Math.max(0, Math.min(row, this.keys.length - 1));
  }
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
    first: layout.rowAt(scrollTop - overscan),
    end: layout.rowAt(scrollTop + height + overscan) + 1,
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
  for (let i = layout.rowAt(scrollTop); i < layout.keys.length; i++) {
    const key = layout.keys[i];
    if (key !== undefined && mayAnchor(key)) return { key, offset: scrollTop - layout.top(i) };
  }
  return undefined;
}

/** Where to scroll so that the anchor stands where it stood; undefined when its row is gone. */
export function scrollTopFor(layout: Layout, anchor: Anchor): number | undefined {
  const index = layout.indexOf(anchor.key);
  return index === undefined ? undefined : layout.top(index) + anchor.offset;
}
