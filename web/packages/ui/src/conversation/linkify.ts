/** A stretch of a message: plain text, or a link. */
export type Segment = { readonly text: string; readonly href?: string };

const CANDIDATE = /(?:https?:\/\/|xmpp:|mailto:|www\.)[^\s<>"]+/giu;
/** No address is longer; and trimming takes the square of the length, which nobody shall make us pay. */
const LONGEST = 2_048;
const TRAILING = /[.,;:!?'"»”’…]+$/u;

/** Finds the links in a text. Only http, https, xmpp and mailto become links; everything else stays text. */
export function linkify(text: string): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    if (match[0].length > LONGEST) continue;
    const before = text[match.index - 1];
    if (before !== undefined && /[\p{L}\p{N}]/u.test(before)) continue;
    const link = withoutTrailing(match[0]);
    const href = hrefOf(link);
    if (!href) continue;
    if (match.index > at) segments.push({ text: text.slice(at, match.index) });
    segments.push({ text: link, href });
    at = match.index + link.length;
  }
  if (at < text.length) segments.push({ text: text.slice(at) });
  return segments;
}

/** The sentence's own marks do not belong to the link; a closing bracket does when it was opened inside. */
function withoutTrailing(link: string): string {
  for (;;) {
    const shorter = link.replace(TRAILING, '');
    const last = shorter.at(-1);
    const open = last === ')' ? '(' : last === ']' ? '[' : undefined;
    const unbalanced = open !== undefined && count(shorter, last ?? '') > count(shorter, open);
    const next = unbalanced ? shorter.slice(0, -1) : shorter;
    if (next === link) return link;
    link = next;
  }
}

const count = (text: string, c: string) => text.split(c).length - 1;

function hrefOf(link: string): string | undefined {
  try {
    const url = new URL(/^www\./i.test(link) ? `https://${link}` : link);
    if (url.protocol === 'xmpp:' || url.protocol === 'mailto:') return url.pathname ? url.href : undefined;
    return /^https?:$/.test(url.protocol) && url.hostname ? url.href : undefined;
  } catch {
    return undefined;
  }
}
