import type { RequestError } from '@stoa/xmpp';
import type { Show } from '../people/types.ts';
import type { ConversationKind, SavedConversation } from '../session/state.ts';

/** A message on its way: here from before it is first shown until the server has it for certain. */
export interface OutboxItem {
  readonly originId: string;
  readonly address: string;
  readonly kind: ConversationKind;
  readonly body: string;
  /** When it was written; also its place in the order. */
  readonly at: number;
  /** Set when the server refused it: then it waits for the person. */
  readonly problem?: RequestError;
}

/** Where this browser stands: written as one piece, so that counts and positions always belong together. */
export interface SavedIndex {
  /** The newest id seen of the own archive, and of each room's. */
  readonly head?: string;
  readonly roomHeads: Readonly<Record<string, string>>;
  readonly conversations: readonly SavedConversation[];
  /** The status the person chose. */
  readonly show: Show;
}

/** What one account keeps in this browser. Never a password or anything made from one. */
export interface AccountStorage {
  outbox(): Promise<readonly OutboxItem[]>;
  putOutbox(item: OutboxItem): Promise<void>;
  removeOutbox(originId: string): Promise<void>;
  index(): Promise<SavedIndex | undefined>;
  saveIndex(index: SavedIndex): Promise<void>;
  /** Forgets everything of the account. */
  clear(): Promise<void>;
}
