import { type XmlElement, NS, RequestFailed, child, xml } from '@stoa/xmpp';
import type { SavedUnread, UnreadAgain } from '../marks/unread-again.ts';
import type { Session } from '../session/session.ts';
import type { ChatEvent, ConversationKind } from '../session/state.ts';
import type { Pep, PepItem } from './pep.ts';

/**
 * A private node of our own (XEP-0223): an item a conversation. A displayed state only moves forward (XEP-0490, Business Rules), so
 * that lines are unread again is told beside it, with the state it was said at.
 */
export const UNREAD_NODE = 'urn:stoa:unread:0';

/**
 * What is unread again on one device is so on every one, until it is read on one. What was read stays in the node as an item
 * without lines, so that a device that comes later does not bring it back. The state says what is wanted; the node follows it.
 */
export function unreadSync(session: Session, pep: Pep) {
  /** What was last said of each conversation, here or elsewhere; a tab that led before may have said it. */
  const known = new Map(Object.entries(session.state().unreadAgain));
  /** Of these conversations it has not reached the node. */
  const untold = new Set<string>();

  /** What is older than what is known is over; our own word that comes back is, too. */
  const take = ({ address, kind, mark }: SavedUnread): boolean => {
    if (atOf(address) >= mark.at) return false;
    known.set(address, mark);
    session.emit({ type: 'unread', address, kind, mark });
    return true;
  };

  const learn = ({ id: address, payload }: PepItem) => {
    const mark = payload && readMark(payload);
    if (mark && take({ address, kind: kindOf(address, payload), mark })) untold.delete(address);
  };
  pep.on(UNREAD_NODE, learn);

  const atOf = (address: string): number => known.get(address)?.at ?? -1;

  /** As in a displayed state, by whom the id was given says what it is: a room gives its own. */
  const kindOf = (address: string, payload: XmlElement): ConversationKind =>
    child(payload, 'stanza-id', NS.sid)?.attrs.by === address ? 'room' : 'chat';

  const tell = async (address: string, mark: UnreadAgain) => {
    const room = session.state().conversations[address]?.kind === 'room';
    untold.add(address);
    try {
      await pep.publish(UNREAD_NODE, address, writeMark(mark, room ? address : session.self));
      if (known.get(address) === mark) untold.delete(address);
    } catch (e) {
      if (!(e instanceof RequestFailed)) throw e;
      // The next session tells it, also that of a page which is opened later.
    }
  };

  return {
    /** What the browser keeps, since no other device has heard of it yet. */
    untold(): readonly SavedUnread[] {
      return [...untold].flatMap((address) => {
        const mark = known.get(address);
        const kind = session.state().conversations[address]?.kind ?? 'chat';
        return mark ? [{ address, kind, mark }] : [];
      });
    },

    /** What another page had no network for. */
    takeUp(saved: readonly SavedUnread[]): void {
      for (const one of saved) if (take(one)) untold.add(one.address);
    },

    /** After a new session: what the other devices want; and what was said here without a network. */
    async load(): Promise<void> {
      const told = new Map<string, number>();
      for (const item of await pep.items(UNREAD_NODE)) {
        told.set(item.id, (item.payload && readMark(item.payload)?.at) ?? -1);
        learn(item);
      }
      for (const [address, mark] of known) if (mark.at > (told.get(address) ?? -1)) await tell(address, mark);
    },

    /** These lines are unread again, the last ones up to where the conversation was displayed. */
    mark(address: string, kind: ConversationKind, said: Omit<UnreadAgain, 'at'>): void {
      const at = Math.max(session.clock.now(), atOf(address) + 1);
      session.emit({ type: 'unread', address, kind, mark: { ...said, at } });
    },

    /** Something has happened: perhaps lines are unread again, or were read. */
    note(event: ChatEvent): void {
      if (!('address' in event)) return;
      const { address } = event;
      const before = known.get(address);
      const mark = session.state().unreadAgain[address];
      if (mark ? mark === before : !before || before.lines === 0) return;
      const now = mark ?? { lines: 0, mentions: 0, at: Math.max(session.clock.now(), atOf(address) + 1) };
      known.set(address, now);
      void tell(address, now);
    },
  };
}

/** Undefined where an item says nothing we understand. */
function readMark(element: XmlElement): UnreadAgain | undefined {
  const { lines, mentions, stamp } = element.attrs;
  const at = Date.parse(stamp ?? '');
  if (element.name !== 'unread' || Number.isNaN(at)) return undefined;
  const displayed = child(element, 'stanza-id', NS.sid)?.attrs.id;
  return {
    lines: count(lines),
    mentions: count(mentions),
    at,
    ...(displayed === undefined ? {} : { displayed }),
  };
}

const count = (text: string | undefined): number => (/^\d{1,6}$/.test(text ?? '') ? Number(text) : 0);

function writeMark({ lines, mentions, at, displayed }: UnreadAgain, by: string): XmlElement {
  const attributes = { lines: String(lines), mentions: String(mentions), stamp: new Date(at).toISOString() };
  const upTo = displayed === undefined ? [] : [xml('stanza-id', NS.sid, { by, id: displayed })];
  return xml('unread', UNREAD_NODE, attributes, ...upTo);
}
