import type { Clock, Connection } from '@stoa/xmpp';
import type { ChatEvent, ChatState } from './state.ts';

/** What the parts of a session share. */
export interface Session {
  readonly self: string;
  readonly domain: string;
  readonly connection: Connection;
  readonly clock: Clock;
  state(): ChatState;
  emit(event: ChatEvent): void;
}
