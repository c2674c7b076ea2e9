import type { LineProblem, SharedFile } from '../files/types.ts';
import type { Amendment } from './amendments.ts';

/**
 * One line of a conversation. `key` stays the same for as long as the line is shown; `archiveId` is known once the archive told
 * it, `originId` for lines whose sender gave one (XEP-0359).
 */
export interface Entry {
  readonly key: string;
  readonly archiveId?: string;
  readonly originId?: string;
  /** A bare address; in a room the nick. */
  readonly author: string;
  readonly own: boolean;
  readonly at: number;
  readonly body: string;
  readonly status: EntryStatus;
  readonly problem?: LineProblem;
  /** The id its sender gave the stanza: what corrections, receipts and, between two people, everything else names it by. */
  readonly messageId?: string;
  /** Who wrote it in a room, whatever the nick (XEP-0421). */
  readonly occupantId?: string;
  /** And their bare address, where the room showed it when it was said. */
  readonly authorAddress?: string;
  /** What it shares, beside or instead of its words. */
  readonly files?: readonly SharedFile[];
  readonly reply?: Reply;
  readonly mentions?: readonly Mention[];
  /** Its sender wants it shown as it is written (XEP-0393 §6). */
  readonly unstyled?: true;
  /** Its sender wants to hear that it was displayed (XEP-0333). */
  readonly markable?: true;
  /** It is said about the conversation, by the address it is held with. */
  readonly notice?: true;
  readonly retracted?: Retracted;
}

/** What a line answers (XEP-0461). */
export interface Reply {
  /** The answered line: the stanza-id of the room, or between two people the id its sender gave it. */
  readonly id: string;
  /** A bare address; in a room the nick. */
  readonly author?: string;
  /** What stood in the body for clients that do not know replies: shown while the line itself is not loaded. */
  readonly quote?: string;
}

/** Somebody who is named in a line (XEP-0372, XEP-0513): the words that name them, if it has any, and who that is. */
export interface Mention {
  readonly text: string;
  /** A bare address, a room's for everybody in it, or an occupant's; empty where only the id says who it is. */
  readonly address: string;
  /** Who it is in a room, whatever the nick (XEP-0421). */
  readonly occupantId?: string;
  /** Its author wants nobody told by it, or only who is looking (XEP-0513 §3.5). */
  readonly tells?: 'nobody' | 'active';
}

/** A line that was taken back (XEP-0424), by its author or by a moderator (XEP-0425). */
export interface Retracted {
  readonly at: number;
  readonly moderated: boolean;
  /** The moderator's nick, where the room says it. */
  readonly moderator?: string;
  readonly reason?: string;
}

/** `pending` waits in the outbox, `stored` is safe on the server, `failed` was refused and can be tried again. */
export type EntryStatus = 'received' | 'pending' | 'stored' | 'failed';

/**
 * What is loaded of one conversation: settled lines in the order of the archive, then our own that are not settled.
 * An `unloaded` timeline holds nothing but what waits in the outbox.
 */
export interface Timeline {
  readonly status: 'unloaded' | 'loading' | 'ready' | 'failed';
  readonly entries: readonly Entry[];
  /** What was said about lines, in the order of the archive; also about lines that are not loaded yet. */
  readonly amendments: readonly Amendment[];
  /** Nothing older exists. */
  readonly complete: boolean;
  readonly older: 'idle' | 'loading' | 'failed';
  /** The archive id to page back from; undefined while nothing was found yet. */
  readonly oldestId?: string;
}

/** A stretch of the archive, oldest first. */
export interface HistoryPage {
  readonly entries: readonly Entry[];
  readonly amendments?: readonly Amendment[];
  readonly complete: boolean;
  /** Where the next older page ends; undefined when the archive had nothing. */
  readonly oldestId?: string;
}

export const emptyTimeline: Timeline = {
  status: 'unloaded',
  entries: [],
  amendments: [],
  complete: false,
  older: 'idle',
};
