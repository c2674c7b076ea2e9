/** A name longer than this is cut where it is shown: names stand in lists, titles and sentences. */
export const NAME_MAX = 128;
/** The same for a status or a subject, which may take a few lines. */
export const TEXT_MAX = 1_000;

// Marks that turn the direction of what follows (Unicode 16, UAX #9 §2), controls and line breaks: in a name they could only
// dress one address up as another, or push other texts around.
// eslint-disable-next-line no-control-regex -- these are the very characters to keep out
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g;

/** What others call themselves or a room, as it may stand in our own sentences: on one line, of bounded length. */
export function shownName(name: string): string {
  return cut(onOneLine(name), NAME_MAX);
}

/** The same of any length. */
export const onOneLine = (text: string): string => text.replace(HIDDEN, ' ').replace(/\s+/g, ' ').trim();

/** A status or subject of others. */
export function shownText(text: string): string {
  return cut(text.replace(HIDDEN, ' ').trim(), TEXT_MAX);
}

/** No longer than that, with an ellipsis for what is left out. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  // Never in the middle of a surrogate pair.
  const end = /[\ud800-\udbff]/.test(text.charAt(max - 2)) ? max - 2 : max - 1;
  return `${text.slice(0, end)}…`;
}
