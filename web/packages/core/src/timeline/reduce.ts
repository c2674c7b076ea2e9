import type { LineProblem, SharedFile } from '../files/types.ts';
import { type Amendment, joined, settled, withdrawn } from './amendments.ts';
import type { Entry, HistoryPage, Timeline } from './types.ts';

/**
 * The timeline's rules, all pure. What always holds: a line with an archive id, and an own line with an origin-id, is there at
 * most once; no two lines have one key; settled lines keep the archive's order; what waits in the outbox comes last, in the
 * order it was written.
 */

const unsettled = (e: Entry): boolean => e.status === 'pending' || e.status === 'failed';

/**
 * What the archive holds twice are two lines, whatever their senders called them: a stanza's id is unique in its stream only
 * (RFC 6120 §8.1.3), and other clients of ours may begin to count anew with each.
 */
function sameLine(a: Entry, b: Entry): boolean {
  if (a.archiveId !== undefined && b.archiveId !== undefined) return a.archiveId === b.archiveId;
  return a.own && b.own && a.originId !== undefined && a.originId === b.originId;
}

/** Lines to stand beside others, each under a key that none of them has: what is shown keeps its own. */
function distinct(added: readonly Entry[], beside: readonly Entry[]): readonly Entry[] {
  const taken = new Set(beside.map((e) => e.key));
  return added.map((entry) => {
    let { key } = entry;
    for (let n = 2; taken.has(key); n += 1) key = `${entry.key} ${n}`;
    taken.add(key);
    return key === entry.key ? entry : { ...entry, key };
  });
}

/** Puts settled lines before those still waiting. */
function withSettled(entries: readonly Entry[], added: readonly Entry[]): Entry[] {
  return [...entries.filter((e) => !unsettled(e)), ...added, ...entries.filter(unsettled)];
}

/** An own line went into the outbox. */
export function queued(timeline: Timeline, entry: Entry): Timeline {
  if (timeline.entries.some((e) => sameLine(e, entry))) return timeline;
  return { ...timeline, entries: [...timeline.entries, entry] };
}

/** A line came live or by catching up; it is newer than every settled one, unless we have it already. */
export function arrived(timeline: Timeline, entry: Entry): Timeline {
  const known = timeline.entries.find((e) => sameLine(e, entry));
  if (known) {
    const settled = settledAs(known, entry);
    return unsettled(known)
      ? {
          ...timeline,
          entries: withSettled(
            timeline.entries.filter((e) => e !== known),
            [settled],
          ),
        }
      : { ...timeline, entries: timeline.entries.map((e) => (e === known ? settled : e)) };
  }
  if (timeline.status !== 'ready' && timeline.status !== 'loading') return timeline;
  return { ...timeline, entries: withSettled(timeline.entries, distinct([entry], timeline.entries)) };
}

/** Something was said about a line, live or by catching up: it is newer than all that was said before. */
export function amended(timeline: Timeline, amendment: Amendment): Timeline {
  const loaded = timeline.status === 'ready' || timeline.status === 'loading';
  if (!loaded && !amendment.pending) return timeline;
  return { ...timeline, amendments: joined(timeline.amendments, [amendment]) };
}

/** The server did not take one of our own amendments: all is as it was before. */
export function unsaid(timeline: Timeline, id: string): Timeline {
  return { ...timeline, amendments: withdrawn(timeline.amendments, id) };
}

/** The server has an own line, or what we said about one. */
export function stored(timeline: Timeline, originId: string): Timeline {
  const known = timeline.entries.find((e) => e.own && e.originId === originId);
  if (timeline.amendments.some((a) => a.id === originId && a.pending))
    return { ...timeline, amendments: settled(timeline.amendments, originId) };
  if (!known || !unsettled(known)) return timeline;
  const rest = timeline.entries.filter((e) => e !== known);
  // An unloaded timeline keeps only what waits; the first page will bring this one.
  if (timeline.status === 'unloaded' || timeline.status === 'failed') return { ...timeline, entries: rest };
  const { problem: _, ...entry } = known;
  return { ...timeline, entries: withSettled(rest, [{ ...entry, status: 'stored' }]) };
}

