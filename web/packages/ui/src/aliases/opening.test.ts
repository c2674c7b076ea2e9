import { afterEach, describe, expect, it } from 'vitest';
import { de } from '../texts/de.ts';
import { en } from '../texts/en.ts';
import { use } from '../texts/in-use.svelte.ts';
import { openingAt } from './opening.ts';

/** A Monday, at noon by the clock of this machine. */
const NOON = new Date(2026, 10, 30, 12).getTime();
const at = (day: number, hour: number) => new Date(2026, 10, 30 + day, hour).getTime();

const speak = (locale: 'en-GB' | 'de-DE') =>
  use({ tag: locale.slice(0, 2), dir: 'ltr', locale }, locale === 'de-DE' ? de : en);

afterEach(() => speak('en-GB'));

describe('when an alias opens, for whoever reads', () => {
  it.each([
    [0, 13, 'today', '13:00'],
    [1, 9, 'tomorrow', '09:00'],
    [2, 9, 'Wednesday', '09:00'],
    [6, 9, 'Sunday', '09:00'],
    [7, 9, 'Monday 7 December', '09:00'],
  ])('in %d days at %d it is %s', (days, hour, day, time) => {
    speak('en-GB');
    const [said, when] = openingAt(at(days, hour), NOON);
    expect(said.replace(',', '')).toBe(day);
    expect(when).toBe(time);
  });

  it('is said in the language in use', () => {
    speak('de-DE');
    expect(de.aliases.outside(...openingAt(at(1, 9), NOON))).toBe('Geschlossen bis morgen um 09:00.');
    expect(de.aliases.outside(...openingAt(at(3, 9), NOON))).toContain('Donnerstag um 09:00');
  });

  it('counts days of 23 and 25 hours as days', () => {
    speak('en-GB');
    for (const [month, date] of [
      [2, 27],
      [9, 23],
    ] as const)
      for (let days = 2; days < 7; days++) {
        const then = new Date(2026, month, date + days, 0, 30).getTime();
        const [said] = openingAt(then, new Date(2026, month, date, 23, 30).getTime());
        expect(said).toBe(new Intl.DateTimeFormat('en-GB', { weekday: 'long' }).format(then));
      }
  });
});
