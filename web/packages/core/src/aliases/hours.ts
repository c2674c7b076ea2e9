import { type XmlElement, children } from '@stoa/xmpp';

/** When an alias is answered: spans of the week, by the clocks of a time zone. */
export interface AliasHours {
  /** A name of the IANA time zone database, which this browser knows. */
  readonly zone: string;
  readonly spans: readonly HoursSpan[];
}

/** The same time on some days of the week. */
export interface HoursSpan {
  /** The days on which it begins, as ISO 8601 counts them: 1 is Monday. */
  readonly days: readonly number[];
  /** Minutes after midnight. */
  readonly from: number;
  /** Minutes after midnight; not behind `from`: of the day after. */
  readonly until: number;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const DAY_MS = DAY_MINUTES * MINUTE_MS;
/** Each span comes within a week; one that a change of the clocks swallows comes a week later. */
const LOOKED_THROUGH_DAYS = 15;

/** A day's number since 1970 as a day of the week: it began on a Thursday. */
const weekday = (day: number): number => ((day + 3) % 7) + 1;

/** When it opens next, in milliseconds since 1970; undefined while it is open. */
export function opensNext({ zone, spans }: AliasHours, at: number): number | undefined {
  const today = Math.floor((at + offsetIn(zone, at)) / DAY_MS);
  // What began yesterday may go on.
  for (let day = today - 1; day < today + LOOKED_THROUGH_DAYS; day++) {
    let next: number | undefined;
    for (const { days, from, until } of spans) {
      if (!days.includes(weekday(day))) continue;
      const begins = momentIn(zone, day * DAY_MS + from * MINUTE_MS);
      const ends = momentIn(zone, day * DAY_MS + (until > from ? until : until + DAY_MINUTES) * MINUTE_MS);
      if (begins <= at && at < ends) return undefined;
      if (begins > at && ends > begins) next = Math.min(begins, next ?? begins);
    }
    if (next !== undefined) return next;
  }
  return undefined;
}

/**
 * The moment at which clocks of a zone show a time, which is told as if it were UTC's. What they show twice is the first of the two; what
 * they skip is as long after the change as it would have been without it.
 */
function momentIn(zone: string, shown: number): number {
  const before = offsetIn(zone, shown - DAY_MS);
  const after = offsetIn(zone, shown + DAY_MS);
  const fits = [before, after].find((offset) => offsetIn(zone, shown - offset) === offset);
  return shown - (fits ?? before);
}

/** Making one costs a hundred times what using it does. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(zone, made);
  return made;
}

/** How far the clocks of a zone are before UTC at a moment, in milliseconds. */
function offsetIn(zone: string, at: number): number {
  const part = Object.fromEntries(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  const shown = Date.UTC(year, month - 1, day, hour, minute, second);
  return shown - Math.floor(at / 1_000) * 1_000;
}

/** What the server says; undefined where nothing of it can be read here, and then nobody is asked anything. */
export function readHours(element: XmlElement): AliasHours | undefined {
  const zone = element.attrs.zone ?? '';
  const spans = children(element, 'open').map(readSpan);
  const read = spans.filter((s) => s !== undefined);
  return isZone(zone) && read.length > 0 && read.length === spans.length ? { zone, spans: read } : undefined;
}

function readSpan({ attrs }: XmlElement): HoursSpan | undefined {
  const days = (attrs.days ?? '').split(' ').map(Number);
  const [from, until] = [readTime(attrs.from), readTime(attrs.until)];
  if (from === undefined || until === undefined || from === until || from === DAY_MINUTES) return undefined;
  return days.every((d) => Number.isInteger(d) && d >= 1 && d <= 7) ? { days, from, until } : undefined;
}

function readTime(text = ''): number | undefined {
  const [, hours, minutes] = /^(\d\d):([0-5]\d)$/.exec(text) ?? [];
  const time = Number(hours) * 60 + Number(minutes);
  return time <= DAY_MINUTES ? time : undefined;
}

function isZone(zone: string): boolean {
  try {
    clockOf(zone);
    return true;
  } catch {
    return false;
  }
}
