import { dayOf } from '@stoa/core';
import { t } from '../texts/en.ts';

/** Times as a person reads them, in the browser's language and zone. */
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const withYear = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const shortDay = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const shortDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

const DAY_MS = 24 * 60 * 60_000;

export const timeOfDay = (at: number): string => clock.format(at);
export const exactTime = (at: number): string => exact.format(at);

/** The heading of a day. */
export function dayHeading(at: number, now: number): string {
  const day = dayOf(at);
  if (day === dayOf(now)) return t.conversation.today;
  if (day === dayOf(now - DAY_MS)) return t.conversation.yesterday;
  return new Date(at).getFullYear() === new Date(now).getFullYear()
    ? weekday.format(at)
    : withYear.format(at);
}

/** For a row of the list: the time today, the weekday this week, else the date. */
export function shortTime(at: number, now: number): string {
  if (dayOf(at) === dayOf(now)) return clock.format(at);
  return now - at < 6 * DAY_MS ? shortDay.format(at) : shortDate.format(at);
}
