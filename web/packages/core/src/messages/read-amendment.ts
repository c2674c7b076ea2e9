import { type XmlElement, NS, child, childText, children, jid } from '@stoa/xmpp';
import type { Amendment } from '../timeline/amendments.ts';
import type { Body } from './fallback.ts';
import { readMentions } from './mentions.ts';
import type { Place } from './read-message.ts';

/** What is known of the message beside what it says. */
export interface Envelope {
  readonly id: string;
  readonly refs: readonly string[];
  readonly at: number;
  readonly occupantId: string | undefined;
}

/** No emoji is longer, with all its joiners and modifiers. */
const LONGEST_REACTION = 64;

/** Reads what a message says about another one; undefined when it is a line, or nothing of that kind. */
export function readAmendment(
  message: XmlElement,
  where: Place,
  envelope: Envelope,
  body: Body,
): Amendment | undefined {
  const { id, refs, at, occupantId } = envelope;
  const said = {
    id,
    refs,
    author: where.author,
    own: where.own,
    at,
    ...(occupantId === undefined ? {} : { occupantId }),
  };

  const replace = child(message, 'replace', NS.correct)?.attrs.id;
  if (replace !== undefined && body.text) {
    const reply = readReply(message, where, body.quoted);
    const mentions = readMentions(message);
    return {
      ...said,
      kind: 'correction',
      of: replace,
      body: body.text,
      ...(reply ? { reply } : {}),
      ...(mentions.length > 0 ? { mentions } : {}),
      ...(child(message, 'unstyled', NS.styling) ? { unstyled: true as const } : {}),
    };
  }

  const retract = child(message, 'retract', NS.retract);
  if (retract?.attrs.id !== undefined) {
    const moderated = child(retract, 'moderated', NS.moderate);
    // Only the room itself speaks for a moderator (XEP-0425 §5).
    if (moderated && (where.kind !== 'room' || where.author !== '')) return undefined;
    return { ...said, kind: 'retraction', of: retract.attrs.id, ...moderation(retract, moderated) };
  }

  const reactions = child(message, 'reactions', NS.reactions);
  if (reactions?.attrs.id !== undefined) {
    const emojis = children(reactions, 'reaction')
      .map((r) =>
        r.children
          .filter((c): c is string => typeof c === 'string')
          .join('')
          .trim(),
      )
      .filter((emoji) => emoji !== '' && emoji.length <= LONGEST_REACTION);
    return { ...said, kind: 'reactions', of: reactions.attrs.id, emojis: [...new Set(emojis)] };
  }

  const delivered = child(message, 'received', NS.receipts) ?? child(message, 'received', NS.markers);
  if (delivered?.attrs.id !== undefined) return { ...said, kind: 'delivered', of: delivered.attrs.id };
  const displayed = child(message, 'displayed', NS.markers) ?? child(message, 'acknowledged', NS.markers);
  if (displayed?.attrs.id !== undefined) return { ...said, kind: 'displayed', of: displayed.attrs.id };
  return undefined;
}

/** Who took a line back, and why: in a retraction, and in the tombstone that the archive shows (XEP-0425 §4). */
export function moderation(
  element: XmlElement,
  moderated: XmlElement | undefined,
): { moderated: boolean; moderator?: string; reason?: string } {
  const nick = jid.resource(moderated?.attrs.by ?? '');
  const reason = moderated && (childText(element, 'reason') ?? childText(moderated, 'reason'));
  return {
    moderated: moderated !== undefined,
    ...(nick === '' ? {} : { moderator: nick }),
    ...(reason ? { reason } : {}),
  };
}

/** Which line a message answers (XEP-0461). */
export function readReply(message: XmlElement, where: Place, quoted: string | undefined) {
  const reply = child(message, 'reply', NS.reply);
  const id = reply?.attrs.id;
  if (id === undefined) return undefined;
  const to = reply?.attrs.to ?? '';
  const author = where.kind === 'room' ? jid.resource(to) : jid.bare(to);
  return { id, ...(author === '' ? {} : { author }), ...(quoted ? { quote: quoted } : {}) };
}
