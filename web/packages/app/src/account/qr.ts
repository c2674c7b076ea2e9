/**
 * QR codes (ISO/IEC 18004, model 2): bytes, error correction level M, versions 1 to 10, which hold up to 213 bytes. Enough for an
 * address; longer texts are refused. Pure: gives the dark modules, which the page draws.
 */

/** For each version at level M: codewords of correction a block, and the data codewords of each block (table 9). */
const BLOCKS: readonly (readonly [number, readonly number[]])[] = [
  [10, [16]],
  [16, [28]],
  [26, [44]],
  [18, [32, 32]],
  [24, [43, 43]],
  [16, [27, 27, 27, 27]],
  [18, [31, 31, 31, 31]],
  [22, [38, 38, 39, 39]],
  [22, [36, 36, 36, 37, 37]],
  [26, [43, 43, 43, 43, 44]],
];

/** Centres of the alignment patterns (annex E). */
const ALIGNMENT: readonly (readonly number[])[] = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
];

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Thrown for a text that does not fit. */
export class TooLong extends Error {}

/** The modules of a code, row by row; true is dark. The quiet zone of four modules is the page's. */
export function qrCode(text: string): boolean[][] {
  const bytes = new TextEncoder().encode(text);
  const version = BLOCKS.findIndex(([, data], i) => bytes.length <= sum(data) - (i + 1 < 10 ? 2 : 3));
  if (version < 0) throw new TooLong();
  const codewords = interleaved(version, padded(bytes, version));
  let best: { modules: boolean[][]; penalty: number } | undefined;
  for (let mask = 0; mask < MASKS.length; mask++) {
    const modules = drawn(version + 1, codewords, mask);
    const penalty = penaltyOf(modules);
    if (!best || penalty < best.penalty) best = { modules, penalty };
  }
  if (!best) throw new TooLong();
  return best.modules;
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** Mode, length, bytes, terminator and padding (§7.4). */
function padded(bytes: Uint8Array, version: number): number[] {
  const capacity = sum(BLOCKS[version]?.[1] ?? []);
  const bits: number[] = [];
  const put = (value: number, count: number) => {
    for (let i = count - 1; i >= 0; i--) bits.push((value >> i) & 1);
  };
  put(4, 4);
  put(bytes.length, version + 1 < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  put(0, Math.min(4, capacity * 8 - bits.length));
  while (bits.length % 8 > 0) bits.push(0);
  const words: number[] = [];
  for (let i = 0; i < bits.length; i += 8)
    words.push(bits.slice(i, i + 8).reduce((word, bit) => word * 2 + bit, 0));
  for (let pad = 0xec; words.length < capacity; pad ^= 0xec ^ 0x11) words.push(pad);
  return words;
}

/** The blocks with their correction, woven together (§7.6). */
function interleaved(version: number, words: readonly number[]): number[] {
  const [correction, sizes] = BLOCKS[version] ?? [0, []];
  let at = 0;
  const blocks = sizes.map((size) => words.slice(at, (at += size)));
  const corrections = blocks.map((block) => remainder(block, correction));
  const out: number[] = [];
  for (let i = 0; i < Math.max(...sizes); i++)
    for (const block of blocks) if (i < block.length) out.push(block[i] ?? 0);
  for (let i = 0; i < correction; i++) for (const block of corrections) out.push(block[i] ?? 0);
  return out;
}

/** Multiplies in GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let i = 7; i >= 0; i--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> i) & 1) * a;
  }
  return product;
}

/** Reed-Solomon: the remainder of the division by the generator polynomial. */
function remainder(data: readonly number[], degree: number): number[] {
  const generator: number[] = Array.from({ length: degree }, (_, i) => (i === degree - 1 ? 1 : 0));
  let root = 1;
  for (let i = 0; i < degree; i++) {
    for (let j = 0; j < degree; j++)
      generator[j] = times(generator[j] ?? 0, root) ^ (j + 1 < degree ? (generator[j + 1] ?? 0) : 0);
    root = times(root, 2);
  }
  const result: number[] = Array.from({ length: degree }, () => 0);
  for (const word of data) {
    const factor = word ^ (result.shift() ?? 0);
    result.push(0);
    for (let j = 0; j < degree; j++) result[j] = (result[j] ?? 0) ^ times(generator[j] ?? 0, factor);
  }
  return result;
}

function drawn(version: number, codewords: readonly number[], mask: number): boolean[][] {
  const size = 17 + 4 * version;
  const modules = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  const fixed = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  const set = (x: number, y: number, dark: boolean) => {
    const row = modules[y];
    const own = fixed[y];
    if (!row || !own || x < 0 || x >= size) return;
    row[x] = dark;
    own[x] = true;
  };
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  for (const [cx, cy] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    for (let dy = -4; dy <= 4; dy++)
      for (let dx = -4; dx <= 4; dx++) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        set(cx + dx, cy + dy, ring !== 2 && ring !== 4);
      }
  const centres = ALIGNMENT[version - 1] ?? [];
  const last = centres.at(-1);
  for (const cx of centres)
    for (const cy of centres) {
      if ((cx === 6 && cy === 6) || (cx === 6 && cy === last) || (cx === last && cy === 6)) continue;
      for (let dy = -2; dy <= 2; dy++)
        for (let dx = -2; dx <= 2; dx++) set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    }
  drawFormat(set, size, mask);
  if (version >= 7) drawVersion(set, size, version);
  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    const upward = ((right + 1) & 2) === 0;
    for (let i = 0; i < size; i++) {
      const y = upward ? size - 1 - i : i;
      for (const x of [right, right - 1]) {
        const row = modules[y];
        if (!row || fixed[y]?.[x]) continue;
        const dark = (((codewords[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
        bit += 1;
        row[x] = dark !== (MASKS[mask]?.(x, y) ?? false);
      }
    }
  }
  return modules;
}

type SetModule = (x: number, y: number, dark: boolean) => void;

/** §7.9: level M (00) and the mask, with their BCH code. */
function drawFormat(set: SetModule, size: number, mask: number): void {
  let rest = mask;
  for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const bit = (i: number) => ((bits >> i) & 1) === 1;
  for (let i = 0; i <= 5; i++) set(8, i, bit(i));
  set(8, 7, bit(6));
  set(8, 8, bit(7));
  set(7, 8, bit(8));
  for (let i = 9; i < 15; i++) set(14 - i, 8, bit(i));
  for (let i = 0; i < 8; i++) set(size - 1 - i, 8, bit(i));
  for (let i = 8; i < 15; i++) set(8, size - 15 + i, bit(i));
  set(8, size - 8, true);
}

/** §7.10. */
function drawVersion(set: SetModule, size: number, version: number): void {
  let rest = version;
  for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let i = 0; i < 18; i++) {
    const dark = ((bits >> i) & 1) === 1;
    const a = size - 11 + (i % 3);
    const b = Math.floor(i / 3);
    set(a, b, dark);
    set(b, a, dark);
  }
}

/** How hard a code would be to read (§7.8.3): runs, squares, what looks like a finder, and too much of one shade. */
function penaltyOf(modules: readonly (readonly boolean[])[]): number {
  const size = modules.length;
  const at = (x: number, y: number) => modules[y]?.[x] ?? false;
  let penalty = 0;
  let dark = 0;
  for (let a = 0; a < size; a++) {
    for (const across of [true, false]) {
      const line = Array.from({ length: size }, (_, b) => (across ? at(b, a) : at(a, b)));
      let run = 0;
      line.forEach((module, i) => {
        run = module === line[i - 1] ? run + 1 : 1;
        if (run === 5) penalty += 3;
        else if (run > 5) penalty += 1;
      });
      const text = line.map((m) => (m ? '1' : '0')).join('');
      for (const finder of ['10111010000', '00001011101'])
        for (let i = text.indexOf(finder); i >= 0; i = text.indexOf(finder, i + 1)) penalty += 40;
    }
    for (let b = 0; b < size; b++) {
      if (at(a, b)) dark += 1;
      if (a + 1 < size && b + 1 < size) {
        const same = [at(a + 1, b), at(a, b + 1), at(a + 1, b + 1)].every((m) => m === at(a, b));
        if (same) penalty += 3;
      }
    }
  }
  return penalty + 10 * Math.floor(Math.abs((dark * 20) / (size * size) - 10));
}
