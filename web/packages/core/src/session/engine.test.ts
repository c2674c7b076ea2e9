import { type XmlElement, child, childText, NS, xml } from '@stoa/xmpp';
import { ManualClock, until } from '@stoa/xmpp/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { listOf } from '../people/list-view-model.ts';
import { memoryStorage } from '../storage/memory.ts';
import type { AccountStorage } from '../storage/storage.ts';
import { MemoryChat } from '../testing/memory-chat.ts';
import { Page } from '../testing/page.ts';
import { reduce } from './reduce.ts';
import type { ChatState } from './state.ts';

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
  const start = (p = page) => p.start();
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
    const isReady = (state: ChatState) => state.conversations[ROMEO]?.timeline.status === 'ready';
    await until(() => isReady(offline.state), 'the kept lines');
    const shown = offline.firstTime(isReady);
    expect(shown.connection.kind).toBe('connecting');
    expect(shown.conversations[ROMEO]?.timeline.entries.map((e) => e.body)).toEqual(known);
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

  it('knows whether the person may invite', async () => {
    chat.admin = true;
    await start();
    await settled();
    expect(page.state.mayInvite).toBe(true);
    expect(await page.do({ type: 'api-token' })).toMatchObject({ token: 'bearer' });
  });
});
