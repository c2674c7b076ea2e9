import { dayOf } from '@stoa/core';
import { t } from '../texts/en.ts';
import { inLanguage } from '../texts/formats.ts';

/** Times as a person reads them, in the language in use and the browser's zone. */
const clock = inLanguage((l) => new Intl.DateTimeFormat(l, { hour: '2-digit', minute: '2-digit' }));
const exact = inLanguage((l) => new Intl.DateTimeFormat(l, { dateStyle: 'full', timeStyle: 'medium' }));
const weekday = inLanguage(
  (l) => new Intl.DateTimeFormat(l, { weekday: 'long', day: 'numeric', month: 'long' }),
);
const withYear = inLanguage(
  (l) =>
    new Intl.DateTimeFormat(l, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    }),
);
const shortDay = inLanguage((l) => new Intl.DateTimeFormat(l, { weekday: 'short' }));
const shortDate = inLanguage((l) => new Intl.DateTimeFormat(l, { day: 'numeric', month: 'short' }));

const DAY_MS = 24 * 60 * 60_000;

export const timeOfDay = (at: number): string => clock().format(at);
export const exactTime = (at: number): string => exact().format(at);

/** The heading of a day. */
export function dayHeading(at: number, now: number): string {
  const day = dayOf(at);
  if (day === dayOf(now)) return t.conversation.today;
  if (day === dayOf(now - DAY_MS)) return t.conversation.yesterday;
  return new Date(at).getFullYear() === new Date(now).getFullYear()
    ? weekday().format(at)
    : withYear().format(at);
}

/** For a row of the list: the time today, the weekday this week, else the date. */
export function shortTime(at: number, now: number): string {
  if (dayOf(at) === dayOf(now)) return clock().format(at);
  return now - at < 6 * DAY_MS ? shortDay().format(at) : shortDate().format(at);
}

const theirClock = inLanguage(
  (l) => new Intl.DateTimeFormat(l, { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' }),
);
const theirDay = inLanguage(
  (l) =>
    new Intl.DateTimeFormat(l, {
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'UTC',
    }),
);

/** What time it is where clocks are that far from UTC, with the weekday where it is another; undefined where they show ours. */
export function timeElsewhere(now: number, offsetMinutes: number): string | undefined {
  const here = -new Date(now).getTimezoneOffset();
  if (offsetMinutes === here) return undefined;
  const there = now + offsetMinutes * 60_000;
  const sameDay = Math.floor(there / DAY_MS) === Math.floor((now + here * 60_000) / DAY_MS);
  return (sameDay ? theirClock() : theirDay()).format(there);
}
