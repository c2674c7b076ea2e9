let said = false;

/** Says what is wrong to whoever made the page: once, however often it is tried. */
export function warn(what: string): void {
  if (said) return;
  said = true;
  // eslint-disable-next-line no-console -- whoever makes the page has no other place to read it
  console.warn(`Stoa: ${what}`);
}
