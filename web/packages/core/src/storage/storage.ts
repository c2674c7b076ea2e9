import type { SavedUnread } from '../marks/unread-again.ts';
import type { KeptFile, LineProblem } from '../files/types.ts';
import type { MessageExtras } from '../messages/extras.ts';
import type { OwnShow } from '../people/types.ts';
import type { Invitation } from '../rooms/room-commands.ts';
import type { ConversationKind, SavedConversation } from '../session/state.ts';
import type { HistoryPage } from '../timeline/types.ts';

/** A message on its way: here from before it is first shown until the server has it for certain. */
export interface OutboxItem {
  readonly originId: string;
  readonly address: string;
  readonly kind: ConversationKind;
  readonly body: string;
  /** When it was written; also its place in the order. */
  readonly at: number;
  /** Set when the server refused it: then it waits for the person. */
  readonly problem?: LineProblem;
  readonly extras?: MessageExtras;
  /** The origin-id of the message that goes before this one: what was written under files is said after them. */
  readonly after?: string;
}

/** Where this browser stands: written as one piece, so that counts and positions always belong together. */
export interface SavedIndex {
  /** The newest id seen of the own archive, and of each room's; empty for a room that nothing had been said in. */
  readonly head?: string;
  readonly roomHeads: Readonly<Record<string, string>>;
  readonly conversations: readonly SavedConversation[];
  /** What was marked as unread again, or read, and is told to no other device yet (E10). */
  readonly untold?: readonly SavedUnread[];
  /** What is unanswered: its place in the archive is behind {@link head}, where nobody looks again. */
  readonly invitations?: readonly Omit<Invitation, 'password'>[];
  /** The end of the conversation that was open last: it is there before the server has been asked (E15). */
  readonly open?: SavedPage;
  /** The status the person chose. */
  readonly show: OwnShow;
  readonly statusText?: string;
}

export interface SavedPage {
  readonly address: string;
  readonly kind: ConversationKind;
  readonly page: HistoryPage;
}

/** What one account keeps in this browser. Never a password or anything made from one. */
export interface AccountStorage {
  outbox(): Promise<readonly OutboxItem[]>;
  putOutbox(item: OutboxItem): Promise<void>;
  /** Forgets a message, and the file it brought. */
  removeOutbox(originId: string): Promise<void>;
  /** Messages go into the outbox, and those files that they bring out of the composer, all in one. */
  sendStaged(items: readonly OutboxItem[]): Promise<void>;
  /** What is staged for a conversation, in its order; without one, for all. */
  stagedFiles(address?: string): Promise<readonly KeptFile[]>;
  putFile(file: KeptFile): Promise<void>;
  /** Writes down what became of a file, if it is still kept. Tabs do that at the same time: each writes only what it knows. */
  amendFile(id: string, change: FileChange): Promise<void>;
  /** Forgets a file of the composer. One whose message is on its way stays. */
  removeFile(id: string): Promise<void>;
  file(id: string): Promise<KeptFile | undefined>;
  index(): Promise<SavedIndex | undefined>;
  saveIndex(index: SavedIndex): Promise<void>;
  /** Forgets everything of the account. */
  clear(): Promise<void>;
}

export type FileChange = Partial<Pick<KeptFile, 'file' | 'order' | 'shared' | 'moved'>>;

/** Of all kept files those in the composer of a conversation, or of any, in their order. */
export const stagedFor = (address: string | undefined, files: readonly KeptFile[]): readonly KeptFile[] =>
  files
    .filter((f) => f.staged && (address === undefined || f.address === address))
    .sort((a, b) => a.order - b.order);
