/** A name and an address as they are compared. */
export interface Folded {
  readonly name: string;
  readonly address: string;
  readonly local: string;
}

/** Letters without marks: most names, and nearly all addresses. */
const PLAIN = /^[ -~]*$/;

/** For comparing: without case and marks, so that "jose" finds José. */
export function fold(text: string): string {
  const plain = text.trim();
  return (PLAIN.test(plain) ? plain : plain.normalize('NFKD').replace(/\p{M}/gu, '')).toLowerCase();
}

/** Folding 10,000 names at each key would take longer than a key may: it is done once for each item. */
const kept = new WeakMap<object, Folded>();

export function foldedName(item: { readonly name: string; readonly address: string }): Folded {
  const known = kept.get(item);
  if (known) return known;
  const address = fold(item.address);
  const made = {
    name: fold(item.name),
    address,
    local: address.slice(0, Math.max(0, address.indexOf('@'))),
  };
  kept.set(item, made);
  return made;
}

/** What stands between the words of a name. */
const BETWEEN = /[\s.\-_]/;

/** Whether a word of a folded name begins so. */
export function hasWord(name: string, begins: string): boolean {
  for (let at = name.indexOf(begins); at >= 0; at = name.indexOf(begins, at + 1)) {
    if (at === 0 || BETWEEN.test(name.charAt(at - 1))) return true;
  }
  return false;
}
