/** What another app shares comes in the query, as the manifest says: a title, a text, an address; some put the address in the text. */
export function sharedText(query: string): string {
  const params = new URLSearchParams(query);
  const parts = ['title', 'text', 'url'].map((name) => params.get(name)?.trim() ?? '');
  return parts
    .filter(
      (part, i) =>
        part !== '' &&
        !parts.some((other, j) => (j > i || other !== part) && j !== i && other.includes(part)),
    )
    .join('\n');
}
