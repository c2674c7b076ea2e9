import { type XmlElement, NS, child, childText, children, jid, xml } from '@stoa/xmpp';
import { names } from '../marks/mention.ts';
import type { Room } from '../rooms/types.ts';
import type { Mention } from '../timeline/types.ts';

/** XEP-0513 §3.2.1: everybody in a room. */
const CHANNEL = `${NS.mentions}#channel`;

/** Who is named in a message, by XEP-0372 §3.2 or XEP-0513 §3. Positions count code points of the body as it was sent. */
export function readMentions(message: XmlElement): readonly Mention[] {
  const points = Array.from(childText(message, 'body') ?? '');
  const words = ({ attrs: { begin = '', end = '' } }: XmlElement): string =>
    /^\d+$/.test(begin) && /^\d+$/.test(end) ? points.slice(Number(begin), Number(end)).join('') : '';
  const references = children(message, 'reference', NS.references).flatMap((reference): Mention[] => {
    const address = addressIn(reference.attrs.uri);
    if (reference.attrs.type !== 'mention' || address === undefined) return [];
    return [{ text: words(reference), address }];
  });
  const explicit = children(message, 'mention', NS.mentions).flatMap((mention): Mention[] => {
    const who = mentioned(mention, message);
    if (!who) return [];
    const text = isOfBody(mention, message) ? words(mention) : '';
    const tells = child(mention, 'noping') ? 'nobody' : child(mention, 'active') ? 'active' : undefined;
    return [{ text, ...who, ...(tells ? { tells } : {}) }];
  });
  return joined(references, explicit);
}

/** One person, by the id in the room or the address, or everybody in the room; undefined when it says none of them, or several. */
function mentioned(
  { attrs }: XmlElement,
  message: XmlElement,
): Pick<Mention, 'address' | 'occupantId'> | undefined {
  const { occupantid, jid: address, mentions: group, uri } = attrs;
  if ([occupantid, address, group].filter((said) => said !== undefined).length !== 1) return undefined;
  const room = message.attrs.type === 'groupchat' ? jid.bare(message.attrs.from ?? '') : undefined;
  if (address) return { address };
  if (room === undefined || occupantid === '') return undefined;
  if (occupantid !== undefined) return { address: '', occupantId: occupantid };
  if (group !== CHANNEL || (uri !== undefined && addressIn(uri) !== room)) return undefined;
  return { address: room };
}

/** A mention may be of the words in another language (§3.4). */
function isOfBody({ attrs: { hreflang } }: XmlElement, message: XmlElement): boolean {
  const language = child(message, 'body')?.attrs['xml:lang'] ?? message.attrs['xml:lang'];
  return hreflang === undefined || language === undefined || hreflang === language;
}

/** The same words by both specifications name one. */
function joined(references: readonly Mention[], explicit: readonly Mention[]): readonly Mention[] {
  const rest = [...explicit];
  const both = references.map((reference) => {
    const at = rest.findIndex(
      (m) =>
        m.text !== '' &&
        m.text === reference.text &&
        m.tells === undefined &&
        (m.occupantId !== undefined || m.address === reference.address),
    );
    const id = at < 0 ? undefined : rest.splice(at, 1)[0]?.occupantId;
    return id === undefined ? reference : { ...reference, occupantId: id };
  });
  return [...both, ...rest];
}

/** What names people in a body, by both specifications; the n-th occurrence of the same words is the n-th mention. */
export function writeMentions(body: string, mentions: readonly Mention[], room?: string): XmlElement[] {
  const from = new Map<string, number>();
  return mentions.flatMap((mention) => {
    const { text, address } = mention;
    const at = text === '' ? -1 : body.indexOf(text, from.get(text) ?? 0);
    if (at < 0) return [];
    from.set(text, at + text.length);
    const begin = Array.from(body.slice(0, at)).length;
    const range = { begin: String(begin), end: String(begin + Array.from(text).length) };
    const uri = `xmpp:${address.split('/').map(encodeURIComponent).join('/').replaceAll('%40', '@')}`;
    const who = explicitly(mention, room);
    return [
      xml('reference', NS.references, { type: 'mention', ...range, uri }),
      ...(who ? [xml('mention', NS.mentions, { ...range, ...who })] : []),
    ];
  });
}

/** XEP-0513 §3.1: an occupant is named by an id alone; undefined where the room gives none. */
function explicitly({ address, occupantId }: Mention, room?: string): Record<string, string> | undefined {
  if (room === undefined) return { jid: address };
  if (address === room) return { mentions: CHANNEL };
  return occupantId === undefined ? undefined : { occupantid: occupantId };
}

/** Who we are in a room. */
export interface Ourselves {
  /** Our address as an occupant. */
  readonly occupant: string;
  readonly id: string | undefined;
}

export const ourselvesIn = (room: Room | undefined): Ourselves | undefined =>
  room && { occupant: `${room.address}/${room.nick}`, id: room.occupants[room.nick]?.id };

/**
 * Whether a line is meant for us: it says so, of us or of the room as a whole, or in a room it has our nick in it as a word.
 * What is said to those who are looking only is meant for us when we are.
 */
export function mentionsUs(
  line: { readonly body: string; readonly mentions?: readonly Mention[] },
  self: string,
  us: Ourselves | undefined,
  active = false,
): boolean {
  const room = us && jid.bare(us.occupant);
  const isUs = ({ address, occupantId, tells }: Mention) =>
    (tells === undefined || (tells === 'active' && active)) &&
    (jid.bare(address) === self ||
      (us !== undefined && (address === us.occupant || address === room)) ||
      (occupantId !== undefined && occupantId === us?.id));
  return (
    (line.mentions?.some(isUs) ?? false) || (us !== undefined && names(line.body, jid.resource(us.occupant)))
  );
}

function addressIn(uri: string | undefined): string | undefined {
  const address = /^xmpp:([^?]+)/.exec(uri ?? '')?.[1];
  return address === undefined ? undefined : decoded(address);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
