import { NS, randomId, xml } from '@stoa/xmpp';
import type { Session } from '../session/session.ts';
import type { Entry } from '../timeline/types.ts';

/** In rooms with more people than this nobody is told what we have read: everybody would hear of everybody's reading. */
export const MOST_OCCUPANTS = 40;

/**
 * Tells others that their messages have arrived (XEP-0184) and were displayed (XEP-0333): where they ask for it, and only those
 * who see our presence anyway. Never about what the archive brings.
 */
export function receipts(session: Session) {
  const told = new Map<string, string>();

  const knows = (address: string) => session.state().people[address] !== undefined;

  return {
    arrived(address: string, id: string): void {
      if (!knows(address)) return;
      session.connection.send(
        xml(
          'message',
          NS.client,
          { to: address, type: 'chat', id: randomId(9) },
          xml('received', NS.receipts, { id }),
          xml('store', NS.hints),
        ),
      );
    },

    /** A conversation was read; the last line of others that asks for it is marked, and with it all before. */
    displayed(address: string): void {
      const conversation = session.state().conversations[address];
      if (!conversation) return;
      const room = conversation.kind === 'room' ? session.state().rooms[address] : undefined;
      if (conversation.kind === 'chat' && !knows(address)) return;
      if (room && (room.status !== 'joined' || Object.keys(room.occupants).length > MOST_OCCUPANTS)) return;
      const last = conversation.timeline.entries.findLast((e) => !e.own && !e.retracted);
      const id = last && last.markable && nameOf(last, room !== undefined);
      if (!id || told.get(address) === id) return;
      const message = xml(
        'message',
        NS.client,
        { to: address, type: room ? 'groupchat' : 'chat', id: randomId(9) },
        xml('displayed', NS.markers, { id }),
        xml('store', NS.hints),
      );
      if (session.connection.send(message)) told.set(address, id);
    },
  };
}

/** XEP-0333 §8.5: in a room by the id the room gave. */
const nameOf = (entry: Entry, room: boolean) => (room ? entry.archiveId : entry.messageId);
