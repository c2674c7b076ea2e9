import { type XmlElement, NS, child, childIn, childText, elementsOf, jid } from '@stoa/xmpp';
import { stanzaIdBy } from '../archive/query.ts';
import type { ConversationKind } from '../session/state.ts';
import type { Entry } from '../timeline/types.ts';

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
  /** XEP-0085. */
  readonly chatState?: string;
  /** XEP-0045 §8.1: a subject and no body. */
  readonly subject?: string;
}

export interface Reader {
  readonly self: string;
  readonly now: number;
  /** Our nick in a room, when the address is one we know. */
  nickIn(room: string): string | undefined;
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
  const where = type === 'groupchat' ? inRoom(from, reader) : inChat(message, from, reader);
  if (!where) return undefined;

  const archiveId =
    archived?.archiveId ?? stanzaIdBy(message, where.kind === 'room' ? where.address : reader.self);
  const originId = child(message, 'origin-id', NS.sid)?.attrs.id ?? (where.own ? id : undefined);
  const delayed = Date.parse(child(message, 'delay', NS.delay)?.attrs.stamp ?? '');
  const at =
    archived && !Number.isNaN(archived.at) ? archived.at : Number.isNaN(delayed) ? reader.now : delayed;
  const body = childText(message, 'body');
  const subject = body === undefined && where.kind === 'room' ? childText(message, 'subject') : undefined;
  const chatState = childIn(message, NS.chatStates)?.name;
  const key = (where.own ? originId : undefined) ?? archiveId ?? id;
  return {
    ...where,
    ...(archiveId === undefined ? {} : { archiveId }),
    ...(archived || Number.isNaN(delayed) ? {} : { late: true }),
    ...(chatState === undefined ? {} : { chatState }),
    ...(subject === undefined ? {} : { subject }),
    ...(body === undefined || body === '' || key === undefined
      ? {}
      : {
          entry: {
            key,
            author: where.author,
            own: where.own,
            at,
            body,
            status: where.own ? ('stored' as const) : ('received' as const),
            ...(archiveId === undefined ? {} : { archiveId }),
            ...(where.own && originId !== undefined ? { originId } : {}),
          },
        }),
  };
}

type Place = Pick<ReadMessage, 'address' | 'kind' | 'author' | 'own'>;

function inRoom(from: string, reader: Reader): Place | undefined {
  const address = jid.bare(from);
  const nick = jid.resource(from);
  return { address, kind: 'room', author: nick, own: nick !== '' && nick === reader.nickIn(address) };
}

function inChat(message: XmlElement, from: string, reader: Reader): Place | undefined {
  const own = jid.bare(from) === reader.self;
  const peer = own ? (message.attrs.to ?? reader.self) : from;
  // A private message inside a room keeps the occupant's address: the bare one is the room itself.
  const viaRoom =
    child(message, 'x', NS.mucUser) !== undefined || reader.nickIn(jid.bare(peer)) !== undefined;
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
