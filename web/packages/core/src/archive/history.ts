import { type XmlElement, RequestFailed, randomId } from '@stoa/xmpp';
import { type Reader, readMessage } from '../messages/read-message.ts';
import type { Session } from '../session/session.ts';
import type { ConversationKind } from '../session/state.ts';
import type { Amendment } from '../timeline/amendments.ts';
import type { Entry, HistoryPage } from '../timeline/types.ts';
import { isInvitation } from '../rooms/invitations.ts';
import { type FetchPage, type PageQuery, openingPage, pageBefore } from './paging.ts';
import { type Target, pagesUpTo, reached } from './reach.ts';
import { archiveQuery, readFin, readResult } from './query.ts';

/** A line with the conversation it belongs to. */
export interface Line {
  readonly address: string;
  readonly kind: ConversationKind;
  readonly archiveId?: string;
  readonly entry?: Entry;
  readonly amendment?: Amendment;
  /** Whether it counts as unread; it does unless told otherwise. */
  readonly counts?: boolean;
  /** Delivered long after it was stored: something newer may have come before it. */
  readonly late?: boolean;
}

/** A page with every item that belongs to a conversation, whichever. */
export interface LinesPage {
  readonly lines: readonly Line[];
  readonly first?: string;
  readonly last?: string;
  readonly complete: boolean;
}

/** Asks the archives: the own account's for one-to-one talk, a room's for the room. */
export function history(session: Session, reader: () => Reader, ownLineSeen: (originId: string) => void) {
  const collecting = new Map<string, Line[]>();
  /** The last of what was asked for of older pages. */
  const underWay = new Map<string, Promise<void>>();

  /** A page of an archive, with every item that belongs to a conversation. */
  const fetchLines = async (
    room: string | undefined,
    withAddress: string | undefined,
    query: PageQuery,
  ): Promise<LinesPage> => {
    const id = randomId(9);
    const lines: Line[] = [];
    collecting.set(id, lines);
    try {
      const fin = await session.connection.request('set', room, archiveQuery(query, withAddress, id));
      return { ...readFin(fin), lines };
    } finally {
      collecting.delete(id);
    }
  };

  const fetcher =
    (address: string, kind: ConversationKind): FetchPage =>
    async (query) => {
      const room = kind === 'room';
      const { lines, ...page } = await fetchLines(
        room ? address : undefined,
        room ? undefined : address,
        query,
      );
      const entries = lines.flatMap((l) => (l.entry && l.address === address ? [l.entry] : []));
      const amendments = lines.flatMap((l) => (l.amendment && l.address === address ? [l.amendment] : []));
      return { ...page, entries, amendments };
    };

  const ownSeen = (page: HistoryPage) => {
    for (const e of page.entries) if (e.own && e.originId !== undefined) ownLineSeen(e.originId);
    for (const a of page.amendments ?? []) if (a.own) ownLineSeen(a.id);
  };

  const load = async (address: string, which: 'first' | 'older'): Promise<void> => {
    const conversation = session.state().conversations[address];
    if (!conversation) return;
    const { timeline, kind } = conversation;
    if (
      which === 'older' &&
      (timeline.complete || timeline.older === 'loading' || timeline.status !== 'ready')
    )
      return;
    if (which === 'first' && (timeline.status === 'ready' || timeline.status === 'loading')) return;
    session.emit({ type: 'loading', address, which });
    try {
      const fetch = fetcher(address, kind);
      const page =
        which === 'first'
          ? await openingPage(fetch, session.clock.now())
          : await pageBefore(fetch, timeline.oldestId);
      ownSeen(page);
      session.emit({ type: which === 'first' ? 'first-page' : 'older-page', address, page });
    } catch (e) {
      if (!(e instanceof RequestFailed)) throw e;
      session.emit({ type: 'load-failed', address, which });
    }
  };

  /** Older pages come in one after the other, so that what is there always hangs together. */
  const behindOthers = (address: string, act: () => Promise<void>): Promise<void> => {
    const loading = (underWay.get(address) ?? Promise.resolve()).then(act, act).finally(() => {
      if (underWay.get(address) === loading) underWay.delete(address);
    });
    underWay.set(address, loading);
    return loading;
  };

  const reach = async (address: string, target: Target, mostPages: number): Promise<void> => {
    const conversation = session.state().conversations[address];
    if (conversation?.timeline.status !== 'ready' || reached(conversation.timeline, target)) return;
    session.emit({ type: 'loading', address, which: 'older' });
    try {
      await pagesUpTo(
        fetcher(address, conversation.kind),
        target,
        () => session.state().conversations[address]?.timeline,
        (page) => {
          ownSeen(page);
          session.emit({ type: 'older-page', address, page });
        },
        mostPages,
      );
    } catch (e) {
      if (!(e instanceof RequestFailed)) throw e;
      session.emit({ type: 'load-failed', address, which: 'older' });
    }
  };

  return {
    fetchLines,

    /** Takes a message with a <result/>; false when it is none, or of no query of ours. */
    result(stanza: XmlElement): boolean {
      const archived = readResult(stanza);
      if (!archived) return false;
      const lines = collecting.get(archived.queryId ?? '');
      // As live ones, invitations are no lines: also not by the words that they bring for clients which know no better.
      if (isInvitation(archived.message, session.self)) return true;
      const read = readMessage(archived.message, reader(), archived);
      if (lines && read) {
        const { address, kind, archiveId, entry, amendment } = read;
        lines.push({
          address,
          kind,
          ...(archiveId ? { archiveId } : {}),
          ...(entry ? { entry } : {}),
          ...(amendment ? { amendment } : {}),
        });
      }
      return true;
    },

    open: (address: string) => load(address, 'first'),
    older: (address: string) => underWay.get(address) ?? behindOthers(address, () => load(address, 'older')),

    /** Loads back to a line or a time, or only as many pages towards it. */
    reach: (address: string, target: Target, mostPages = Infinity): Promise<void> =>
      behindOthers(address, () => reach(address, target, mostPages)),
  };
}
