import { NS, xml } from '@stoa/xmpp';
import { describe, expect, it } from 'vitest';
import { type AliasHours, type HoursSpan, opensNext, readHours } from './hours.ts';

const BERLIN = 'Europe/Berlin';
const WEEKDAYS = [1, 2, 3, 4, 5];
const span = (days: readonly number[], from: string, until: string): HoursSpan => {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  return { days, from: minutes(from), until: minutes(until) };
};
const hours = (zone: string, ...spans: readonly HoursSpan[]): AliasHours => ({ zone, spans });

/** What is said of a moment, both in UTC. */
const next = (of: AliasHours, at: string): string => {
  const opens = opensNext(of, Date.parse(`${at}Z`));
  return opens === undefined ? 'open' : new Date(opens).toISOString().slice(0, 16);
};

describe('when an alias opens next', () => {
  const office = hours(BERLIN, span(WEEKDAYS, '09:00', '12:00'), span(WEEKDAYS, '13:00', '17:00'));

  // In November Berlin is an hour before UTC; the 30th is a Monday.
  it.each([
    ['2026-11-30T07:59:59', '2026-11-30T08:00', 'a second before'],
    ['2026-11-30T08:00', 'open', 'it opens at its first moment'],
    ['2026-11-30T10:59:59', 'open', 'the last second'],
    ['2026-11-30T11:00', '2026-11-30T12:00', 'at noon, until one'],
    ['2026-11-30T16:00', '2026-12-01T08:00', 'in the evening, until the morning'],
    ['2026-12-04T16:00', '2026-12-07T08:00', 'on Friday evening, until Monday'],
    ['2026-12-06T23:30', '2026-12-07T08:00', 'after midnight there, before it in UTC'],
  ])('%s: %s (%s)', (at, expected) => expect(next(office, at)).toBe(expected));

  it('is asked of the zone, whatever day it is in UTC', () => {
    const kiritimati = hours('Pacific/Kiritimati', span([1], '09:00', '10:00'));
    expect(next(kiritimati, '2026-11-29T19:30')).toBe('open');
    expect(next(kiritimati, '2026-11-30T09:30')).toBe('2026-12-06T19:00');
    const honolulu = hours('Pacific/Honolulu', span([1], '20:00', '22:00'));
    expect(next(honolulu, '2026-12-01T06:30')).toBe('open');
  });

  it('a span over midnight belongs to the day on which it begins', () => {
    const night = hours(BERLIN, span([5, 7], '22:00', '02:00'));
    expect(next(night, '2026-12-04T22:30')).toBe('open');
    expect(next(night, '2026-12-05T00:59')).toBe('open');
    expect(next(night, '2026-12-05T01:00')).toBe('2026-12-06T21:00');
    expect(next(night, '2026-12-07T00:30')).toBe('open');
    expect(next(night, '2026-12-07T01:00')).toBe('2026-12-11T21:00');
  });

  it('has no gap at midnight where one ends at it and the next begins', () => {
    const both = hours(BERLIN, span([1], '18:00', '24:00'), span([2], '00:00', '06:00'));
    expect(next(both, '2026-11-30T22:59:59')).toBe('open');
    expect(next(both, '2026-11-30T23:00')).toBe('open');
    expect(next(both, '2026-12-01T05:00')).toBe('2026-12-07T17:00');
  });

  it('never closes where it is open all the week', () => {
    const always = hours(BERLIN, span([1, 2, 3, 4, 5, 6, 7], '00:00', '24:00'));
    for (let hour = 0; hour < 24 * 8; hour++)
      expect(opensNext(always, Date.parse('2026-03-25T00:30Z') + hour * 3_600_000)).toBeUndefined();
  });

  it('keeps to the clocks when they change', () => {
    // On 29 March 2026 Berlin goes from 02:00 to 03:00, on 25 October from 03:00 back to 02:00.
    const daily = hours(BERLIN, span([1, 2, 3, 4, 5, 6, 7], '09:00', '17:00'));
    expect(next(daily, '2026-03-28T17:00')).toBe('2026-03-29T07:00');
    expect(next(daily, '2026-10-24T17:00')).toBe('2026-10-25T08:00');
    const newYork = hours('America/New_York', span([7], '09:00', '10:00'));
    expect(next(newYork, '2026-03-07T12:00')).toBe('2026-03-08T13:00');
    expect(next(newYork, '2026-11-01T00:00')).toBe('2026-11-01T14:00');
  });

  it('is open for the hour that comes twice, and a span that is skipped comes a week later', () => {
    const night = hours(BERLIN, span([7], '01:00', '03:30'));
    expect(next(night, '2026-10-24T22:59')).toBe('2026-10-24T23:00');
    for (const at of ['00:30', '01:30', '02:29']) expect(next(night, `2026-10-25T${at}`)).toBe('open');
    expect(next(night, '2026-10-25T02:30')).toBe('2026-11-01T00:00');
    const skipped = hours(BERLIN, span([7], '02:00', '03:00'));
    expect(next(skipped, '2026-03-29T00:59')).toBe('2026-04-05T00:00');
    expect(next(skipped, '2026-03-29T01:00')).toBe('2026-04-05T00:00');
    const half = hours(BERLIN, span([7], '02:30', '04:00'));
    expect(next(half, '2026-03-29T00:59')).toBe('2026-03-29T01:30');
  });
});

describe('hours as the server tells them', () => {
  const told = (zone: string, attrs: Readonly<Record<string, string>>) =>
    readHours(xml('hours', NS.stoaAlias, { zone }, xml('open', NS.stoaAlias, attrs)));

  it('are read', () =>
    expect(told(BERLIN, { days: '1 2 7', from: '22:00', until: '24:00' })).toEqual({
      zone: BERLIN,
      spans: [{ days: [1, 2, 7], from: 1320, until: 1440 }],
    }));

  it.each([
    ['a zone this browser does not know', 'Zone/Of-Tomorrow', { days: '1', from: '09:00', until: '17:00' }],
    ['no zone', '', { days: '1', from: '09:00', until: '17:00' }],
    ['a day that is none', BERLIN, { days: '1 8', from: '09:00', until: '17:00' }],
    ['no day', BERLIN, { days: '', from: '09:00', until: '17:00' }],
    ['a time that is none', BERLIN, { days: '1', from: '09:00', until: '25:00' }],
    ['no length', BERLIN, { days: '1', from: '09:00', until: '09:00' }],
  ])('%s is none', (_, zone, attrs) => expect(told(zone, attrs)).toBeUndefined());

  it('without a span are none', () =>
    expect(readHours(xml('hours', NS.stoaAlias, { zone: BERLIN }))).toBeUndefined());
});
