import type { ChatState, Conversation, ConversationKind } from '../session/state.ts';
import type { Entry } from '../timeline/types.ts';

/** Lines that had been displayed and are unread again (E10): on all devices of the person, until they are read. */
export interface UnreadAgain {
  /** So many: the last ones of what had been displayed. None where they were read since. */
  readonly lines: number;
  /** Those of them that name the person, in a room. */
  readonly mentions: number;
  /** When that was said, by the server's clock; ms. */
  readonly at: number;
  /** The archive id up to which the conversation had been displayed then (XEP-0490). */
  readonly displayed?: string;
}

/** What is said of a conversation, as a browser keeps it. */
export interface SavedUnread {
  readonly address: string;
  readonly kind: ConversationKind;
  readonly mark: UnreadAgain;
}

export type UnreadEvent = SavedUnread & { readonly type: 'unread' };

/** Counts as it was counted before, or as one unread line where none is named: read by mistake, or to be read again. */
export type UnreadCommand = {
  readonly type: 'unread';
  readonly address: string;
  readonly kind: ConversationKind;
  readonly unread: number;
  readonly mentions: number;
};

/** What of a conversation is unread. While lines are unread again, the ids are of those that came behind them. */
export type Unread = Pick<Conversation, 'unread' | 'unreadIds' | 'mentions'>;

/** What is unread once these lines are: they, and what came behind them and is here already. */
export function counting(c: Unread, mark: UnreadAgain): Unread {
  const ids = c.unreadIds ?? [];
  // Where the last of them is among what is unread here, the lines before it are as well: they are in the mark's own count.
  const behind = mark.displayed === undefined ? ids : ids.slice(ids.indexOf(mark.displayed) + 1);
  return {
    unread: mark.lines + behind.length,
    unreadIds: behind,
    mentions: mark.mentions + Math.min(c.mentions, behind.length),
  };
}

/** What is unread once they are read: only what came behind them. */
export function onlyBehind(c: Unread): Unread {
  const ids = c.unreadIds ?? [];
  const unread = Math.min(c.unread, ids.length);
  return { unread, unreadIds: ids, mentions: Math.min(c.mentions, unread) };
}

/** The clocks of two devices of ours differ by no more: each is set right where it is wrong by half of that. */
const CLOCKS_DIFFER_MS = 10_000;

/** What a line does to lines that are unread again: ends them, is the last of them, is older, or just comes behind them. */
export function againAfter(mark: UnreadAgain | undefined, entry: Entry): 'over' | 'last' | 'old' | undefined {
  if (!mark) return undefined;
  if (entry.archiveId !== undefined && entry.archiveId === mark.displayed) return 'last';
  if (!entry.own) return undefined;
  // Who writes has been there, if it was after they wanted to read it again.
  return entry.at > mark.at + CLOCKS_DIFFER_MS ? 'over' : 'old';
}

/**
 * What a displayed state (XEP-0490) says of lines that are unread again: it may be the one they were marked with, one that moves
 * forward from there and so has read them, or an older one that comes late, which is to be ignored (Business Rules).
 */
export function againDisplayed(
  c: Conversation | undefined,
  mark: UnreadAgain,
  archiveId: string,
): 'same' | 'forward' | 'late' {
  if (archiveId === mark.displayed) return 'same';
  const place = (id: string | undefined) =>
    c && id !== undefined ? c.timeline.entries.findIndex((e) => e.archiveId === id) : -1;
  const [told, marked] = [place(archiveId), place(mark.displayed)];
  return told >= 0 && told < marked ? 'late' : 'forward';
}

/** Whether the person has written there since: then nothing of it is unread again. */
export function wroteSince(state: ChatState, address: string, mark: UnreadAgain): boolean {
  const c = state.conversations[address];
  return c?.preview?.own === true && c.lastAt > mark.at + CLOCKS_DIFFER_MS;
}
