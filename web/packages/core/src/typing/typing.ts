import { NS, randomId, xml } from '@stoa/xmpp';
import { isOurKind } from '../session/capabilities.ts';
import type { Session } from '../session/session.ts';

/** A pause in writing longer than this is told. */
export const PAUSE_MS = 5_000;
/** A notice older than this is not believed any more: its sender may have gone. */
export const STALE_MS = 30_000;

/** In larger rooms nobody is told: every notice goes to everybody. */
export const ROOM_MOST = 50;

/**
 * Typing notices (XEP-0085). Between two they are sent only to people who are there and whose client is known to understand them: it
 * said so in its capabilities, or sent one itself. In a room they go to all who are in it, if those are few (§5.5); they are not
 * stored, and move nothing in the list.
 */
export function typing(session: Session) {
  const understands = new Set<string>();
  const writingTo = new Map<string, () => void>();
  const shown = new Map<string, () => void>();

  const send = (address: string, state: 'composing' | 'paused' | 'active') => {
    const room = session.state().rooms[address] !== undefined;
    session.connection.send(
      xml(
        'message',
        NS.client,
        { to: address, type: room ? 'groupchat' : 'chat', id: randomId(9) },
        xml(state, NS.chatStates),
        room && xml('no-store', NS.hints),
      ),
    );
  };

  const isSmall = (address: string): boolean => {
    const room = session.state().rooms[address];
    return room?.status === 'joined' && Object.keys(room.occupants).length <= ROOM_MOST;
  };

  const isWelcome = (address: string): boolean => {
    const { rooms, presence } = session.state();
    const room = rooms[address];
    if (room) {
      const others = Object.keys(room.occupants).length > 1;
      return others && isSmall(address) && room.occupants[room.nick]?.role !== 'visitor';
    }
    const resources = Object.values(presence[address] ?? {});
    return resources.length > 0 && (understands.has(address) || resources.some((r) => isOurKind(r.caps)));
  };

  return {
    /** The person writes to someone, or emptied the composer. */
    writing(address: string, on: boolean): void {
      const cancelPause = writingTo.get(address);
      cancelPause?.();
      if (on && isWelcome(address)) {
        if (!cancelPause) send(address, 'composing');
        writingTo.set(
          address,
          session.clock.after(PAUSE_MS, () => {
            writingTo.delete(address);
            send(address, 'paused');
          }),
        );
      } else if (cancelPause) {
        writingTo.delete(address);
        send(address, 'active');
      }
    },

    /** A message goes out, which itself says that the writing is done. */
    sent(address: string): void {
      writingTo.get(address)?.();
      writingTo.delete(address);
    },

    /** Somebody, in a room by their nick, writes or does so no more. */
    heard(address: string, state: string, who = address): void {
      if (who === address) understands.add(address);
      else if (!isSmall(address)) return;
      const key = `${address}/${who}`;
      shown.get(key)?.();
      shown.delete(key);
      const on = state === 'composing';
      session.emit({ type: 'typing', address, who, on });
      if (!on) return;
      const cancel = session.clock.after(STALE_MS, () => {
        shown.delete(key);
        session.emit({ type: 'typing', address, who, on: false });
      });
      shown.set(key, cancel);
    },
  };
}
