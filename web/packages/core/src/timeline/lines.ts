import { type Amendment, type Correction, speaker } from './amendments.ts';
import type { Entry, Timeline } from './types.ts';

/** A line with all that was said about it. */
export interface Line extends Entry {
  /** What it said before, the first first; there are some only when it was corrected. */
  readonly versions?: readonly Version[];
  /** When its present words were written. */
  readonly editedAt?: number;
  readonly reactions?: readonly Reaction[];
  /** Whom it, as the last of ours, has reached; and who has had it before their eyes. Authors. */
  readonly deliveredTo?: readonly string[];
  readonly displayedTo?: readonly string[];
}

export interface Version {
  readonly at: number;
  readonly body: string;
}

export interface Reaction {
  readonly emoji: string;
  /** The authors but for ourselves, the first first. */
  readonly who: readonly string[];
  /** We reacted so, too. */
  readonly own: boolean;
}

/** How many different reactions of one person to one line are shown. */
const MOST_REACTIONS = 20;

/**
 * The lines of a timeline as they are to be shown: corrected, taken back, with reactions and marks. A line that nothing was
 * said about is the very entry. Rules on who may say what are applied here, where both sides are known: only an author
 * corrects and retracts, the same occupant in a room (XEP-0308 §4, XEP-0424 §5.1).
 */
export function linesOf(timeline: Timeline, room: boolean): readonly Line[] {
  const { entries, amendments } = timeline;
  if (amendments.length === 0) return entries;
  const find = finder(entries, amendments, room);
  const about = new Map<Entry, Amendment[]>();
  const marks: { readonly amendment: Amendment; readonly index: number }[] = [];
  for (const a of amendments) {
    const index = find(a);
    const entry = index === undefined ? undefined : entries[index];
    if (index === undefined || !entry) continue;
    if (a.kind === 'delivered' || a.kind === 'displayed') {
      if (!a.own) marks.push({ amendment: a, index });
      continue;
    }
    const known = about.get(entry);
    if (known) known.push(a);
    else about.set(entry, [a]);
  }
  const lines: Line[] = entries.map((e) => {
    const said = about.get(e);
    return said ? amended(e, said) : e;
  });
  const last = lines.findLastIndex((l) => l.own && l.status === 'stored' && !l.retracted);
  const line = lines[last];
  if (line && marks.length > 0) {
    const reached = (kind: string) =>
      marks
        .filter(({ amendment, index }) => amendment.kind === kind && index >= last)
        .map(({ amendment }) => amendment.author);
    const displayedTo = reached('displayed');
    const deliveredTo = reached('delivered');
    lines[last] = {
      ...line,
      ...(displayedTo.length > 0 ? { displayedTo } : {}),
      ...(deliveredTo.length > 0 ? { deliveredTo } : {}),
    };
  }
  return lines;
}

/** The place of the line that something is about; also when it names a correction of that line. */
function finder(entries: readonly Entry[], amendments: readonly Amendment[], room: boolean) {
  const byName = new Map<string, number>();
  const byAuthor = new Map<string, number>();
  entries.forEach((e, i) => {
    for (const id of [e.messageId, e.originId]) {
      if (id === undefined) continue;
      byAuthor.set(`${speaker(e)} ${id}`, i);
      if (!room) byName.set(id, i);
    }
    if (room && e.archiveId !== undefined) byName.set(e.archiveId, i);
  });
  const direct = (a: Amendment): number | undefined => {
    if (a.kind !== 'correction') return byName.get(a.of);
    return byAuthor.get(`${speaker(a)} ${a.of}`);
  };
  for (const a of amendments) {
    if (a.kind !== 'correction') continue;
    const index = direct(a);
    if (index === undefined) continue;
    for (const id of a.refs) {
      if (!byName.has(id)) byName.set(id, index);
      const own = `${speaker(a)} ${id}`;
      if (!byAuthor.has(own)) byAuthor.set(own, index);
    }
  }
  return direct;
}

function amended(entry: Entry, said: readonly Amendment[]): Line {
  const corrections: Correction[] = [];
  const reactions = new Map<string, Amendment & { kind: 'reactions' }>();
  let retracted = entry.retracted;
  for (const a of said) {
    if (a.kind === 'correction' && sameAuthor(entry, a)) corrections.push(a);
    // A later word of the same person takes the place of the earlier one, at its end.
    if (a.kind === 'reactions') reactions.set(speaker(a), a);
    if (a.kind === 'retraction' && (a.moderated || sameAuthor(entry, a)))
      retracted = {
        at: a.at,
        moderated: a.moderated,
        ...(a.moderator === undefined ? {} : { moderator: a.moderator }),
        ...(a.reason === undefined ? {} : { reason: a.reason }),
      };
  }
  if (retracted) {
    const { reply: _, mentions: __, files: ___, ...rest } = entry;
    return { ...rest, body: '', retracted };
  }
  const last = corrections.at(-1);
  const shown = summed([...reactions.values()]);
  return {
    ...entry,
    ...(last ? corrected(entry, last, corrections) : {}),
    ...(shown.length > 0 ? { reactions: shown } : {}),
  };
}

function corrected(entry: Entry, last: Correction, all: readonly Correction[]): Partial<Line> {
  const versions = [{ at: entry.at, body: entry.body }, ...all.slice(0, -1)].map(({ at, body }) => ({
    at,
    body,
  }));
  return {
    body: last.body,
    editedAt: last.at,
    versions,
    ...(last.reply ? { reply: last.reply } : {}),
    ...(last.mentions ? { mentions: last.mentions } : {}),
    ...(last.unstyled ? { unstyled: last.unstyled } : {}),
  };
}

function sameAuthor(entry: Entry, a: Amendment): boolean {
  if (entry.own !== a.own) return false;
  if (entry.occupantId !== undefined && a.occupantId !== undefined) return entry.occupantId === a.occupantId;
  return entry.own || entry.author === a.author;
}

function summed(all: readonly (Amendment & { kind: 'reactions' })[]): Reaction[] {
  const byEmoji = new Map<string, { who: string[]; own: boolean }>();
  for (const a of all) {
    for (const emoji of new Set(a.emojis.slice(0, MOST_REACTIONS))) {
      const known = byEmoji.get(emoji) ?? { who: [], own: false };
      byEmoji.set(emoji, known);
      if (a.own) known.own = true;
      else known.who.push(a.author);
    }
  }
  return [...byEmoji].map(([emoji, { who, own }]) => ({ emoji, who, own }));
}

/** What we have reacted with so far. */
export const ownReactions = (line: Line): readonly string[] =>
  (line.reactions ?? []).filter((r) => r.own).map((r) => r.emoji);

/** The line that an id names, in a link or in a reply. */
export function lineNamed(lines: readonly Line[], id: string): Line | undefined {
  return lines.find((l) => l.archiveId === id) ?? lines.find((l) => l.messageId === id || l.originId === id);
}
