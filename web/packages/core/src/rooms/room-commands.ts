import type { Avatar } from '../account/card.ts';
import type { FormField } from '../forms/data-form.ts';
import type { Affiliation, Hat, Role } from './types.ts';

/** What one may ask of a room beside entering and talking. Each answers with what its comment says, or rejects. */
export type RoomCommand =
  /** {@link RoomInfo}: what a room says of itself. */
  | { readonly type: 'room-info'; readonly address: string }
  /** A DataForm: the room's settings (XEP-0045 §10.2). */
  | { readonly type: 'room-config'; readonly address: string }
  | {
      readonly type: 'room-configure';
      readonly address: string;
      readonly fields: readonly Pick<FormField, 'name' | 'type' | 'values'>[];
    }
  /** Affiliated[]: a list of the room (§9, §10). */
  | { readonly type: 'room-list'; readonly address: string; readonly affiliation: Affiliation }
  | {
      readonly type: 'room-affiliate';
      readonly address: string;
      readonly who: string;
      readonly affiliation: Affiliation;
      readonly reason?: string;
    }
  | {
      readonly type: 'room-role';
      readonly address: string;
      readonly nick: string;
      readonly role: Role;
      readonly reason?: string;
    }
  | {
      readonly type: 'room-destroy';
      readonly address: string;
      readonly reason?: string;
      /** Another room to go to instead, and what it asks at the door. */
      readonly alternate?: string;
      readonly password?: string;
    }
  /** Without a picture it has none any more (XEP-0486 §3.2). */
  | { readonly type: 'room-picture'; readonly address: string; readonly picture?: Avatar }
  /** The nick that is ours in the room (§7.10), or undefined. */
  | { readonly type: 'room-reserved-nick'; readonly address: string }
  | { readonly type: 'room-reserve-nick'; readonly address: string; readonly nick: string }
  /** Whoever comes first has it again. */
  | { readonly type: 'room-release-nick'; readonly address: string }
  /** {@link RoomHats}: the hats there are, and who wears them (XEP-0317). */
  | { readonly type: 'room-hats'; readonly address: string }
  /** The URI of the hat that was changed. */
  | { readonly type: 'room-hat'; readonly address: string; readonly change: HatChange }
  | {
      readonly type: 'room-invite';
      readonly address: string;
      readonly who: readonly string[];
      readonly reason?: string;
    }
  /** A visitor asks to speak (§7.13); nothing comes back but the role. */
  | { readonly type: 'room-ask-voice'; readonly address: string }
  /** A moderator or admin answers a {@link RoomRequest} (§8.6, §9.9). */
  | { readonly type: 'room-answer'; readonly address: string; readonly id: string; readonly allow: boolean }
  /** A stranger asks to become a member (§7.10). */
  | { readonly type: 'room-ask-access'; readonly address: string; readonly nick: string }
  | { readonly type: 'decline-invitation'; readonly address: string };

/** What admins and owners do with hats. */
export type HatChange =
  | { readonly act: 'create'; readonly title: string; readonly hue?: number }
  | { readonly act: 'destroy'; readonly uri: string }
  | { readonly act: 'assign' | 'unassign'; readonly uri: string; readonly who: string };

export interface RoomHat extends Hat {
  readonly uri: string;
}

export interface RoomHats {
  readonly hats: readonly RoomHat[];
  readonly worn: readonly { readonly who: string; readonly uri: string }[];
}

export interface RoomInfo {
  readonly address: string;
  readonly name: string;
  readonly description: string;
  readonly subject: string;
  readonly occupants?: number;
  /** Messages an hour (XEP-0502). */
  readonly activity?: number;
  readonly membersOnly: boolean;
  readonly password: boolean;
  readonly moderated: boolean;
  /** Everybody inside sees the others' real addresses: it is non-anonymous. */
  readonly showsAddresses: boolean;
  /** It knows hats (XEP-0317). */
  readonly hats: boolean;
  /** The hash of its picture (XEP-0486). */
  readonly picture?: string;
}

export interface Affiliated {
  readonly address: string;
  readonly affiliation: Affiliation;
  readonly nick?: string;
  readonly reason?: string;
}

/** Somebody wants one to come into a room (XEP-0249, XEP-0045 §7.8.2). */
export interface Invitation {
  readonly room: string;
  readonly from: string;
  readonly reason: string;
  readonly password?: string;
  /** Passed on by the room, which tells who invited when it is declined. */
  readonly mediated: boolean;
  readonly at: number;
}

/** A visitor asks a moderator for voice, or somebody an admin for membership. */
export interface RoomRequest {
  readonly id: string;
  readonly wants: 'voice' | 'membership';
  readonly nick: string;
  readonly address?: string;
}

export type RoomDeskEvent =
  | { readonly type: 'invited'; readonly invitation: Invitation }
  | { readonly type: 'invitation-over'; readonly room: string }
  | { readonly type: 'room-asked'; readonly address: string; readonly request: RoomRequest }
  | { readonly type: 'room-answered'; readonly address: string; readonly id: string };
