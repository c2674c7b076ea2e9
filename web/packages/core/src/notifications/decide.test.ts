import { describe, expect, it } from 'vitest';
import { type Arrival, type Circumstances, ELSEWHERE_MS, decide, isQuiet } from './decide.ts';
import { DEFAULT_WISHES, type NotificationWishes } from './wishes.ts';

const NOON = new Date(2026, 0, 7, 12, 0).getTime(); // a Wednesday
const direct: Arrival = { kind: 'chat', body: 'Good morrow', mentioned: false };
const room: Arrival = { kind: 'room', body: 'The lute is in tune', mentioned: false };
const named: Arrival = { ...room, mentioned: true };

function say(line: Arrival, change: Partial<Circumstances> = {}, wishes: Partial<NotificationWishes> = {}) {
  const verdict = decide(line, {
    show: 'available',
    notify: undefined,
    now: NOON,
    looking: false,
    elsewhereAt: 0,
    ...change,
    wishes: { ...DEFAULT_WISHES, ...wishes },
  });
  return verdict.tell ? verdict.as : `no: ${verdict.because}`;
}

describe('what is told', () => {
  it.each([
    // line, the conversation's rule, wishes, verdict
    [direct, undefined, {}, 'direct'],
    [direct, undefined, { direct: false }, 'no: unwanted'],
    [direct, 'always', { direct: false }, 'direct'],
    [direct, 'on-mention', {}, 'no: unwanted'],
    [direct, 'never', {}, 'no: muted'],
    [room, undefined, {}, 'no: unwanted'],
    [room, undefined, { rooms: true }, 'room'],
    [room, 'always', {}, 'room'],
    [room, 'on-mention', { rooms: true }, 'no: unwanted'],
    [room, 'never', { rooms: true, keywords: ['lute'] }, 'no: muted'],
    [named, undefined, {}, 'mention'],
    [named, undefined, { mentions: false }, 'no: unwanted'],
    [named, 'on-mention', { mentions: false }, 'mention'],
    [named, 'never', {}, 'no: muted'],
    [room, undefined, { keywords: ['Lute'] }, 'keyword'],
    [room, 'on-mention', { keywords: ['lute'], mentions: false }, 'keyword'],
    [room, undefined, { keywords: ['lut'] }, 'no: unwanted'],
    [{ ...direct, body: 'The lute' }, undefined, { direct: false, keywords: ['lute'] }, 'no: unwanted'],
  ] as const)('%o with the rule %s and the wishes %o: %s', (line, notify, wishes, verdict) => {
    expect(say(line, { notify }, wishes)).toBe(verdict);
  });

  it.each([
    ['available', 'direct'],
    ['away', 'direct'],
    ['dnd', 'no: busy'],
    ['offline', 'no: hidden'],
  ] as const)('whoever is %s: %s', (show, verdict) => {
    expect(say(direct, { show })).toBe(verdict);
    expect(say(named, { show, notify: 'always' })).toBe(verdict === 'direct' ? 'mention' : verdict);
  });

  it('an exception rings in “Do not disturb”, in its own quiet and in nothing else', () => {
    expect(say(direct, { show: 'dnd', urgent: true })).toBe('direct');
    expect(say(room, { show: 'dnd', urgent: true })).toBe('no: unwanted');
    expect(say(direct, { show: 'dnd', urgent: true, notify: 'never' })).toBe('no: muted');
    expect(say(direct, { show: 'offline', urgent: true })).toBe('no: hidden');
  });

  it('nothing while somebody looks at a window', () => {
    expect(say(direct, { looking: true })).toBe('no: looking');
  });

  it('nothing for a while after the person was on another device', () => {
    expect(say(direct, { elsewhereAt: NOON - ELSEWHERE_MS + 1 })).toBe('no: elsewhere');
    expect(say(direct, { elsewhereAt: NOON - ELSEWHERE_MS })).toBe('direct');
  });

  it('nothing until a snooze is over', () => {
    expect(say(direct, {}, { snoozedUntil: NOON + 1 })).toBe('no: snoozed');
    expect(say(direct, {}, { snoozedUntil: NOON })).toBe('direct');
  });

  it('nothing in quiet hours, whatever the rule', () => {
    const quiet = { on: true, from: 11 * 60, to: 13 * 60, days: [3] };
    expect(say(direct, { notify: 'always' }, { quiet })).toBe('no: quiet-hours');
    expect(say(direct, {}, { quiet: { ...quiet, on: false } })).toBe('direct');
  });
});

describe('quiet hours', () => {
  const at = (day: number, hour: number, minute = 0) => new Date(2026, 0, 4 + day, hour, minute).getTime();
  const night = { on: true, from: 22 * 60, to: 7 * 60, days: [5, 6] }; // begins on Fridays and Saturdays

  it.each([
    [at(5, 21, 59), false],
    [at(5, 22), true],
    [at(6, 6, 59), true],
    [at(6, 7), false],
    [at(6, 23), true],
    [at(7, 3), true], // Sunday morning belongs to Saturday's night
    [at(7, 22), false],
    [at(1, 3), false],
  ])('over midnight: %d is %s', (now, quiet) => {
    expect(isQuiet(night, now)).toBe(quiet);
  });

  it('from an hour to the same hour is the whole day', () => {
    const day = { on: true, from: 480, to: 480, days: [3] };
    expect([at(3, 7), at(3, 8), at(4, 7), at(4, 8)].map((now) => isQuiet(day, now))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
