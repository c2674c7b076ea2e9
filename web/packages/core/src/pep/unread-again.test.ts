import { type XmlElement, NS, child, parse, xml } from '@stoa/xmpp';
import { ManualClock, until } from '@stoa/xmpp/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { Engine } from '../session/engine.ts';
import { reduce } from '../session/reduce.ts';
import { type ChatEvent, type ChatState, initialState } from '../session/state.ts';
import { memoryStorage } from '../storage/memory.ts';
import type { AccountStorage } from '../storage/storage.ts';
import { MemoryChat } from '../testing/memory-chat.ts';
import { TELL_AFTER_MS } from './displayed.ts';
import { UNREAD_NODE } from './unread-again.ts';

const JULIET = 'juliet@example.org';
const ROMEO = 'romeo@example.org';
const GARDEN = 'garden@conference.example.org';

describe('what is unread again (E10)', () => {
  let chat: MemoryChat;
  let clock: ManualClock;
  let storage: AccountStorage;
  let state: ChatState;
  let events: ChatEvent[];
  let engine: Engine;
  /** What the client published, in order. */
  let published: { node: string; id: string; payload: XmlElement }[];

  const make = (from = initialState(JULIET)) => {
    state = from;
    events = [];
    engine = new Engine({
      address: JULIET,
      token: 'token-1',
      agent: { id: 'agent', software: 'Stoa', device: 'test' },
      openTransport: chat.server.open,
      clock,
      storage,
      version: 'test',
      random: () => 1,
      state: () => state,
      emit: (event) => {
        events.push(event);
        state = reduce(state, event);
      },
      keepToken: () => undefined,
    });
  };
  const start = async () => {
    await engine.start();
    await until(() => state.connection.kind === 'online' && state.loaded, 'online');
    await until(() => asked(UNREAD_NODE) && asked(NS.displayed), 'what is read and what is not');
  };
  /** The next answers are behind those to what the node was asked. */
  const asked = (node: string) => questions.has(node);
  let questions: Set<string>;
  const item = (node: string, id = ROMEO) => chat.nodes.get(node)?.get(id);
  const stanzaId = (payload: XmlElement | undefined) => payload && child(payload, 'stanza-id', NS.sid)?.attrs;
  const romeo = () => state.conversations[ROMEO];
  const open = () => engine.perform({ type: 'open', address: ROMEO, kind: 'chat' });
  const read = () => engine.perform({ type: 'read', address: ROMEO });
  const unread = (lines: number, address = ROMEO, kind: 'chat' | 'room' = 'chat', mentions = 0) =>
    engine.perform({ type: 'unread', address, kind, unread: lines, mentions });
  const mark = (lines: number, upTo: string, at = clock.now(), by = JULIET) =>
    parse(
      `<unread xmlns='${UNREAD_NODE}' lines='${lines}' mentions='0' stamp='${new Date(at).toISOString()}'>` +
        `<stanza-id xmlns='${NS.sid}' by='${by}' id='${upTo}'/></unread>`,
    );
  const displayed = (upTo: string) =>
    xml('displayed', NS.displayed, {}, xml('stanza-id', NS.sid, { by: JULIET, id: upTo }));
  /** Three lines of Romeo's, read here. */
  const talked = async () => {
    for (const body of ['one', 'two', 'three']) chat.says(ROMEO, body);
    await open();
    await read();
    clock.advance(TELL_AFTER_MS);
  };
  const lastId = () => chat.archive.at(-1)?.id ?? '';

  beforeEach(() => {
    clock = new ManualClock();
    chat = new MemoryChat(JULIET, () => clock.now());
    chat.people.set(ROMEO, 'Romeo');
    storage = memoryStorage();
    published = [];
    questions = new Set();
    const handle = chat.server.onStanza;
    chat.server.onStanza = (stanza, reply) => {
      const pubsub = child(stanza, 'pubsub', NS.pubsub);
      const items = pubsub && child(pubsub, 'items');
      const publish = pubsub && child(pubsub, 'publish');
      const one = publish && child(publish, 'item');
      const payload = one?.children.find((c): c is XmlElement => typeof c !== 'string');
      if (payload) published.push({ node: publish?.attrs.node ?? '', id: one?.attrs.id ?? '', payload });
      handle(stanza, reply);
      if (items) questions.add(items.attrs.node ?? '');
    };
    make();
  });

  it('is told behind how far was read, which is not waited for', async () => {
    await start();
    for (const body of ['one', 'two', 'three']) chat.says(ROMEO, body);
    await open();
    await read();
    await unread(2);
    await until(() => item(UNREAD_NODE) !== undefined, 'the item');
    expect(published.map((p) => p.node)).toEqual([NS.displayed, UNREAD_NODE]);
    expect(stanzaId(item(NS.displayed))).toEqual({ by: JULIET, id: lastId() });
    expect(stanzaId(item(UNREAD_NODE))).toEqual({ by: JULIET, id: lastId() });
    expect(item(UNREAD_NODE)?.attrs).toMatchObject({ lines: '2', mentions: '0' });
    expect(romeo()?.unread).toBe(2);
    // What was waiting to be told has been told, and our own words that come back change nothing.
    clock.advance(TELL_AFTER_MS);
    expect(published).toHaveLength(2);
    expect(romeo()?.unread).toBe(2);
  });

  it('is so in the next session, here and in another browser, until it is read', async () => {
    await start();
    await talked();
    await unread(2);
    await until(() => item(UNREAD_NODE) !== undefined, 'the item');
    await engine.stop();
    for (const kept of [storage, memoryStorage()]) {
      storage = kept;
      questions.clear();
      make();
      await start();
      await until(() => romeo()?.unread === 2 && state.displayed[ROMEO] === lastId(), 'two unread lines');
      await open();
      expect(romeo()?.unread).toBe(2);
      await engine.stop();
    }
    questions.clear();
    make();
    await start();
    await open();
    await read();
    expect(romeo()?.unread).toBe(0);
    await until(() => item(UNREAD_NODE)?.attrs.lines === '0', 'the word that it is read');
    await engine.stop();
    questions.clear();
    storage = memoryStorage();
    make();
    await start();
    await until(() => romeo()?.unread === 0 && state.displayed[ROMEO] === lastId(), 'that it was read');
    await open();
    expect(romeo()?.unread).toBe(0);
  });

  it('is heard from other devices, and so is that it was read there', async () => {
    await start();
    await talked();
    const at = clock.now();
    chat.publishes(UNREAD_NODE, ROMEO, mark(3, lastId(), at + 1));
    expect(romeo()?.unread).toBe(3);
    // What is older than that, in whichever order it comes, is over.
    chat.publishes(UNREAD_NODE, ROMEO, mark(0, lastId(), at));
    expect(romeo()?.unread).toBe(3);
    chat.says(ROMEO, 'four');
    expect(romeo()?.unread).toBe(4);
    chat.publishes(UNREAD_NODE, ROMEO, mark(0, lastId(), at + 2));
    expect(romeo()?.unread).toBe(1);
    expect(published.filter((p) => p.node === UNREAD_NODE)).toEqual([]);
  });

  it('is over, and said to be, where a client that knows nothing of it reads or writes', async () => {
    await start();
    await talked();
    await unread(2);
    chat.says(ROMEO, 'four');
    expect(romeo()?.unread).toBe(3);
    chat.publishes(NS.displayed, ROMEO, displayed(lastId()));
    expect(romeo()?.unread).toBe(0);
    await until(() => item(UNREAD_NODE)?.attrs.lines === '0', 'the word that it is read');

    await unread(1);
    await until(() => item(UNREAD_NODE)?.attrs.lines === '1', 'the item');
    clock.advance(60_000);
    chat.saysElsewhere(ROMEO, 'an answer');
    expect(romeo()?.unread).toBe(0);
    await until(() => item(UNREAD_NODE)?.attrs.lines === '0', 'the word that it is answered');
  });

  it('is told with the next session when there was no network', async () => {
    await start();
    await talked();
    chat.server.reachable = false;
    chat.server.cut();
    await unread(2);
    expect(romeo()?.unread).toBe(2);
    expect(item(UNREAD_NODE)).toBeUndefined();
    chat.server.reachable = true;
    chat.server.forgetSessions();
    clock.advance(5_000);
    await until(() => item(UNREAD_NODE)?.attrs.lines === '2', 'the item');
    expect(romeo()?.unread).toBe(2);
  });

  it('is told by the page that is opened next, when this one is closed before there is a network', async () => {
    await start();
    await talked();
    for (const lines of [2, 0]) {
      chat.server.reachable = false;
      chat.server.cut();
      if (lines > 0) await unread(lines);
      else await read();
      await engine.stop();
      make();
      await engine.start();
      expect(romeo()?.unread).toBe(lines);
      await until(() => state.connection.kind === 'waiting', 'that there is no network');
      chat.server.reachable = true;
      chat.server.forgetSessions();
      clock.advance(10_000);
      await until(() => item(UNREAD_NODE)?.attrs.lines === String(lines), `${lines} lines, told`);
      expect(romeo()?.unread).toBe(lines);
    }
    // It is told, and so kept no more.
    await engine.stop();
    expect((await storage.index())?.untold).toEqual([]);
  });

  it('is not said once more by a tab that goes on where another led', async () => {
    await start();
    await talked();
    await unread(2);
    await until(() => item(UNREAD_NODE) !== undefined, 'the item');
    const before = published.length;
    await engine.stop();
    // Meanwhile it was read elsewhere.
    clock.advance(1_000);
    chat.publishes(UNREAD_NODE, ROMEO, mark(0, lastId(), clock.now()));
    questions.clear();
    make(state);
    await start();
    await until(() => romeo()?.unread === 0, 'that it was read');
    chat.says(ROMEO, 'four');
    expect(romeo()?.unread).toBe(1);
    expect(published).toHaveLength(before);
  });

  it('is asked of the archive where a conversation was never opened', async () => {
    chat.history(ROMEO, JULIET, 'long ago', clock.now() - 1_000);
    chat.history(JULIET, ROMEO, 'answered', clock.now() - 500);
    await start();
    await until(() => romeo()?.preview?.body === 'answered', 'the talk');
    await unread(1);
    expect(stanzaId(item(UNREAD_NODE))?.id).toBe(lastId());
    expect(romeo()?.unread).toBe(1);
  });

  it('names a room by the id that the room gave, and counts there who was named', async () => {
    chat.roomNames.set(GARDEN, 'Garden');
    chat.enters(GARDEN, 'Romeo');
    await start();
    await engine.perform({ type: 'join-room', address: GARDEN });
    await engine.perform({ type: 'open', address: GARDEN, kind: 'room' });
    chat.saysInRoom(GARDEN, 'Romeo', 'Juliet, are you there?');
    await engine.perform({ type: 'read', address: GARDEN });
    await unread(1, GARDEN, 'room', 1);
    await until(() => item(UNREAD_NODE, GARDEN) !== undefined, 'the item');
    expect(stanzaId(item(UNREAD_NODE, GARDEN))?.by).toBe(GARDEN);
    expect(state.conversations[GARDEN]).toMatchObject({ unread: 1, mentions: 1 });
  });

  it('takes nothing that makes no sense', async () => {
    await start();
    await talked();
    const bad = [
      `<unread xmlns='${UNREAD_NODE}' lines='2'/>`,
      `<unread xmlns='${UNREAD_NODE}' lines='2' stamp='yesterday'/>`,
      `<unread xmlns='${UNREAD_NODE}' lines='-2' stamp='2030-01-01T00:00:00Z'/>`,
      `<other xmlns='${UNREAD_NODE}' lines='2' stamp='2030-01-01T00:00:00Z'/>`,
    ];
    for (const payload of bad) chat.publishes(UNREAD_NODE, ROMEO, parse(payload));
    chat.publishes(UNREAD_NODE, ROMEO);
    expect(romeo()?.unread).toBe(0);
    expect(state.unreadAgain).toEqual({});
  });

  it('what is read without having been opened is read on other devices as well', async () => {
    await start();
    chat.says(ROMEO, 'one');
    chat.says(ROMEO, 'two');
    await read();
    clock.advance(TELL_AFTER_MS);
    await until(() => stanzaId(item(NS.displayed))?.id === lastId(), 'how far was read');
  });
});
