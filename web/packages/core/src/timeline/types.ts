import type { RequestError } from '@stoa/xmpp';

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
  readonly problem?: RequestError;
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
  /** Nothing older exists. */
  readonly complete: boolean;
  readonly older: 'idle' | 'loading' | 'failed';
  /** The archive id to page back from; undefined while nothing was found yet. */
  readonly oldestId?: string;
}

/** A stretch of the archive, oldest first. */
export interface HistoryPage {
  readonly entries: readonly Entry[];
  readonly complete: boolean;
  /** Where the next older page ends; undefined when the archive had nothing. */
  readonly oldestId?: string;
}

export const emptyTimeline: Timeline = { status: 'unloaded', entries: [], complete: false, older: 'idle' };
