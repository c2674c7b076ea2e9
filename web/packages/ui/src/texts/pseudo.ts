import type { Shape } from './shape.ts';

const LETTERS: Readonly<Record<string, string>> = {
  a: 'á',
  c: 'ç',
  d: 'ð',
  e: 'é',
  g: 'ĝ',
  h: 'ĥ',
  i: 'í',
  k: 'ķ',
  l: 'ļ',
  n: 'ñ',
  o: 'ó',
  r: 'ŕ',
  s: 'š',
  t: 'ţ',
  u: 'ú',
  w: 'ŵ',
  y: 'ý',
  A: 'Å',
  E: 'É',
  I: 'Î',
  O: 'Ö',
  S: 'Š',
  U: 'Û',
};
const LONGER = 0.4;
const FILL = 'óñé ţŵó ţĥŕéé ƒóúŕ ƒíṽé šíx šéṽéñ ';

/** A text as a long language might have it: what is still plain was in no catalogue, what is cut has too little room. */
export function lengthened(text: string): string {
  const letters = [...text].map((c) => LETTERS[c] ?? c).join('');
  if (!/\p{L}/u.test(text)) return text;
  const more = Math.max(1, Math.ceil(text.length * LONGER));
  return `${letters} ${FILL.repeat(Math.ceil(more / FILL.length))
    .slice(0, more)
    .trim()}`;
}

/** A whole catalogue so. */
export function pseudo<T extends object>(catalogue: T): Shape<T> {
  return all(catalogue) as Shape<T>;
}

function all(value: unknown): unknown {
  if (typeof value === 'string') return lengthened(value);
  if (typeof value === 'function')
    return (...args: unknown[]) => lengthened(String((value as (...a: unknown[]) => unknown)(...args)));
  if (Array.isArray(value)) return value.map(all);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, all(v)]));
  return value;
}
