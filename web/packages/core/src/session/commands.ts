import type { RequestError } from '@stoa/xmpp';
import type { Show } from '../people/types.ts';
import type { ListedRoom } from '../rooms/types.ts';
import type { OutboxItem } from '../storage/storage.ts';
import type { ConversationKind } from './state.ts';

/** What a view may ask for. Plain data: any tab may ask, the leading one does it. */
export type Command =
  /** The item is in the storage already. */
  | { readonly type: 'send'; readonly item: OutboxItem }
  | { readonly type: 'retry'; readonly originId: string }
  | { readonly type: 'cancel'; readonly originId: string }
  | { readonly type: 'open'; readonly address: string; readonly kind: ConversationKind }
  | { readonly type: 'older'; readonly address: string }
  | { readonly type: 'read'; readonly address: string }
  | { readonly type: 'typing'; readonly address: string; readonly on: boolean }
  | { readonly type: 'show'; readonly show: Show }
  | { readonly type: 'join-room'; readonly address: string; readonly name?: string }
  | { readonly type: 'create-room'; readonly name: string }
  | { readonly type: 'leave-room'; readonly address: string }
  | { readonly type: 'change-nick'; readonly address: string; readonly nick: string }
  | { readonly type: 'set-subject'; readonly address: string; readonly subject: string }
  | { readonly type: 'browse-rooms' }
  | { readonly type: 'api-token' }
  | { readonly type: 'nudge' }
  | { readonly type: 'sign-out' };

/** What came of a command; most give nothing back. */
export type Outcome =
  | { readonly ok: true; readonly value: CommandValue }
  | { readonly ok: false; readonly problem: RequestError };

export type CommandValue = undefined | string | readonly ListedRoom[] | ApiToken;

/** A bearer token for the HTTP API, as an administrator gets it over the stream. */
export interface ApiToken {
  readonly token: string;
  readonly expires: string;
}
