import type { HistoryPage, Timeline } from '../timeline/types.ts';
import type { FetchPage } from './paging.ts';

/** Where to: a line, by the archive's id or its sender's; or the first line at or after a time. */
export type Target = { readonly line: string } | { readonly at: number };

/** The largest page an archive gives (the server's own limit). */
export const REACH_PAGE = 250;

/** Whether a loaded timeline holds the target, or all that could come before it. */
export function reached(timeline: Timeline, target: Target): boolean {
  if (timeline.complete) return true;
  if ('at' in target) return (timeline.entries[0]?.at ?? Infinity) < target.at;
  const { line } = target;
  return timeline.entries.some((e) => e.archiveId === line || e.messageId === line || e.originId === line);
}

/**
 * Pages back until the target is there or nothing older is. Each page is taken as it comes: a target that was never there costs
 * reading the whole history, and stops with the connection.
 */
export async function pagesUpTo(
  fetch: FetchPage,
  target: Target,
  timeline: () => Timeline | undefined,
  take: (page: HistoryPage) => void,
  mostPages = Infinity,
): Promise<void> {
  for (let pages = 0; pages < mostPages; pages++) {
    const now = timeline();
    // Let go of meanwhile (a gap in the session): whoever asked looks again.
    if (now?.status !== 'ready') return;
    const page = await fetch({ before: now.oldestId ?? '', max: REACH_PAGE });
    const complete = page.complete || page.first === undefined;
    const oldestId = page.first ?? now.oldestId;
    take({
      entries: page.entries,
      amendments: page.amendments ?? [],
      complete,
      ...(oldestId === undefined ? {} : { oldestId }),
    });
    const after = timeline();
    if (complete || !after || reached(after, target)) return;
  }
}
