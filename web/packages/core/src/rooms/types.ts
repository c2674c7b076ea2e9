import type { StanzaCondition } from '@stoa/xmpp';
import type { RoomRequest } from './room-commands.ts';
import type { Mark } from '../marks/marks.ts';
import type { Show } from '../people/types.ts';

/** XEP-0045 §5. */
export type Affiliation = 'owner' | 'admin' | 'member' | 'none' | 'outcast';
export type Role = 'moderator' | 'participant' | 'visitor' | 'none';

export interface Occupant {
  readonly nick: string;
  readonly affiliation: Affiliation;
  readonly role: Role;
  readonly show: Show;
  /** The status text. */
  readonly status?: string;
  /** What they are in this room beside that (XEP-0317). */
  readonly hats?: readonly Hat[];
  /** The real address, where the room shows it. */
  readonly address?: string;
  /** Who it is in this room, whatever the nick (XEP-0421). */
  readonly id?: string;
}

export interface Hat {
  readonly title: string;
  /** An angle of the colour wheel. */
  readonly hue?: number;
}

/** Why we are not in a room: an error, or why we were taken out. */
export type RoomProblem =
  | { readonly kind: 'refused'; readonly condition: StanzaCondition }
  | {
      readonly kind: 'kicked' | 'banned' | 'members-only' | 'shutdown' | 'unreachable';
      readonly reason?: string;
    }
  /** With the room to go to instead, if there is one, and the password it asks for (§10.9). */
  | {
      readonly kind: 'destroyed';
      readonly reason?: string;
      readonly alternate?: string;
      readonly password?: string;
    }
  /** We appear offline, and so are in no room until we are back. */
  | { readonly kind: 'hidden' };

export interface Room {
  readonly address: string;
  readonly name: string;
  /** Our own nick, wished for or held. */
  readonly nick: string;
  readonly status: 'out' | 'joining' | 'joined';
  readonly problem?: RoomProblem;
  readonly subject: string;
  /** The hash of its picture (XEP-0486 §3.3), if it has one. */
  readonly picture?: string;
  readonly occupants: Readonly<Record<string, Occupant>>;
  /** What people ask, where we are asked (XEP-0045 §8.6, §9.9). */
  readonly requests?: readonly RoomRequest[];
}

/** A room the person keeps in the list (XEP-0402). */
export interface Bookmark {
  readonly address: string;
  readonly name: string;
  readonly nick?: string;
  readonly autojoin: boolean;
  readonly mark: Mark;
}

export interface ListedRoom {
  readonly address: string;
  readonly name: string;
}
