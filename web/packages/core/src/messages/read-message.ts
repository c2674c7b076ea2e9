import { type XmlElement, NS, child, childIn, childText, elementsOf, jid } from '@stoa/xmpp';
import { stanzaIdBy } from '../archive/query.ts';
import { readFiles, withoutAddresses } from '../files/read-files.ts';
import { occupantAddress } from '../rooms/occupant-address.ts';
import type { Room } from '../rooms/types.ts';
import type { ConversationKind } from '../session/state.ts';
import { shownName } from '../texts/shown-text.ts';
import type { Amendment } from '../timeline/amendments.ts';
import type { Entry } from '../timeline/types.ts';
import { readBody } from './fallback.ts';
import { readMentions } from './mentions.ts';
import { moderation, readAmendment, readReply } from './read-amendment.ts';

/** A message as the conversations see it: where it belongs, and what it brings. */
export interface ReadMessage {
  readonly address: string;
  readonly kind: ConversationKind;
  readonly author: string;
  readonly own: boolean;
  readonly archiveId?: string;
  /** Delivered later than it was sent (XEP-0203), not asked for from the archive. */
  readonly late?: boolean;
  /** A visible line. */
  readonly entry?: Entry;
  /** Something about a line, instead of one. */
  readonly amendment?: Amendment;
  /** Its sender asks to hear that it has arrived (XEP-0184), by this id. */
  readonly receiptFor?: string;
  /** XEP-0085. */
  readonly chatState?: string;
  /** XEP-0045 §8.1: a subject and no body. */
  readonly subject?: string;
}

export interface Reader {
  readonly self: string;
  readonly now: number;
  /** A room, when the address is one we know. */
  room(address: string): Pick<Room, 'nick' | 'occupants'> | undefined;
}

/** What the archive says of a message beside the message itself. */
export interface FromArchive {
  readonly archiveId: string;
  readonly at: number;
}

/** Reads a message, live or from an archive. Undefined for errors and for what belongs to no conversation. */
export function readMessage(
  message: XmlElement,
  reader: Reader,
  archived?: FromArchive,
): ReadMessage | undefined {
  const { type, id } = message.attrs;
  if (type === 'error') return undefined;
  const from = message.attrs.from ?? reader.self;
  const where =
    type === 'groupchat'
      ? inRoom(from, reader, archived && namedBy(message))
      : onBehalf(message, inChat(message, from, reader));
  if (!where) return undefined;

  const archiveId =
    archived?.archiveId ?? stanzaIdBy(message, where.kind === 'room' ? where.address : reader.self);
  const originId = child(message, 'origin-id', NS.sid)?.attrs.id ?? (where.own ? id : undefined);
  const delayed = Date.parse(child(message, 'delay', NS.delay)?.attrs.stamp ?? '');
  const at =
    archived && !Number.isNaN(archived.at) ? archived.at : Number.isNaN(delayed) ? reader.now : delayed;
  const files = readFiles(message, jid.domain(reader.self));
  const body = readBody(message, files.length > 0);
  const subject =
    childText(message, 'body') === undefined && where.kind === 'room'
      ? childText(message, 'subject')
      : undefined;
  const chatState = childIn(message, NS.chatStates)?.name;
  const key = (where.own ? originId : undefined) ?? archiveId ?? id;
  // Live it is who has the nick now.
  const authorAddress =
    where.kind === 'room'
      ? archived
        ? namedBy(message)
        : occupantAddress(reader.room(where.address), where.author)
      : undefined;
  const occupantId =
    where.kind === 'room' ? child(message, 'occupant-id', NS.occupantId)?.attrs.id : undefined;
  const refs = [archiveId, id, originId].filter((ref): ref is string => ref !== undefined);
  const amendment =
    key === undefined ? undefined : readAmendment(message, where, { id: key, refs, at, occupantId }, body);
  const wantsReceipt = !where.own && where.kind === 'chat' && child(message, 'request', NS.receipts);
  const entry = key === undefined || amendment ? undefined : entryOf();
  return {
    ...where,
    ...(archiveId === undefined ? {} : { archiveId }),
    ...(archived || Number.isNaN(delayed) ? {} : { late: true }),
    ...(chatState === undefined ? {} : { chatState }),
    ...(subject === undefined ? {} : { subject }),
    ...(wantsReceipt && id !== undefined ? { receiptFor: id } : {}),
    ...(amendment ? { amendment } : {}),
    ...(entry ? { entry } : {}),
  };

  function entryOf(): Entry | undefined {
    const tombstone = child(message, 'retracted', NS.retract);
    const { text, quoted } = body;
    if (key === undefined || (!text && !tombstone && files.length === 0) || !where) return undefined;
    const reply = readReply(message, where, quoted);
    const mentions = readMentions(message);
    const retractedAt = Date.parse(tombstone?.attrs.stamp ?? '');
    return {
      key,
      author: where.author,
      own: where.own,
      at,
      body: tombstone ? '' : withoutAddresses(text ?? '', files),
      status: where.own ? ('stored' as const) : ('received' as const),
      ...(archiveId === undefined ? {} : { archiveId }),
      ...(where.own && originId !== undefined ? { originId } : {}),
      ...(id === undefined ? {} : { messageId: id }),
      ...(occupantId === undefined ? {} : { occupantId }),
      ...(authorAddress && !where.own ? { authorAddress } : {}),
      ...(files.length > 0 && !tombstone ? { files } : {}),
      ...(reply ? { reply } : {}),
      ...(mentions.length > 0 ? { mentions } : {}),
      ...(child(message, 'unstyled', NS.styling) ? { unstyled: true as const } : {}),
      ...(child(message, 'markable', NS.markers) ? { markable: true as const } : {}),
      ...(child(message, 'notice', NS.stoaAlias) ? { notice: true as const } : {}),
      ...(tombstone
        ? {
            retracted: {
              at: Number.isNaN(retractedAt) ? at : retractedAt,
              ...moderation(tombstone, child(tombstone, 'moderated', NS.moderate)),
            },
          }
        : {}),
    };
  }
}

