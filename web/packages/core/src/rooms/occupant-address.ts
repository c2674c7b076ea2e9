import { jid } from '@stoa/xmpp';
import type { Room } from './types.ts';

/** The bare address of whoever has a nick in a room now, where the room shows it. */
export function occupantAddress(room: Pick<Room, 'occupants'> | undefined, nick: string): string | undefined {
  const address = room?.occupants[nick]?.address;
  return address === undefined ? undefined : jid.bare(address);
}
