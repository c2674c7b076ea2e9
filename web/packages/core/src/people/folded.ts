/** A name and an address as they are compared. */
export interface Folded {
  readonly name: string;
  readonly words: readonly string[];
  readonly address: string;
  readonly local: string;
}

/** Folding 10,000 names at each key would take longer than a key may; this many are kept, then all are forgotten. */
const KEPT = 50_000;
const kept = new Map<string, Folded>();

/** For comparing: without case and marks, so that "jose" finds José. */
export function fold(text: string): string {
  return text.trim().normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

export function foldedName(name: string, address: string): Folded {
  const key = `${address}\n${name}`;
  const known = kept.get(key);
  if (known) return known;
  if (kept.size >= KEPT) kept.clear();
  const plain = fold(name);
  const where = fold(address);
  const made = {
    name: plain,
    words: plain.split(/[\s.\-_]+/),
    address: where,
    local: where.slice(0, Math.max(0, where.indexOf('@'))),
  };
  kept.set(key, made);
  return made;
}