export type Place = Pick<ReadMessage, 'address' | 'kind' | 'author' | 'own'>;

/** Whoever has our nick now need not have had it then, nor we. */
function inRoom(from: string, reader: Reader, named: string | undefined): Place | undefined {
  const address = jid.bare(from);
  const nick = jid.resource(from);
  const own =
    named === undefined ? nick !== '' && nick === reader.room(address)?.nick : named === reader.self;
  return { address, kind: 'room', author: nick, own };
}

/** Who it was, as the archive of a room says where everybody saw it at the time (XEP-0313 §5.1.3). */
function namedBy(message: XmlElement): string | undefined {
  const x = child(message, 'x', NS.mucUser);
  const real = x && child(x, 'item')?.attrs.jid;
  return real === undefined ? undefined : jid.bare(real);
}

/** Several people answer for an alias: each is an author of their own, named as an occupant would be. */
function onBehalf(message: XmlElement, place: Place | undefined): Place | undefined {
  const name = child(message, 'on-behalf-of', NS.stoaAlias)?.attrs.name;
  return place && name && !place.own ? { ...place, author: `${place.address}/${shownName(name)}` } : place;
}

function inChat(message: XmlElement, from: string, reader: Reader): Place | undefined {
  const own = jid.bare(from) === reader.self;
  const peer = own ? (message.attrs.to ?? reader.self) : from;
  // A private message inside a room keeps the occupant's address: the bare one is the room itself.
  const viaRoom = child(message, 'x', NS.mucUser) !== undefined || reader.room(jid.bare(peer)) !== undefined;
  const address = viaRoom ? peer : jid.bare(peer);
  if (!address.includes('@')) return undefined;
  return { address, kind: 'chat', author: own ? reader.self : address, own };
}

/** The message inside a carbon copy (XEP-0280), which only our own account may send. */
export function carbonOf(message: XmlElement, self: string): XmlElement | undefined {
  if (message.attrs.from !== undefined && message.attrs.from !== self) return undefined;
  const wrapper = elementsOf(message).find(
    (c) => c.ns === NS.carbons && (c.name === 'sent' || c.name === 'received'),
  );
  const forwarded = wrapper && child(wrapper, 'forwarded', NS.forward);
  return forwarded && child(forwarded, 'message', NS.client);
}
