import { type XmlElement, NS, childText, children } from '@stoa/xmpp';

/** The body without what stands there for clients that know less than this one (XEP-0428), and what stood there. */
export interface Body {
  /** Undefined when there is none, or nothing else. */
  readonly text: string | undefined;
  /** The fallback for replies, in place of the line that is answered. */
  readonly quoted: string | undefined;
}

/** What a fallback may stand for and we show ourselves. Any other is text: better than nothing. */
const KNOWN: readonly string[] = [NS.reply, NS.reactions, NS.retract, NS.correct, NS.sfs, NS.stoaAlias];

/** COMPAT(slixmpp, Dino before 0.4): how the namespace was called while XEP-0428 had no ranges. */
const BEFORE_0_2 = 'urn:xmpp:feature-fallback:0';

/** Reads the body of a message. Positions count code points (XEP-0426). `files`: whether we show those it describes. */
export function readBody(message: XmlElement, files = false): Body {
  const body = childText(message, 'body');
  if (body === undefined) return { text: undefined, quoted: undefined };
  const points = Array.from(body);
  const kept = points.map(() => true);
  let quoted: string | undefined;
  const all = [NS.fallback, BEFORE_0_2].flatMap((ns) => children(message, 'fallback', ns));
  for (const fallback of all) {
    const { for: purpose = '' } = fallback.attrs;
    if (!KNOWN.includes(purpose) || (purpose === NS.sfs && !files)) continue;
    const stretches = children(fallback, 'body');
    const whole = stretches.length === 0 && children(fallback, 'subject').length === 0;
    for (const stretch of whole ? [fallback] : stretches) {
      const start = whole ? 0 : position(stretch.attrs.start, 0);
      const end = Math.min(whole ? points.length : position(stretch.attrs.end, points.length), points.length);
      if (purpose === NS.reply && end > start) quoted = unquoted(points.slice(start, end).join(''));
      for (let i = start; i < end; i++) kept[i] = false;
    }
  }
  const text = points.filter((_, i) => kept[i]).join('');
  return { text: text === '' && quoted === undefined ? undefined : text, quoted };
}

function position(attribute: string | undefined, otherwise: number): number {
  const n = Number(attribute ?? otherwise);
  return Number.isInteger(n) && n >= 0 ? n : otherwise;
}

const unquoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.replace(/^>\s?/, ''))
    .join('\n')
    .trim();

/** How much of a line is repeated for clients that do not know replies. */
const MOST_QUOTED = 400;

/** The words of a line as a quotation that goes before an answer; it ends with its line break. */
export function quotation(text: string): string {
  const short = text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED).trimEnd()}…` : text;
  return `${short
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')}\n`;
}
