import { RequestFailed } from '@stoa/xmpp';
import type { Amendment } from '../timeline/amendments.ts';
import type { Entry, HistoryPage } from '../timeline/types.ts';

/** One answer of the archive (XEP-0313 with XEP-0059), oldest first. `entries` are the visible lines among what came. */
export interface ArchivePage {
  readonly entries: readonly Entry[];
  readonly amendments?: readonly Amendment[];
  /** The ids of the first and last item of the page, visible or not. */
  readonly first?: string;
  readonly last?: string;
  readonly complete: boolean;
}

export interface PageQuery {
  readonly start?: number;
  /** The page before this id; empty for the newest. */
  readonly before?: string;
  /** The page after this id. */
  readonly after?: string;
  readonly max: number;
}

export type FetchPage = (query: PageQuery) => Promise<ArchivePage>;

export const PAGE_LINES = 75;
export const RECENT_MS = 30 * 24 * 60 * 60_000;

/** Pages in a row without enough visible lines before we are content with what there is. */
const MAX_ROUNDS = 8;

/**
 * What opening a conversation shows: the 75 newest lines of the last 30 days, or all of those days if they hold fewer. Only
 * visible lines count, so a page full of markers is followed by another. The thirty days having no more does not mean that
 * the archive has no more.
 */
export async function openingPage(fetch: FetchPage, now: number): Promise<HistoryPage> {
  const { lines, amendments, oldestId } = await linesBefore(fetch, '', now - RECENT_MS);
  // A short page asks one question more: is there anything before it, or is this where the talk began?
  const complete = lines.length < PAGE_LINES && (await nothingBefore(fetch, oldestId));
  return { entries: lines, amendments, complete, ...(oldestId === undefined ? {} : { oldestId }) };
}

/** The 75 lines before an id (before the end, when there is none yet), however old. */
export async function pageBefore(fetch: FetchPage, oldestId: string | undefined): Promise<HistoryPage> {
  const found = await linesBefore(fetch, oldestId ?? '', undefined);
  const at = found.oldestId ?? oldestId;
  return {
    entries: found.lines,
    amendments: found.amendments,
    complete: found.complete,
    ...(at === undefined ? {} : { oldestId: at }),
  };
}

async function nothingBefore(fetch: FetchPage, id: string | undefined): Promise<boolean> {
  const page = await fetch({ before: id ?? '', max: 1 });
  return page.first === undefined;
}

async function linesBefore(fetch: FetchPage, from: string, start: number | undefined): Promise<Found> {
  let lines: readonly Entry[] = [];
  let amendments: readonly Amendment[] = [];
  let before = from;
  let complete = false;
  for (let round = 0; round < MAX_ROUNDS && lines.length < PAGE_LINES && !complete; round++) {
    const page = await fetch({ before, max: PAGE_LINES, ...(start === undefined ? {} : { start }) });
    lines = [...page.entries, ...lines];
    amendments = [...(page.amendments ?? []), ...amendments];
    complete = page.complete || page.first === undefined;
    before = page.first ?? before;
  }
  if (lines.length > PAGE_LINES) {
    // The last page overshot: what is cut off will come first on the next one.
    lines = lines.slice(-PAGE_LINES);
    complete = false;
    before = lines[0]?.archiveId ?? before;
  }
  return { lines, amendments, complete, oldestId: before || undefined };
}

interface Found {
  readonly lines: readonly Entry[];
  /** All that came, also what is about lines that were cut off or are older: they come again, or find their line later. */
  readonly amendments: readonly Amendment[];
  readonly complete: boolean;
  readonly oldestId: string | undefined;
}

/** How many pages of how many items catching up may take; beyond that the timelines are loaded anew. */
export const CATCH_UP_MAX = 100;
export const CATCH_UP_PAGES = 20;

/** How many pages a browser without memory looks back over for its list and counts. */
export const RECENT_PAGES = 5;

/** `gap`: too much was missed to page through it, or the archive no longer knows where we were. */
export type CaughtUp = 'complete' | 'gap';

/** In the place of an id: where one stands in an archive that was empty. All that is there later came after it. */
export const FROM_THE_BEGINNING = '';

/** Everything after an id, page by page, oldest first. Rejects when the archive does not answer. */
export async function catchUp<P extends { readonly last?: string; readonly complete: boolean }>(
  fetch: (query: PageQuery) => Promise<P>,
  after: string,
  take: (page: P) => void,
): Promise<CaughtUp> {
  let head = after;
  for (let round = 0; round < CATCH_UP_PAGES; round++) {
    let page: P;
    try {
      page = await fetch({ ...(head === FROM_THE_BEGINNING ? {} : { after: head }), max: CATCH_UP_MAX });
    } catch (e) {
      // XEP-0313 §4.1: the id is gone, by retention say.
      if (e instanceof RequestFailed && e.reason.kind === 'stanza' && e.reason.condition === 'item-not-found')
        return 'gap';
      throw e;
    }
    take(page);
    if (page.complete || page.last === undefined) return 'complete';
    head = page.last;
  }
  return 'gap';
}
