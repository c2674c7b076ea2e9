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
  const turns = () => sent.map((p) => Number(child(p, 'stated', NS.stoaStatus)?.attrs.turn ?? 0));
  const other = (resource: string, show: string, text?: string, idle = false, turn?: number | string) =>
    status.heard(
      xml(
        'presence',
        NS.client,
        { from: `${SELF}/${resource}` },
        show !== 'available' && xml('show', NS.client, {}, show),
        text !== undefined && xml('status', NS.client, {}, text),
        idle && xml('idle', NS.idle, { since: '2026-01-01T00:00:00Z' }),
        turn !== undefined && xml('stated', NS.stoaStatus, { turn: String(turn) }),
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

  /** Another browser of the same person. */
  const browser = (resource: string, turn: number | string, show: string, text?: string) =>
    other(resource, show, text, false, turn);

  it('does not swap for ever with a browser that is set at the same time: the quieter holds on both', () => {
    status.choose('away');
    browser('tablet', 1, 'dnd'); // on its way while ours was
    expect(state.show).toBe('dnd');
    browser('tablet', 1, 'dnd');
    expect(told()).toEqual(['away', 'dnd']);
    expect(turns()).toEqual([1, 1]);
    status.choose('dnd');
    browser('tablet', 2, 'available', 'here');
    expect(state.show).toBe('dnd');
    status.choose('dnd', 'b');
    browser('tablet', 3, 'dnd', 'c');
    expect(state.statusText).toBe('b');
    browser('tablet', 3, 'dnd', 'a');
    expect(state.statusText).toBe('a');
  });

  it('keeps what the person has chosen since, when what another browser took over before comes late', () => {
    status.choose('away');
    status.choose('dnd');
    status.choose('available');
    browser('tablet', 1, 'away');
    browser('tablet', 2, 'dnd');
    browser('tablet', 3, 'available');
    expect(told()).toEqual(['away', 'dnd', 'available']);
    expect(turns()).toEqual([1, 2, 3]);
  });

  it('follows a browser that changes its mind at once, past a third that repeats it late', () => {
    browser('tablet', 1, 'away');
    browser('tablet', 2, 'available');
    browser('phone', 1, 'away');
    expect(state.show).toBe('available');
    browser('phone', 2, 'available');
    browser('tablet', 3, 'away');
    expect(told()).toEqual(['away', 'available', 'away']);
    expect(turns()).toEqual([1, 2, 3]);
  });

  it('numbers what a client states that does not', () => {
    browser('tablet', 4, 'dnd');
    other('gajim', 'available');
    other('gajim', 'away', 'lunch');
    expect(turns()).toEqual([4, 5]);
    browser('tablet', 5, 'away', 'lunch');
    expect(turns()).toEqual([4, 5]);
    status.choose('available', '');
    expect(turns()).toEqual([4, 5, 6]);
  });

  it('is no statement that one touches something, or nothing', () => {
    status.choose('available');
    clock.advance(10 * MINUTE);
    browser('tablet', 1, 'available'); // it was idle, and is touched
    expect(state.idleSince).toBeDefined();
    status.touched();
    browser('tablet', 2, 'away');
    expect(turns()).toEqual([1, 1, 1, 2]);
  });

  it('takes no turn that is none', () => {
    other('tablet', 'available');
    for (const [i, turn] of ['-1', '0', '1.5', '1e9', '9'.repeat(16), ''].entries()) {
      browser('tablet', turn, 'away', `text ${i}`);
    }
    expect(turns()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('is told by a browser that was there before what holds, even that one is simply available', async () => {
    status.choose('dnd');
    const again = status.announce();
    browser('tablet', 7, 'available');
    release();
    await again;
    expect(shown()).toEqual(['available', '']);
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
