import { type XmlElement, child, childText, NS, serialise, xml } from '@stoa/xmpp';
import { ManualClock, until } from '@stoa/xmpp/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStorage } from '../storage/memory.ts';
import type { AccountStorage } from '../storage/storage.ts';
import { MemoryChat } from '../testing/memory-chat.ts';
import { Page } from '../testing/page.ts';
import { reduce } from './reduce.ts';
import { initialState } from './state.ts';

const JULIET = 'juliet@example.org';
const ROMEO = 'romeo@example.org';
const GARDEN = 'garden@conference.example.org';
const DAY = 24 * 60 * 60_000;

describe('Engine in rooms', () => {
  let chat: MemoryChat;
  let clock: ManualClock;
  let storage: AccountStorage;
  let page: Page;

  const start = (p = page) => p.start();

  beforeEach(() => {
    clock = new ManualClock();
    chat = new MemoryChat(JULIET, () => clock.now());
    chat.people.set(ROMEO, 'Romeo').set('nurse@example.org', 'Nurse');
    chat.present.set(ROMEO, 'away');
    storage = memoryStorage();
    page = new Page(chat, clock, storage);
  });

  describe('typing in rooms', () => {
    const statesSent = () => {
      const states: string[] = [];
      const handle = chat.server.onStanza;
      chat.server.onStanza = (stanza, reply) => {
        const state = stanza.children.find((c) => typeof c !== 'string' && c.ns === NS.chatStates);
        if (stanza.attrs.type === 'groupchat' && typeof state === 'object') states.push(state.name);
        handle(stanza, reply);
      };
      return states;
    };
    const enter = async (others: number) => {
      chat.roomNames.set(GARDEN, 'Garden');
      for (let i = 1; i <= others; i++) chat.enters(GARDEN, `Guest ${i}`);
      await start();
      await page.do({ type: 'join-room', address: GARDEN });
      await until(() => page.state.rooms[GARDEN]?.status === 'joined', 'the room');
      await page.do({ type: 'open', address: GARDEN, kind: 'room' });
    };

    it('is told and shown by nick where few are', async () => {
      await enter(49);
      const states = statesSent();
      await page.do({ type: 'typing', address: GARDEN, on: true });
      clock.advance(5_000);
      expect(states).toEqual(['composing', 'paused']);
      chat.types(`${GARDEN}/Guest 1`, 'composing', 'groupchat');
      chat.types(`${GARDEN}/Guest 2`, 'composing', 'groupchat');
      expect(page.conversation(GARDEN).typing).toEqual(['Guest 1', 'Guest 2']);
      chat.types(`${GARDEN}/Guest 1`, 'paused', 'groupchat');
      expect(page.conversation(GARDEN).typing).toEqual(['Guest 2']);
      chat.saysInRoom(GARDEN, 'Guest 2', 'done');
      expect(page.conversation(GARDEN).typing).toEqual([]);
      chat.types(`${GARDEN}/Guest 3`, 'composing', 'groupchat');
      clock.advance(30_000);
      expect(page.conversation(GARDEN).typing).toEqual([]);
    });

    it('is neither told nor shown where many are', async () => {
      await enter(50);
      const states = statesSent();
      await page.do({ type: 'typing', address: GARDEN, on: true });
      chat.types(`${GARDEN}/Guest 1`, 'composing', 'groupchat');
      expect(states).toEqual([]);
      expect(page.conversation(GARDEN).typing).toEqual([]);
    });
  });

  describe('rooms', () => {
    beforeEach(() => {
      chat.roomNames.set(GARDEN, 'Garden');
      chat.subjects.set(GARDEN, 'Tonight');
      chat.enters(GARDEN, 'Romeo');
      for (let i = 1; i <= 3; i++) chat.roomHistory(GARDEN, 'Romeo', `old ${i}`, clock.now() - DAY);
    });
    const joined = (p = page) => until(() => p.state.rooms[GARDEN]?.status === 'joined', 'the room');

    it('enters, sees who is there, the subject and the history, and talks', async () => {
      await start();
      await page.do({ type: 'join-room', address: GARDEN });
      await joined();
      await until(() => page.state.rooms[GARDEN]?.name === 'Garden', 'the name');
      expect(page.state.rooms[GARDEN]).toMatchObject({ subject: 'Tonight', nick: 'Juliet' });
      expect(Object.keys(page.state.rooms[GARDEN]?.occupants ?? {})).toEqual(['Romeo', 'Juliet']);
      await page.do({ type: 'open', address: GARDEN, kind: 'room' });
      await page.write(GARDEN, 'hello', 'room');
      await until(() => page.lines(GARDEN).at(-1) === 'stored: hello', 'the reflection');
      chat.saysInRoom(GARDEN, 'Romeo', 'hello yourself');
      expect(page.bodies(GARDEN)).toEqual(['old 1', 'old 2', 'old 3', 'hello', 'hello yourself']);
      expect(page.conversation(GARDEN).unread).toBe(1);
    });

    it('is entered from the first word of it on: no tab shows one of the bookmarks as left', async () => {
      chat.keepBookmark(GARDEN, 'Garden', 'Juliet');
      await start();
      await until(() => page.state.rooms[GARDEN]?.status === 'joined', 'the garden');
      let shown = initialState(JULIET);
      const statuses = page.events.map((event) => (shown = reduce(shown, event)).rooms[GARDEN]?.status);
      expect(statuses).not.toContain('out');
      expect(shown.rooms[GARDEN]?.name).toBe('Garden');
    });

    it('comes back to its rooms by their bookmarks, and catches up', async () => {
      await start();
      await page.do({ type: 'join-room', address: GARDEN });
      await joined();
      await until(() => page.conversation(GARDEN).preview?.body === 'old 3', 'the newest line');
      await page.engine.stop();
      chat.server.cut();
      chat.occupants.get(GARDEN)?.delete('Juliet');
      chat.roomHistory(GARDEN, 'Romeo', 'meanwhile', clock.now());
      const next = new Page(chat, clock, storage);
      await start(next);
      await joined(next);
      await until(() => next.conversation(GARDEN).unread === 1, 'catching up');
      expect(next.conversation(GARDEN).preview?.body).toBe('meanwhile');
    });

    it('shows the line that came last, though the archive says when it was said, and a live one when it came', async () => {
      await start();
      await page.do({ type: 'join-room', address: GARDEN });
      await joined();
      await until(() => page.conversation(GARDEN).preview?.body === 'old 3', 'the newest line');
      chat.saysInRoom(GARDEN, 'Romeo', 'heard live');
      expect(page.conversation(GARDEN).preview?.body).toBe('heard live');
      const { lastAt } = page.conversation(GARDEN);
      await page.engine.stop();
      chat.server.cut();
      chat.occupants.get(GARDEN)?.delete('Juliet');
      chat.roomHistory(GARDEN, 'Romeo', 'said right after it', clock.now() - 200);
      const next = new Page(chat, clock, storage);
      await start(next);
      await joined(next);
      await until(() => next.conversation(GARDEN).preview?.body === 'said right after it', 'the newest line');
      expect(next.conversation(GARDEN).lastAt).toBe(lastAt);
    });

    it('counts what was said first of all in a room that was empty when one left it', async () => {
      chat.roomArchives.set(GARDEN, []);
      await start();
      await page.do({ type: 'join-room', address: GARDEN });
      await joined();
      await page.do({ type: 'open', address: GARDEN, kind: 'room' }); // which waits for the catching up
      await page.engine.stop();
      chat.occupants.get(GARDEN)?.delete('Juliet');
      for (const body of ['is it open?', 'it is']) chat.roomHistory(GARDEN, 'Romeo', body, clock.now());
      const next = new Page(chat, clock, storage);
      await start(next);
      await joined(next);
      await until(() => next.conversation(GARDEN).preview?.body === 'it is', 'the newest line');
      expect(next.conversation(GARDEN).unread).toBe(2);
    });

    it('counts what is said while it looks what was said before', async () => {
      const { onStanza } = chat.server;
      chat.server.onStanza = (stanza, reply) => {
        if (stanza.attrs.to === GARDEN && child(stanza, 'query', NS.mam))
          chat.saysInRoom(GARDEN, 'Romeo', 'welcome');
        onStanza(stanza, reply);
      };
      await start();
      await page.do({ type: 'join-room', address: GARDEN });
      await until(() => page.conversation(GARDEN).preview?.body === 'welcome', 'the newest line');
      expect(page.conversation(GARDEN).unread).toBe(1);
    });

    it('makes the room one has asked for, also where it is entered as the session begins', async () => {
      chat.keepBookmark(GARDEN, 'Garden', 'Juliet');
      const { onStanza } = chat.server;
      const held = new Map<string, () => void>();
      const forms: string[] = [];
      chat.server.onStanza = (stanza, reply) => {
        const what = child(stanza, 'query', NS.roster) ? 'roster' : stanza.attrs.to?.split('@')[0];
        const late = what === 'roster' || (what === 'secret' && stanza.name === 'presence');
        if (child(stanza, 'query', NS.mucOwner)) forms.push(serialise(stanza));
        if (!what || !late || held.has(what)) return onStanza(stanza, reply);
        const answers: XmlElement[] = [];
        onStanza(stanza, (answer) => answers.push(answer));
        held.set(what, () => answers.forEach(reply));
      };
      void page.engine.start();
      await until(() => page.state.connection.kind === 'online' && held.has('roster'), 'the beginning');
      const made = page.do({ type: 'create-room', name: 'Secret', isPrivate: true });
      await until(() => held.has('secret'), 'the question');
      held.get('roster')?.();
      await joined();
      held.get('secret')?.();
      expect(await made).toBe('secret@conference.example.org');
      expect(forms).toEqual([expect.stringMatching(/roomname.*Secret.*membersonly[^/]*1</)]);
    });

    it('does not double a room message whose reflection was lost', async () => {
      await start();
      await page.do({ type: 'join-room', address: GARDEN });
      await page.do({ type: 'open', address: GARDEN, kind: 'room' });
      await joined();
      chat.server.reachable = false;
      await page.write(GARDEN, 'lost', 'room');
      chat.server.cut();
      chat.server.forgetSessions();
      chat.occupants.get(GARDEN)?.delete('Juliet');
      chat.server.reachable = true;
      clock.advance(5_000);
      await until(() => page.lines(GARDEN).at(-1) === 'stored: lost', 'the resend');
      const bodies = chat.roomArchives.get(GARDEN)?.map((s) => childText(s.message, 'body'));
      expect(bodies?.filter((b) => b === 'lost')).toHaveLength(1);
    });

    it('takes another nick when its own is taken', async () => {
      chat.enters(GARDEN, 'Juliet');
      await start();
      await page.do({ type: 'join-room', address: GARDEN });
      expect(page.state.rooms[GARDEN]?.nick).toBe('Juliet 2');
    });

    it('follows nick changes, its own too', async () => {
      await start();
      await page.do({ type: 'join-room', address: GARDEN });
      await page.do({ type: 'change-nick', address: GARDEN, nick: 'Jule' });
      await until(() => page.state.rooms[GARDEN]?.nick === 'Jule', 'the nick');
      expect(Object.keys(page.state.rooms[GARDEN]?.occupants ?? {})).toContain('Jule');
      expect(Object.keys(page.state.rooms[GARDEN]?.occupants ?? {})).not.toContain('Juliet');
    });

    it('makes a new room and gives it its name', async () => {
      await start();
      const address = await page.do({ type: 'create-room', name: 'Balcony talk' });
      expect(address).toBe('balcony-talk@conference.example.org');
      expect(chat.roomNames.get('balcony-talk@conference.example.org')).toBe('Balcony talk');
      expect(page.state.rooms['balcony-talk@conference.example.org']?.status).toBe('joined');
    });

    it('does not make a room by looking for one that is not there', async () => {
      await start();
      const address = 'nowhere@conference.example.org';
      await expect(page.do({ type: 'join-room', address })).rejects.toThrow('item-not-found');
      expect(page.state.rooms[address]).toMatchObject({
        status: 'out',
        problem: { kind: 'refused', condition: 'item-not-found' },
      });
      expect(chat.occupants.has(address)).toBe(false);
    });

    it.each([
      { sent: ['307'], kind: 'kicked' },
      { sent: ['333'], kind: 'unreachable' },
      { sent: ['307', '333'], kind: 'unreachable' },
    ])('says why it was taken out: $sent', async ({ sent, kind }) => {
      await start();
      await page.do({ type: 'join-room', address: GARDEN });
      const item = xml('item', NS.mucUser, { affiliation: 'none', role: 'none' });
      const codes = ['110', ...sent].map((code) => xml('status', NS.mucUser, { code }));
      const from = `${GARDEN}/Juliet`;
      chat.server.push(
        xml('presence', NS.client, { from, type: 'unavailable' }, xml('x', NS.mucUser, {}, item, ...codes)),
      );
      expect(page.state.rooms[GARDEN]).toMatchObject({ status: 'out', problem: { kind } });
    });

    it('forgets a room it leaves', async () => {
      await start();
      await page.do({ type: 'join-room', address: GARDEN });
      await page.do({ type: 'leave-room', address: GARDEN });
      expect(page.state.rooms[GARDEN]).toBeUndefined();
      expect(chat.occupants.get(GARDEN)?.has('Juliet')).toBe(false);
    });
  });
});
