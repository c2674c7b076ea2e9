import { dayOf } from '@stoa/core';
import { timeOfDay } from '../conversation/times.ts';
import { inLanguage } from '../texts/formats.ts';

const near = inLanguage((l) => new Intl.RelativeTimeFormat(l, { numeric: 'auto' }));
const weekday = inLanguage((l) => new Intl.DateTimeFormat(l, { weekday: 'long' }));
const date = inLanguage(
  (l) => new Intl.DateTimeFormat(l, { weekday: 'long', day: 'numeric', month: 'long' }),
);

const DAYS_OF_THE_WEEK = 7;

/**
 * When something opens, by the clock of whoever reads: today, tomorrow, the name of the day while that says which one is meant, else its
 * date; and the time.
 */
export function openingAt(at: number, now: number): readonly [day: string, time: string] {
  const days = daysUntil(at, now);
  const day =
    days < 2 ? near().format(days, 'day') : (days < DAYS_OF_THE_WEEK ? weekday() : date()).format(at);
  return [day, timeOfDay(at)];
}

/** How many midnights lie between; a day may have 23 hours. */
function daysUntil(at: number, now: number): number {
  const day = new Date(now);
  let days = 0;
  while (days < DAYS_OF_THE_WEEK && dayOf(day.getTime()) !== dayOf(at)) {
    day.setDate(day.getDate() + 1);
    days += 1;
  }
  return days;
}
