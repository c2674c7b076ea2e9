import type { HistoryPage, Timeline } from './types.ts';

/**
 * The end of a loaded timeline as a page, for the next visit: what is settled, with what was said about it. Undefined where
 * nothing is loaded, or none of it can be paged back from.
 */
export function newestOf(timeline: Timeline, most: number): HistoryPage | undefined {
  if (timeline.status !== 'ready') return undefined;
  // What waits in the outbox comes last, and is in the outbox.
  const end = timeline.entries.findLastIndex((e) => e.status !== 'pending' && e.status !== 'failed') + 1;
  let from = Math.max(0, end - most);
  // A page begins with a line that the archive knows.
  while (from > 0 && from < end && timeline.entries[from]?.archiveId === undefined) from++;
  const entries = timeline.entries.slice(from, end);
  const oldestId = from === 0 ? timeline.oldestId : entries[0]?.archiveId;
  if (from > 0 && oldestId === undefined) return undefined;
  const names = new Set(entries.flatMap((e) => [e.archiveId, e.originId, e.messageId]));
  return {
    entries,
    amendments: timeline.amendments.filter((a) => !a.pending && names.has(a.of)),
    complete: from === 0 && timeline.complete,
    ...(oldestId === undefined ? {} : { oldestId }),
  };
}
