/** Whether a text names somebody: the name as a word of its own, whatever its case. Names may hold any letters, and spaces. */
export function names(body: string, name: string | undefined): boolean {
  const wanted = name?.trim().toLowerCase();
  if (!wanted) return false;
  const text = body.toLowerCase();
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (!isWord(before(text, at)) && !isWord(after(text, at + wanted.length))) return true;
  }
  return false;
}

const isWord = (character: string) => /[\p{L}\p{N}_]/u.test(character);
const before = (text: string, at: number) => [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? '';
const after = (text: string, at: number) => [...text.slice(at, at + 2)][0] ?? '';
