import { type XmlElement, NS, child, elementsOf, parse, serialise, xml } from '@stoa/xmpp';
import { ManualClock } from '@stoa/xmpp/testing';
import { describe, expect, it } from 'vitest';
import { reduce } from '../session/reduce.ts';
import type { Session } from '../session/session.ts';
import { type ChatEvent, initialState } from '../session/state.ts';
import { type Mark, changed, notifyOf, readMark, withMark } from './marks.ts';
import { names } from './mention.ts';
import { snoozes } from './snoozes.ts';

const extensions = (inner: string) => parse(`<extensions xmlns='x'>${inner}</extensions>`);
const NOTIFY = `xmlns='${NS.notify}'`;

describe('marks', () => {
  it('reads the setting closest to a web client (XEP-0492 §3)', () => {
    const notify = (inner: string) => readMark(extensions(`<notify ${NOTIFY}>${inner}</notify>`)).notify;
    expect(notify('<never/>')).toBe('never');
    expect(notify("<never/><always identity-category='client'/>")).toBe('always');
    expect(
      notify(
        "<always identity-category='client'/><on-mention identity-category='client' identity-type='web'/>",
      ),
    ).toBe('on-mention');
    expect(notify("<never identity-category='client' identity-type='phone'/>")).toBeUndefined();
    expect(notify('<sometimes/>')).toBeUndefined();
  });

  it('leaves what other clients keep beside it, and inside it', () => {
    const before = extensions(
      `<state xmlns='urn:other'/><notify ${NOTIFY}><never identity-category='client' identity-type='phone'/>` +
        `<always><advanced><when xmlns='urn:own'/></advanced></always></notify>`,
    );
    const write = (mark: Mark, e: XmlElement) => ({ ...e, children: withMark(e.children, mark) });
    const muted = write({ pinned: true, notify: 'never' }, before);
    expect(readMark(muted)).toEqual({ pinned: true, notify: 'never' });
    expect(serialise(muted)).toContain('urn:other');
    const notify = child(muted, 'notify', NS.notify) ?? xml('none', '');
    expect(elementsOf(notify).map((e) => e.attrs['identity-type'] ?? e.name)).toEqual(['phone', 'never']);
    const kept = write({ pinned: false, notify: 'always' }, before);
    expect(serialise(kept)).toContain('urn:own');
    const cleared = write({ pinned: false }, muted);
    expect(readMark(cleared)).toEqual({ pinned: false });
  });

  it('changes what is to be changed', () => {
    expect(changed({ pinned: true }, { notify: 'never' })).toEqual({ pinned: true, notify: 'never' });
    expect(changed({ pinned: true, notify: 'never' }, { notify: 'default' })).toEqual({ pinned: true });
    expect(changed({ pinned: false, notify: 'always' }, { pinned: true })).toEqual({
      pinned: true,
      notify: 'always',
    });
  });
});

describe('mentions', () => {
  it('finds a name as a word of its own', () => {
    expect(names('Juliet, come here', 'Juliet')).toBe(true);
    expect(names('ask @juliet!', 'Juliet')).toBe(true);
    expect(names('Julietta and xJuliet', 'Juliet')).toBe(false);
    expect(names('Julietta, Juliet', 'Juliet')).toBe(true);
    expect(names('ça va, Zoë Müller?', 'zoë müller')).toBe(true);
    expect(names('Anna😀', 'Anna')).toBe(true);
    expect(names('𝒜nna', 'nna')).toBe(false);
    expect(names('anything', '')).toBe(false);
    expect(names('a.b', '.')).toBe(false);
  });
});

describe('pauses, and what was put away (E11)', () => {
  const mark: Mark = {
    pinned: false,
    snoozedUntil: 1_800_000_000_000,
    archivedAt: 1_700_000_000_000,
    urgent: true,
  };

  it('are kept and read beside what others keep, and leave nothing behind', () => {
    const before = extensions("<state xmlns='urn:other'/>");
    const kept = { ...before, children: withMark(before.children, mark) };
    expect(readMark(kept)).toEqual(mark);
    expect(readMark(extensions("<snoozed xmlns='urn:stoa:conversations:0' until='never'/>"))).toEqual({
      pinned: false,
    });
    const cleared = { ...kept, children: withMark(kept.children, { pinned: false }) };
    expect(serialise(cleared)).toBe(serialise(before));
  });

  it('end with 0, and stay when something else changes', () => {
    expect(changed(mark, { pinned: true })).toEqual({ ...mark, pinned: true });
    expect(changed(mark, { snoozedUntil: 0, archivedAt: 0, urgent: false })).toEqual({ pinned: false });
    expect(notifyOf({ pinned: false, notify: 'always', snoozedUntil: 1 })).toBe('never');
    expect(notifyOf({ pinned: false, notify: 'always' })).toBe('always');
  });

  it('a pause ends when its time has come, also one that is a month away', () => {
    const clock = new ManualClock();
    const day = 24 * 60 * 60_000;
    let state = initialState('juliet@example.org');
    const session = {
      clock,
      state: () => state,
      emit: (event: ChatEvent) => {
        state = reduce(state, event);
        ends.note(event);
      },
    } as unknown as Session;
    const ends = snoozes(session);
    const pause = (address: string, snoozedUntil: number) =>
      session.emit({ type: 'mark', address, mark: { pinned: true, snoozedUntil } });
    pause('romeo@example.org', clock.now() + day);
    pause('nurse@example.org', clock.now() + 30 * day);
    clock.advance(day - 1);
    expect(state.marks['romeo@example.org']?.snoozedUntil).toBeDefined();
    clock.advance(1);
    expect(state.marks['romeo@example.org']).toEqual({ pinned: true });
    expect(state.marks['nurse@example.org']?.snoozedUntil).toBeDefined();
    for (let i = 0; i < 29; i++) clock.advance(day);
    expect(state.marks['nurse@example.org']).toEqual({ pinned: true });
  });
});
