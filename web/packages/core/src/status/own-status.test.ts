import { type XmlElement, NS, child, childText, xml } from '@stoa/xmpp';
import { ManualClock } from '@stoa/xmpp/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { reduce } from '../session/reduce.ts';
import type { Session } from '../session/session.ts';
import { type ChatState, initialState } from '../session/state.ts';
import { ownStatus } from './own-status.ts';

const SELF = 'juliet@example.org';
const MINUTE = 60_000;

describe('ownStatus', () => {
  let clock: ManualClock;
  let state: ChatState;
  let sent: XmlElement[];
  let calls: string[];
  let release: () => void;
  let status: ReturnType<typeof ownStatus>;

  const shown = () => [state.show, state.statusText];
  const told = () => sent.map((p) => p.attrs.type ?? childText(p, 'show') ?? 'available');
  const other = (resource: string, show: string, text?: string, idle = false) =>
    status.heard(
      xml(
        'presence',
        NS.client,
        { from: `${SELF}/${resource}` },
        show !== 'available' && xml('show', NS.client, {}, show),
        text !== undefined && xml('status', NS.client, {}, text),
        idle && xml('idle', NS.idle, { since: '2026-01-01T00:00:00Z' }),
      ),
    );

  beforeEach(async () => {
    clock = new ManualClock();
    state = initialState(SELF);
    sent = [];
    calls = [];
    const session = {
      self: SELF,
      domain: 'example.org',
      clock,
      state: () => state,
      emit: (event: Parameters<Session['emit']>[0]) => (state = reduce(state, event)),
      connection: {
        fullJid: `${SELF}/Stoa.1`,
        send: (stanza: XmlElement) => sent.push(stanza) > 0,
        request: () => new Promise<void>((resolve) => (release = resolve)),
      },
    } as unknown as Session;
    status = ownStatus(session, {
      hidden: () => calls.push('hidden'),
      back: () => calls.push('back'),
      changed: () => calls.push('changed'),
    });
    const announced = status.announce();
    release();
    await announced;
    sent = [];
  });

  it('is away after the time that is set, says since when, and is back at a touch (S15)', () => {
    clock.advance(10 * MINUTE - 1);
    expect(told()).toEqual([]);
    clock.advance(1);
    expect(told()).toEqual(['away']);
    expect(sent[0] && child(sent[0], 'idle', NS.idle)?.attrs.since).toBeDefined();
    status.touched();
    expect(told()).toEqual(['away', 'available']);
    expect(state.idleSince).toBeUndefined();
  });

  it('stays away at a touch when that was chosen, and is never away by itself while busy', () => {
    status.choose('away');
    status.touched();
    expect(shown()).toEqual(['away', '']);
    status.choose('dnd', 'writing');
    clock.advance(60 * MINUTE);
    expect(shown()).toEqual(['dnd', 'writing']);
  });

  it('is never away by itself when set so', () => {
    state = { ...state, settings: { ...state.settings, awayAfterMinutes: 0 } };
    status.settingsChanged();
    clock.advance(600 * MINUTE);
    expect(told()).toEqual([]);
  });

  it('takes over what is stated in another client, and not that it came, or is idle (S49)', () => {
    other('gajim', 'available');
    other('gajim', 'dnd', 'in a meeting');
    expect(shown()).toEqual(['dnd', 'in a meeting']);
    other('gajim', 'away', undefined, true);
    expect(shown()).toEqual(['dnd', 'in a meeting']);
    other('gajim', 'dnd', 'in a meeting'); // awake again: what it said before
    status.choose('available', '');
    other('gajim', 'dnd', 'in a meeting'); // repeated, as on reconnecting
    expect(shown()).toEqual(['available', '']);
    other('gajim', 'away', 'lunch');
    expect(shown()).toEqual(['away', 'lunch']);
    expect(told()).toEqual(['dnd', 'available', 'away']);
  });

  it('takes over what another client said before this one came', async () => {
    const again = status.announce();
    other('gajim', 'dnd', 'since this morning');
    release();
    await again;
    expect(shown()).toEqual(['dnd', 'since this morning']);
  });

  it('does not swap for ever with a device that is set at the same time', () => {
    other('tablet', 'available');
    status.choose('away');
    other('tablet', 'dnd'); // on its way while ours was
    expect(state.show).toBe('dnd');
    other('tablet', 'away'); // the tablet had taken ours over before it heard
    expect(state.show).toBe('dnd');
    expect(told()).toEqual(['away', 'dnd']);
  });

  it('is not brought back by a device that repeats late what was chosen here before', () => {
    other('tablet', 'available');
    status.choose('away');
    status.choose('available');
    other('tablet', 'away'); // it has taken over the first, and not heard of the second
    expect(state.show).toBe('available');
    other('tablet', 'available');
    expect(told()).toEqual(['away', 'available']);
  });

  it('follows a device that changes its mind at once', () => {
    other('tablet', 'available');
    other('tablet', 'away');
    other('tablet', 'available');
    expect(state.show).toBe('available');
    other('tablet', 'away');
    expect(state.show).toBe('away');
    expect(told()).toEqual(['away', 'available', 'away']);
  });

  it('comes to rest with two devices that are set at the same time, when it is the third', () => {
    other('tablet', 'available');
    other('phone', 'available');
    other('tablet', 'away');
    other('phone', 'dnd'); // they cross
    other('tablet', 'dnd');
    other('phone', 'away'); // what it took over before it heard better
    other('phone', 'dnd');
    expect(state.show).toBe('dnd');
  });

  it('appears offline, deaf to other clients, and is back when told so (S18)', () => {
    status.choose('offline');
    other('gajim', 'dnd');
    status.touched();
    clock.advance(60 * MINUTE);
    expect(state.show).toBe('offline');
    status.choose('available');
    expect(calls).toEqual(['hidden', 'back']);
    expect(told()).toEqual(['unavailable', 'available']);
  });

  it('bounds the text', () => {
    status.choose('away', 'x'.repeat(10_000));
    expect(state.statusText).toHaveLength(200);
  });
});