export function failed(timeline: Timeline, originId: string, problem: LineProblem): Timeline {
  return change(timeline, originId, (e) => ({ ...e, status: 'failed', problem }));
}

/** The file of an own line has an address now. */
export function uploaded(timeline: Timeline, originId: string, file: SharedFile): Timeline {
  return change(timeline, originId, (e) => ({ ...e, files: [file] }));
}

export function retried(timeline: Timeline, originId: string): Timeline {
  return change(timeline, originId, ({ problem: _, ...e }) => ({ ...e, status: 'pending' }));
}

export function cancelled(timeline: Timeline, originId: string): Timeline {
  return { ...timeline, entries: timeline.entries.filter((e) => !(unsettled(e) && e.originId === originId)) };
}

/** The first page came: it stands before whatever arrived while it was on its way. */
export function firstPage(timeline: Timeline, page: HistoryPage): Timeline {
  return {
    status: 'ready',
    older: 'idle',
    complete: page.complete,
    ...(page.oldestId === undefined ? {} : { oldestId: page.oldestId }),
    entries: merge(page.entries, timeline.entries),
    amendments: joined(page.amendments ?? [], timeline.amendments),
  };
}

/** An older page came. */
export function olderPage(timeline: Timeline, page: HistoryPage): Timeline {
  const oldestId = page.oldestId ?? timeline.oldestId;
  return {
    ...timeline,
    older: 'idle',
    complete: page.complete,
    ...(oldestId === undefined ? {} : { oldestId }),
    entries: merge(page.entries, timeline.entries),
    amendments: joined(page.amendments ?? [], timeline.amendments),
  };
}

/** There may be a gap after what is loaded: all but the outbox is let go, to be loaded anew. */
export function forgotten(timeline: Timeline): Timeline {
  return {
    status: 'unloaded',
    entries: timeline.entries.filter(unsettled),
    amendments: timeline.amendments.filter((a) => a.pending),
    complete: false,
    older: 'idle',
  };
}

/** A new session: what was asked for in the old one, perhaps by a tab that is gone, is not answered any more. */
export function withoutRequests(timeline: Timeline): Timeline {
  if (timeline.status === 'loading') return forgotten(timeline);
  return timeline.older === 'loading' ? { ...timeline, older: 'idle' } : timeline;
}

/** A page before what is there; a line that both have is the page's, under the key it is shown by. */
function merge(page: readonly Entry[], existing: readonly Entry[]): Entry[] {
  const byArchiveId = new Map(page.map((p) => [p.archiveId, p]));
  const byOriginId = new Map(page.filter((p) => p.own).map((p) => [p.originId, p]));
  const shown = new Map<Entry, Entry>();
  const rest = existing.filter((old) => {
    const named = old.own && old.originId !== undefined ? byOriginId.get(old.originId) : undefined;
    const same =
      (old.archiveId === undefined ? undefined : byArchiveId.get(old.archiveId)) ??
      (named && sameLine(named, old) ? named : undefined);
    if (same) shown.set(same, old);
    return !same;
  });
  const added = distinct(
    page.filter((p) => !shown.has(p)),
    existing,
  ).values();
  const lines = page.map((p) => {
    const old = shown.get(p);
    return old ? { ...p, key: old.key } : (added.next().value ?? p);
  });
  return [...lines, ...rest.filter((e) => !unsettled(e)), ...rest.filter(unsettled)];
}

function settledAs(known: Entry, entry: Entry): Entry {
  const { problem: _, ...kept } = known;
  return { ...kept, ...entry, key: known.key, status: known.own ? 'stored' : 'received' };
}

function change(timeline: Timeline, originId: string, to: (e: Entry) => Entry): Timeline {
  return {
    ...timeline,
    entries: timeline.entries.map((e) => (e.own && e.originId === originId ? to(e) : e)),
  };
}
