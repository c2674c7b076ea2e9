import { NS, parse, xml } from '@stoa/xmpp';
import { ManualClock, until } from '@stoa/xmpp/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { MARKS_NODE } from '../marks/marks.ts';
import { Engine } from '../session/engine.ts';
import { reduce } from '../session/reduce.ts';
import { type ChatState, initialState } from '../session/state.ts';
import { SETTINGS_NODE } from '../settings/settings.ts';
import { memoryStorage } from '../storage/memory.ts';
import { MemoryChat } from '../testing/memory-chat.ts';
import { ANSWERED_NODE } from './invitations.ts';

const JULIET = 'juliet@example.org';
const GARDEN = 'garden@conference.example.org';
const YARD = 'yard@conference.example.org';

describe('what other devices of the account do', () => {
  let chat: MemoryChat;
  let clock: ManualClock;
  let state: ChatState;
  let engine: Engine;

  beforeEach(async () => {
    clock = new ManualClock();
    chat = new MemoryChat(JULIET, () => clock.now());
    chat.keepBookmark(GARDEN, 'Garden', 'Juliet');
    chat.enters(GARDEN, 'Romeo');
    chat.enters(YARD, 'Tybalt');
    state = initialState(JULIET);
    engine = new Engine({
      address: JULIET,
      token: 'token-1',
      agent: { id: 'agent', software: 'Stoa', device: 'test' },
      openTransport: chat.server.open,
      clock,
      storage: memoryStorage(),
      version: 'test',
      random: () => 1,
      state: () => state,
      emit: (event) => (state = reduce(state, event)),
      keepToken: () => undefined,
    });
    await engine.start();
    await until(() => state.rooms[GARDEN]?.status === 'joined', 'the garden');
  });

  const conference = (inner: string) =>
    parse(`<conference xmlns='${NS.pepBookmarks}' name='Yard' autojoin='true'>${inner}</conference>`);
  const invite = (room: string, from: string) =>
    chat.server.push(
      xml(
        'message',
        NS.client,
        { from: `${from}/phone` },
        xml('x', NS.conference, { jid: room, reason: 'come' }),
      ),
    );

  it('enters a room that is kept elsewhere, with what is wanted of it, and leaves one that is let go', async () => {
    const extensions = `<extensions><notify xmlns='${NS.notify}'><never/></notify></extensions>`;
    chat.publishes(NS.pepBookmarks, YARD, conference(`<nick>Jule</nick>${extensions}`));
    await until(() => state.rooms[YARD]?.status === 'joined', 'the yard');
    expect(state.rooms[YARD]?.nick).toBe('Jule');
    expect(state.marks[YARD]).toEqual({ pinned: false, notify: 'never' });
    chat.publishes(NS.pepBookmarks, YARD);
    expect(state.rooms[YARD]).toBeUndefined();
    expect(chat.occupants.get(YARD)?.has('Jule')).toBe(false);
  });

  it('keeps in a bookmark what other clients put there', async () => {
    chat.publishes(
      NS.pepBookmarks,
      GARDEN,
      conference("<password>key</password><extensions><x xmlns='urn:own'/></extensions>"),
    );
    await engine.perform({ type: 'mark', address: GARDEN, kind: 'room', change: { pinned: true } });
    const kept = JSON.stringify(chat.nodes.get(NS.pepBookmarks)?.get(GARDEN));
    for (const part of ['urn:own', 'key', NS.pinned]) expect(kept).toContain(part);
  });

  it('follows settings and marks, and takes a change back that was not stored', async () => {
    chat.publishes(
      SETTINGS_NODE,
      'current',
      xml('settings', SETTINGS_NODE, { 'show-offline': 'false', 'away-after': '30' }),
    );
    expect(state.settings).toMatchObject({ showOffline: false, awayAfterMinutes: 30 });
    const pinned = xml('conversation', MARKS_NODE, {}, xml('pinned', NS.pinned));
    chat.publishes(MARKS_NODE, 'romeo@example.org', pinned);
    expect(state.marks['romeo@example.org']?.pinned).toBe(true);
    chat.publishes(SETTINGS_NODE, 'current', xml('settings', SETTINGS_NODE, { 'away-after': '-7' }));
    expect(state.settings).toMatchObject({ showOffline: true, awayAfterMinutes: 10 });
    chat.server.cut();
    const change = engine.perform({ type: 'settings', change: { showOffline: false } });
    await expect(change).rejects.toThrow();
    expect(state.settings.showOffline).toBe(true);
  });

  it('shows an invitation until it is answered, here or elsewhere, and not into rooms one is in', async () => {
    invite(GARDEN, 'romeo@example.org');
    expect(state.invitations).toEqual({});
    invite(YARD, 'tybalt@example.org');
    expect(state.invitations[YARD]).toMatchObject({ from: 'tybalt@example.org', reason: 'come' });
    const at = new Date(clock.now() + 1).toISOString();
    chat.publishes(ANSWERED_NODE, YARD, xml('answered', ANSWERED_NODE, { at }));
    expect(state.invitations).toEqual({});
    clock.advance(60_000);
    invite(YARD, 'tybalt@example.org');
    await engine.perform({ type: 'join-room', address: YARD });
    expect(state.invitations).toEqual({});
    expect(chat.nodes.get(ANSWERED_NODE)?.has(YARD)).toBe(true);
  });
});
