import type { AliasHours } from './hours.ts';

/** A contact that is no person: an address several people answer for, or for those one person's conversation with it. */
export interface AliasContact {
  readonly address: string;
  readonly kind: 'alias' | 'thread';
  readonly name: string;
  /** The alias itself, of a conversation. */
  readonly alias: string;
  /** Who asks, in a conversation. */
  readonly person?: string;
  /** Who answers there; undefined while nobody has. */
  readonly assignee?: string;
  readonly assigneeName?: string;
  /** When an alias is answered; undefined where it has no hours. */
  readonly hours?: AliasHours;
  /** One answers for this alias oneself. */
  readonly member?: true;
}

/** Somebody who may answer in a conversation. */
export interface AliasMember {
  readonly address: string;
  readonly name: string;
}

export type AliasEvent =
  | { readonly type: 'aliases'; readonly aliases: readonly AliasContact[] }
  | { readonly type: 'alias-thread'; readonly thread: AliasContact }
  | { readonly type: 'alias-thread-closed'; readonly address: string };

export type AliasCommand =
  | { readonly type: 'alias-take'; readonly address: string }
  | { readonly type: 'alias-hand-over'; readonly address: string; readonly to: string }
  | { readonly type: 'alias-done'; readonly address: string }
  | { readonly type: 'alias-members'; readonly address: string };

/** Whether an address is that of a conversation of a domain's aliases. */
export const isThread = (address: string, domain: string): boolean => address.endsWith(`@alias.${domain}`);
