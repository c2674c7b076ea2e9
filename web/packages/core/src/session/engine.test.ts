import { type XmlElement, child, childText, NS, serialise, xml } from '@stoa/xmpp';
import { ManualClock, until } from '@stoa/xmpp/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { listOf } from '../people/list-view-model.ts';
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

describe('Engine', () => {
  let chat: MemoryChat;
  let clock: ManualClock;
  let storage: AccountStorage;
  let page: Page;

  const settled = () =>
    until(
      () => page.state.connection.kind === 'online' && page.events.some((e) => e.type === 'bookmarks'),
      'start',
    );
  const start = async (p = page) => {
    await p.engine.start();
    await until(() => p.state.connection.kind === 'online' && p.state.loaded, 'online');
    await until(() => p.events.some((e) => e.type === 'bookmarks'), 'rooms');
  };
  const originIds = () => chat.sent.map((m: XmlElement) => child(m, 'origin-id', NS.sid)?.attrs.id);

  beforeEach(() => {
    clock = new ManualClock();
    chat = new MemoryChat(JULIET, () => clock.now());
    chat.people.set(ROMEO, 'Romeo').set('nurse@example.org', 'Nurse');
    chat.present.set(ROMEO, 'away');
    storage = memoryStorage();
    page = new Page(chat, clock, storage);
  });

  it('lists the people of the roster with their status, and follows both', async () => {
    await start();
    expect(Object.values(page.state.people).map((p) => p.name)).toEqual(['Romeo', 'Nurse']);
    expect(page.state.presence[ROMEO]?.phone?.show).toBe('away');
    chat.appears(ROMEO, 'offline');
    expect(page.state.presence[ROMEO]).toBeUndefined();
    const item = xml('item', NS.roster, { jid: 'tybalt@example.org', name: 'Tybalt', subscription: 'both' });
    chat.server.push(xml('iq', NS.client, { type: 'set', id: '1' }, xml('query', NS.roster, {}, item)));
    expect(page.state.people['tybalt@example.org']?.name).toBe('Tybalt');
  });

  it('does not take a roster push from a stranger', async () => {
    await start();
    const item = xml('item', NS.roster, { jid: 'x@example.org', subscription: 'both' });
    chat.server.push(
      xml('iq', NS.client, { type: 'set', id: '1', from: ROMEO }, xml('query', NS.roster, {}, item)),
    );
    expect(page.state.people['x@example.org']).toBeUndefined();
  });

  describe('history', () => {
    it('opens with the 75 newest lines and pages back without gap or double', async () => {
      for (let i = 1; i <= 200; i++)
        chat.history(ROMEO, JULIET, `line ${i}`, clock.now() - (201 - i) * 60_000);
      await start();
      await page.do({ type: 'open', address: ROMEO, kind: 'chat' });
      expect(page.bodies(ROMEO)).toHaveLength(75);
      expect(page.bodies(ROMEO)[0]).toBe('line 126');
      await page.do({ type: 'older', address: ROMEO });
      await page.do({ type: 'older', address: ROMEO });
      expect(page.bodies(ROMEO)).toEqual(Array.from({ length: 200 }, (_, i) => `line ${i + 1}`));
      expect(page.conversation(ROMEO).timeline.complete).toBe(true);
    });

    it('goes to two places that are asked for at once, also while an older page is on its way', async () => {
      const at = (n: number) => clock.now() - (601 - n) * 60_000;
      for (let i = 1; i <= 600; i++) chat.history(ROMEO, JULIET, `line ${i}`, at(i));
      await start();
      await page.do({ type: 'open', address: ROMEO, kind: 'chat' });
      const reach = (n: number) => page.do({ type: 'reach', address: ROMEO, target: { at: at(n) } });
      const older = page.do({ type: 'older', address: ROMEO });
      const near = reach(500).then(() => expect(page.bodies(ROMEO)).toContain('line 500'));
      const far = reach(5).then(() => expect(page.bodies(ROMEO)).toContain('line 5'));
      await Promise.all([older, near, far]);
      expect(page.bodies(ROMEO)).toEqual(Array.from({ length: 600 }, (_, i) => `line ${i + 1}`));
    });

    it('takes what arrives while the page is on its way once, at its end', async () => {
      chat.history(ROMEO, JULIET, 'old', clock.now() - 1_000);
      await start();
      const opening = page.do({ type: 'open', address: ROMEO, kind: 'chat' });
      chat.says(ROMEO, 'just now');
      await opening;
      expect(page.bodies(ROMEO)).toEqual(['old', 'just now']);
    });
  });

  describe('in a browser without memory, after many missed lines', () => {
    const all = Array.from({ length: 170 }, (_, i) => `line ${i + 1}`);
    beforeEach(() => {
      chat.saysMeanwhile('nurse@example.org', 'before all of that');
      for (const text of all) chat.saysMeanwhile(ROMEO, text);
    });

    it('shows each once, in order, however early one looks', async () => {
      await page.engine.start();
      await until(() => page.state.connection.kind === 'online', 'online');
      await page.do({ type: 'open', address: ROMEO, kind: 'chat' });
      expect(page.bodies(ROMEO)).toEqual(all.slice(-75));
      await page.do({ type: 'older', address: ROMEO });
      await page.do({ type: 'older', address: ROMEO });
      expect(page.bodies(ROMEO)).toEqual(all);
    });

    it('counts them all, and knows over a reload that they were read', async () => {
      await start();
      await until(() => page.conversation(ROMEO).unread === 170, 'the count');
      expect(page.conversation('nurse@example.org').unread).toBe(1);
      await page.do({ type: 'read', address: ROMEO });
      await page.engine.stop();
      const next = new Page(chat, clock, storage);
      await start(next);
      await next.do({ type: 'open', address: ROMEO, kind: 'chat' });
      expect(next.conversation(ROMEO).unread).toBe(0);
      expect(next.bodies(ROMEO)).toEqual(all.slice(-75));
    });
  });

  it('opens in order while it is still catching up', async () => {
    chat.history(ROMEO, JULIET, 'known', clock.now());
    await start();
    await until(() => page.state.conversations[ROMEO] !== undefined, 'the newest');
    await page.engine.stop();
    for (let i = 1; i <= 350; i++) chat.history(ROMEO, JULIET, `line ${i}`, clock.now());
    const next = new Page(chat, clock, storage);
    await next.engine.start();
    await until(() => next.state.connection.kind === 'online', 'online');
    await next.do({ type: 'open', address: ROMEO, kind: 'chat' });
    chat.says(ROMEO, 'live');
    expect(next.bodies(ROMEO)).toEqual([...Array.from({ length: 75 }, (_, i) => `line ${276 + i}`), 'live']);
  });

  it('shows the end of the open conversation before the server was asked, then what was missed (E15)', async () => {
    for (let i = 1; i <= 90; i++) chat.history(ROMEO, JULIET, `line ${i}`, clock.now());
    await start();
    await until(() => page.state.conversations[ROMEO] !== undefined, 'the newest');
    await page.do({ type: 'open', address: ROMEO, kind: 'chat' });
    await page.engine.stop();
    const known = Array.from({ length: 75 }, (_, i) => `line ${16 + i}`);
    const offline = new Page(chat, clock, storage);
    void offline.engine.start();
    await until(() => offline.state.conversations[ROMEO]?.timeline.status === 'ready', 'the kept lines');
    expect(offline.state.connection.kind).toBe('connecting');
    expect(offline.bodies(ROMEO)).toEqual(known);
    await offline.engine.stop();

    chat.saysMeanwhile(ROMEO, 'missed');
    const next = new Page(chat, clock, storage);
    await start(next);
    await until(() => next.bodies(ROMEO).includes('missed'), 'what was missed');
    expect(next.bodies(ROMEO)).toEqual([...known, 'missed']);
    await next.do({ type: 'older', address: ROMEO });
    expect(next.bodies(ROMEO).slice(0, 16)).toEqual(Array.from({ length: 16 }, (_, i) => `line ${i + 1}`));
  });

  it('asks again for what a tab asked for that is gone', async () => {
    page.state = reduce(page.state, { type: 'opened', address: ROMEO, kind: 'chat' });
    page.state = reduce(page.state, { type: 'loading', address: ROMEO, which: 'first' });
    chat.history(ROMEO, JULIET, 'hello', clock.now());
    await start();
    await page.do({ type: 'open', address: ROMEO, kind: 'chat' });
    expect(page.bodies(ROMEO)).toEqual(['hello']);
  });

  describe('after a lost session', () => {
    it('misses nothing, doubles nothing, counts what came', async () => {
      chat.history(ROMEO, JULIET, 'before', clock.now() - DAY);
      await start();
      await page.do({ type: 'open', address: ROMEO, kind: 'chat' });
      chat.says(ROMEO, 'live');
      await page.do({ type: 'read', address: ROMEO });
      chat.server.forgetSessions();
      chat.server.cut();
      for (let i = 1; i <= 250; i++) chat.history(ROMEO, JULIET, `missed ${i}`, clock.now());
      clock.advance(1_000);
      await until(() => page.bodies(ROMEO).length === 252, 'catching up');
      chat.says(ROMEO, 'live again');
      expect(page.bodies(ROMEO)).toEqual([
        'before',
        'live',
        ...Array.from({ length: 250 }, (_, i) => `missed ${i + 1}`),
        'live again',
      ]);
      expect(page.conversation(ROMEO).unread).toBe(251);
    });

    it('loads anew what it cannot page through', async () => {
      chat.history(ROMEO, JULIET, 'before', clock.now() - DAY);
      await start();
      await page.do({ type: 'open', address: ROMEO, kind: 'chat' });
      chat.server.forgetSessions();
      chat.server.cut();
      chat.archive.length = 0; // retention took even the place where we were
      chat.history(ROMEO, JULIET, 'after', clock.now());
      clock.advance(1_000);
      await until(() => page.conversation(ROMEO).timeline.status === 'unloaded', 'the gap');
      await until(() => page.conversation(ROMEO).preview?.body === 'after', 'the newest');
      await page.do({ type: 'open', address: ROMEO, kind: 'chat' });
      expect(page.bodies(ROMEO)).toEqual(['after']);
    });
  });

  describe('unread', () => {
    it('counts over a reload: what was counted, and what came meanwhile', async () => {
      await start();
      chat.says(ROMEO, 'one');
      expect(page.conversation(ROMEO).unread).toBe(1);
      await page.engine.stop();
      chat.history(ROMEO, JULIET, 'two', clock.now());
      const next = new Page(chat, clock, storage);
      await start(next);
      await until(() => next.conversation(ROMEO).unread === 2, 'the count');
      expect(next.conversation(ROMEO).preview?.body).toBe('two');
    });

    it('is nothing once another device of ours answered', async () => {
      await start();
      chat.says(ROMEO, 'one');
      chat.saysElsewhere(ROMEO, 'answer');
      expect(page.conversation(ROMEO).unread).toBe(0);
      expect(page.conversation(ROMEO).preview).toMatchObject({ own: true, body: 'answer' });
    });

    it('begins, in a browser without memory, after the last own line', async () => {
      chat.history(ROMEO, JULIET, 'seen', clock.now() - 3_000);
      chat.history(JULIET, ROMEO, 'answered', clock.now() - 2_000);
      chat.history(ROMEO, JULIET, 'new', clock.now() - 1_000);
      await start();
      await until(() => page.state.conversations[ROMEO]?.unread === 1, 'the count');
    });
  });

  it('shows the names it knew before it is connected, and drops what another device let go', async () => {
    chat.roomNames.set(GARDEN, 'Garden').set('attic@conference.example.org', 'Attic');
    chat.keepBookmark(GARDEN, 'Garden', 'Juliet');
    await start();
    await until(() => page.state.rooms[GARDEN]?.status === 'joined', 'the room');
    await page.do({ type: 'join-room', address: 'attic@conference.example.org', name: 'Attic' });
    chat.says(ROMEO, 'one');
    await page.engine.stop();
    chat.forgetBookmarks();
    chat.keepBookmark(GARDEN, 'Garden', 'Juliet');
    chat.server.reachable = false;
    const next = new Page(chat, clock, storage);
    await next.engine.start();
    await until(() => next.state.connection.kind === 'waiting', 'the first attempt');
    const names = () => {
      const { rooms, people } = listOf(next.state, '', true);
      return [...rooms, ...people].map((i) => i.name).sort();
    };
    expect(names()).toEqual(['Attic', 'Garden', 'Romeo']);
    chat.server.reachable = true;
    clock.advance(5_000);
    await until(() => names().join() === 'Garden,Nurse,Romeo', 'the list');
  });

  describe('outbox', () => {
    it('shows a line at once and calls it stored when the server has it', async () => {
      await start();
      await page.do({ type: 'open', address: ROMEO, kind: 'chat' });
      chat.server.silent = true;
      await page.write(ROMEO, 'hello');
      expect(page.lines(ROMEO)).toEqual(['pending: hello']);
      chat.server.silent = false;
      chat.server.push(xml('message', NS.client, { from: ROMEO, type: 'chat' }));
      clock.advance(30_000); // the sign of life asks again
      await until(() => page.lines(ROMEO)[0] === 'stored: hello', 'the acknowledgement');
      expect(await storage.outbox()).toEqual([]);
    });

    it('keeps what was written without a network, and sends it once, in order', async () => {
      await start();
      await page.do({ type: 'open', address: ROMEO, kind: 'chat' });
      chat.server.reachable = false;
      chat.server.cut();
      await page.write(ROMEO, 'a');
      await page.write(ROMEO, 'b');
      expect(page.lines(ROMEO)).toEqual(['pending: a', 'pending: b']);
      chat.server.reachable = true;
      clock.advance(5_000);
      await until(() => page.lines(ROMEO).join() === 'stored: a,stored: b', 'the sending');
      expect(originIds()).toEqual(['o-a', 'o-b']);
    });

    it('does not double what the server had when the network went', async () => {
      await start();
      await page.do({ type: 'open', address: ROMEO, kind: 'chat' });
      chat.server.silent = true;
      await page.write(ROMEO, 'a');
      chat.server.silent = false;
      chat.server.forgetSessions(); // no resumption: a fresh session
      chat.server.cut();
      clock.advance(5_000);
      await until(() => page.lines(ROMEO).join() === 'stored: a', 'settling');
      expect(chat.archive.map((s) => childText(s.message, 'body'))).toEqual(['a']);
    });

    it('takes up what a killed tab left', async () => {
      chat.server.reachable = false;
      await page.engine.start();
      await page.write(ROMEO, 'left behind');
      chat.server.reachable = true;
      const next = new Page(chat, clock, storage); // the first was killed: no goodbye
      await start(next);
      await until(() => chat.sent.length === 1, 'the sending');
      await next.do({ type: 'open', address: ROMEO, kind: 'chat' });
      await until(() => next.lines(ROMEO).join() === 'stored: left behind', 'settling');
      expect(await storage.outbox()).toEqual([]);
    });

    it('marks what was refused, and tries again when asked', async () => {
      await start();
      await page.do({ type: 'open', address: ROMEO, kind: 'chat' });
      chat.refuse = /poison/;
      await page.write(ROMEO, 'poison');
      await until(() => page.lines(ROMEO).join() === 'failed: poison', 'the refusal');
      expect(page.conversation(ROMEO).timeline.entries[0]?.problem).toMatchObject({ condition: 'forbidden' });
      chat.refuse = undefined;
      await page.do({ type: 'retry', originId: 'o-poison' });
      await until(() => page.lines(ROMEO).join() === 'stored: poison', 'the second try');
      expect(originIds()).toEqual(['o-poison', 'o-poison']);
    });

    it('forgets what the person cancels', async () => {
      chat.server.reachable = false;
      await page.engine.start();
      await page.write(ROMEO, 'rather not');
      await page.do({ type: 'cancel', originId: 'o-rather not' });
      expect(page.bodies(ROMEO)).toEqual([]);
      expect(await storage.outbox()).toEqual([]);
    });

    it('shows what is cancelled for as long as the browser keeps it, and sends it no more', async () => {
      let forget: () => void = () => undefined;
      const slow = new Promise<void>((resolve) => (forget = resolve));
      const removeOutbox = (originId: string) => slow.then(() => storage.removeOutbox(originId));
      const here = new Page(chat, clock, { ...storage, removeOutbox });
      chat.server.reachable = false;
      await here.engine.start();
      await here.write(ROMEO, 'rather not');
      const cancelled = here.do({ type: 'cancel', originId: 'o-rather not' });
      expect(here.bodies(ROMEO)).toEqual(['rather not']);
      await until(() => here.state.connection.kind === 'waiting', 'the first attempt');
      chat.server.reachable = true;
      clock.advance(5_000);
      await until(() => here.state.connection.kind === 'online' && here.state.loaded, 'the connection');
      forget();
      await cancelled;
      expect(here.bodies(ROMEO)).toEqual([]);
      expect(await storage.outbox()).toEqual([]);
      expect(chat.sent).toEqual([]);
    });
  });

  describe('typing', () => {
    it('is shown until a message, a pause, or too long a silence', async () => {
      await start();
      await page.do({ type: 'open', address: ROMEO, kind: 'chat' });
      chat.types(ROMEO);
      expect(page.conversation(ROMEO).typing).toEqual([ROMEO]);
      clock.advance(30_000);
      expect(page.conversation(ROMEO).typing).toEqual([]);
      chat.types(ROMEO);
      chat.says(ROMEO, 'here');
      expect(page.conversation(ROMEO).typing).toEqual([]);
    });

    it('is told only to those who understand it', async () => {
      await start();
      const states: string[] = [];
      const handle = chat.server.onStanza;
      chat.server.onStanza = (stanza, reply) => {
        const state = stanza.children.find((c) => typeof c !== 'string' && c.ns === NS.chatStates);
        if (stanza.name === 'message' && typeof state === 'object') states.push(state.name);
        handle(stanza, reply);
      };
      await page.do({ type: 'typing', address: ROMEO, on: true });
      expect(states).toEqual([]);
      chat.types(ROMEO, 'active');
      await page.do({ type: 'typing', address: ROMEO, on: true });
      await page.do({ type: 'typing', address: ROMEO, on: true });
      clock.advance(5_000);
      expect(states).toEqual(['composing', 'paused']);
    });
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

  it('knows whether the person may invite', async () => {
    chat.admin = true;
    await start();
    await settled();
    expect(page.state.mayInvite).toBe(true);
    expect(await page.do({ type: 'api-token' })).toMatchObject({ token: 'bearer' });
  });
});
