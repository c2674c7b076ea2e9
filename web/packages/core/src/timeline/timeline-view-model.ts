import type { Line } from './lines.ts';
import type { Entry } from './types.ts';

/** What the list of a conversation shows, row by row. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'new'; readonly key: string }
  | { readonly kind: 'line'; readonly key: string; readonly entry: Line; readonly leads: boolean };

/**
 * The key of a row that is no line: by the name of the row, or the day it stands above. It begins with no character of XML
 * (XML 1.0 §2.2), so that no id of a line is one.
 */
export const keyBetween = (name: string): string => `\0${name}`;

/** Lines by one author stand together when less than this lies between them. */
const GROUP_MS = 5 * 60_000;

/** The local calendar day of a time, as a key that sorts. */
export function dayOf(at: number): string {
  const d = new Date(at);
  return `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, '0')}-${String(d.getDate()).padStart(2, '0')}`;
}

/**
 * Day dividers, the line before the first unread message, and grouping by author. `leads` is true for the line that carries
 * author and time.
 */
export function rowsOf(entries: readonly Line[], newFrom: string | undefined): Row[] {
  const rows: Row[] = [];
  let day = '';
  let before: Entry | undefined;
  for (const entry of entries) {
    const ownDay = dayOf(entry.at);
    let leads =
      !before ||
      before.author !== entry.author ||
      before.own !== entry.own ||
      entry.at - before.at > GROUP_MS;
    if (ownDay > day) {
      rows.push({ kind: 'day', key: keyBetween(ownDay), at: entry.at });
      day = ownDay;
      leads = true;
    }
    if (entry.key === newFrom) {
      rows.push({ kind: 'new', key: keyBetween('new') });
      leads = true;
    }
    rows.push({ kind: 'line', key: entry.key, entry, leads });
    before = entry;
  }
  return rows;
}

/** The line where the unread ones begin: the n-th last that is not our own. */
export function firstUnread(entries: readonly Entry[], unread: number): string | undefined {
  let left = unread;
  for (let i = entries.length - 1; i >= 0 && left > 0; i--) {
    const entry = entries[i];
    if (!entry || entry.own) continue;
    left -= 1;
    if (left === 0) return entry.key;
  }
  return undefined;
}
