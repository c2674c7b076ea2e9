/** How hard a password is to guess, from 0 (too short) to 4: by its length and by how much in it differs. A hint, no rule. */
export function strengthOf(password: string): 0 | 1 | 2 | 3 | 4 {
  const characters = [...password];
  if (characters.length < 8) return 0;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password)).length;
  const different = new Set(characters.map((c) => c.toLowerCase())).size;
  const runs = characters.filter(
    (c, i) => i > 0 && Math.abs((c.codePointAt(0) ?? 0) - (characters[i - 1]?.codePointAt(0) ?? 0)) <= 1,
  );
  const worth = Math.min(characters.length - runs.length, different * 1.6) + kinds * 1.5;
  if (worth < 9) return 1;
  if (worth < 13) return 2;
  return worth < 18 ? 3 : 4;
}
