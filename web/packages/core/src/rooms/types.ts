import type { StanzaCondition } from '@stoa/xmpp';
import type { Show } from '../people/types.ts';

/** XEP-0045 §5. */
export type Affiliation = 'owner' | 'admin' | 'member' | 'none' | 'outcast';
export type Role = 'moderator' | 'participant' | 'visitor' | 'none';

export interface Occupant {
  readonly nick: string;
  readonly affiliation: Affiliation;
  readonly role: Role;
  readonly show: Show;
  /** The real address, where the room shows it. */
  readonly address?: string;
}

/** Why we are not in a room: an error, or why we were taken out. */
export type RoomProblem =
  | { readonly kind: 'refused'; readonly condition: StanzaCondition }
  | { readonly kind: 'kicked' | 'banned' | 'members-only' | 'shutdown' | 'destroyed' };

export interface Room {
  readonly address: string;
  readonly name: string;
  /** Our own nick, wished for or held. */
  readonly nick: string;
  readonly status: 'out' | 'joining' | 'joined';
  readonly problem?: RoomProblem;
  readonly subject: string;
  readonly occupants: Readonly<Record<string, Occupant>>;
}

/** A room the person keeps in the list (XEP-0048). */
export interface Bookmark {
  readonly address: string;
  readonly name: string;
  readonly nick?: string;
  readonly autojoin: boolean;
}

export interface ListedRoom {
  readonly address: string;
  readonly name: string;
}
