import { type XmlElement, NS, childText, children, jid, xml } from '@stoa/xmpp';
import { names } from '../marks/mention.ts';
import type { Mention } from '../timeline/types.ts';

/** Who is named in a message (XEP-0372 §3.2). Positions count code points of the body as it was sent. */
export function readMentions(message: XmlElement): readonly Mention[] {
  const points = Array.from(childText(message, 'body') ?? '');
  return children(message, 'reference', NS.references).flatMap(({ attrs }) => {
    const address = /^xmpp:([^?]+)/.exec(attrs.uri ?? '')?.[1];
    if (attrs.type !== 'mention' || address === undefined) return [];
    const text = points.slice(Number(attrs.begin), Number(attrs.end)).join('');
    return [{ text, address: decoded(address) }];
  });
}

/** The references for the people named in a body; the n-th occurrence of the same words is the n-th mention. */
export function writeMentions(body: string, mentions: readonly Mention[]): XmlElement[] {
  const from = new Map<string, number>();
  return mentions.flatMap(({ text, address }) => {
    const at = text === '' ? -1 : body.indexOf(text, from.get(text) ?? 0);
    if (at < 0) return [];
    from.set(text, at + text.length);
    const begin = Array.from(body.slice(0, at)).length;
    const end = begin + Array.from(text).length;
    const uri = `xmpp:${address.split('/').map(encodeURIComponent).join('/').replaceAll('%40', '@')}`;
    return [
      xml('reference', NS.references, { type: 'mention', begin: String(begin), end: String(end), uri }),
    ];
  });
}

/** Whether a line is meant for us: it says so, of us or of the room as a whole, or in a room it has our nick in it as a word. */
export function mentionsUs(
  line: { readonly body: string; readonly mentions?: readonly Mention[] },
  self: string,
  occupant: string | undefined,
): boolean {
  const room = occupant === undefined ? undefined : jid.bare(occupant);
  if (
    line.mentions?.some((m) => jid.bare(m.address) === self || m.address === occupant || m.address === room)
  )
    return true;
  return occupant !== undefined && names(line.body, jid.resource(occupant));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
