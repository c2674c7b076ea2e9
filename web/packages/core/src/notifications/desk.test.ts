import { type XmlElement, NS, child, xml } from '@stoa/xmpp';
import { ManualClock, until } from '@stoa/xmpp/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { Engine } from '../session/engine.ts';
import { reduce } from '../session/reduce.ts';
import { type ChatState, initialState } from '../session/state.ts';
import { memoryStorage } from '../storage/memory.ts';
import { MemoryChat } from '../testing/memory-chat.ts';
import { WISHES_NODE } from './wishes.ts';

const JULIET = 'juliet@example.org';
const ROMEO = 'romeo@example.org';

let clock: ManualClock;
let chat: MemoryChat;
let state: ChatState;
let engine: Engine;

beforeEach(async () => {
  clock = new ManualClock();
  chat = new MemoryChat(JULIET, () => clock.now());
  chat.people.set(ROMEO, 'Romeo');
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
    emit: (event) => {
      state = reduce(state, event);
    },
    keepToken: () => undefined,
  });
  await engine.start();
  await until(() => state.loaded);
});

describe('another device of the account', () => {
  const displayed = (id: string) =>
    xml('displayed', NS.displayed, {}, xml('stanza-id', NS.sid, { by: JULIET, id }));

  it('is known to be used by what it writes', async () => {
    expect(state.elsewhereAt).toBe(0);
    chat.says(ROMEO, 'Not our own words');
    await until(() => (state.conversations[ROMEO]?.unread ?? 0) === 1);
    expect(state.elsewhereAt).toBe(0);
    chat.saysElsewhere(ROMEO, 'From the phone');
    await until(() => state.elsewhereAt > 0);
    expect(state.elsewhereAt).toBe(clock.now());
  });

  it('is known to be used by what it reads, and our own reading is none of it', async () => {
    chat.publishes(NS.displayed, ROMEO, displayed('id-7'));
    await until(() => state.elsewhereAt > 0);
    const before = state.elsewhereAt;
    clock.advance(1_000);
    chat.publishes(NS.displayed, ROMEO, displayed('id-7'));
    chat.says(ROMEO, 'Here');
    await until(() => (state.conversations[ROMEO]?.unread ?? 0) === 1);
    expect(state.elsewhereAt).toBe(before);
  });
});

it('what one wants to be told of is the same on every device', async () => {
  await engine.perform({ type: 'wishes', change: { rooms: true, keywords: ['lute', ' lute', ''] } });
  expect(state.wishes).toMatchObject({ rooms: true, direct: true, keywords: ['lute'] });
  const kept = chat.nodes.get(WISHES_NODE)?.get('current');
  expect(kept?.attrs.rooms).toBe('true');
  chat.publishes(WISHES_NODE, 'current', xml('notifications', WISHES_NODE, { direct: 'false' }));
  await until(() => !state.wishes.direct);
  expect(state.wishes.rooms).toBe(false);
});

it('of two changes in a row none is lost, nor undone meanwhile', async () => {
  const first = engine.perform({ type: 'wishes', change: { quiet: { from: 0 } } });
  const second = engine.perform({ type: 'wishes', change: { quiet: { to: 60, on: true } } });
  chat.publishes(WISHES_NODE, 'current', xml('notifications', WISHES_NODE, { rooms: 'true' }));
  await Promise.all([first, second]);
  expect(state.wishes).toMatchObject({ rooms: false, quiet: { on: true, from: 0, to: 60 } });
});

it('a change that comes before the wishes are there keeps them', async () => {
  const stored = { rooms: 'true', 'snoozed-until': '2026-12-24T18:00:00.000Z' };
  chat.publishes(WISHES_NODE, 'current', xml('notifications', WISHES_NODE, stored));
  await until(() => state.wishes.rooms);
  // A page that has just been opened.
  state = initialState(JULIET);
  const { onStanza } = chat.server;
  let answer: (() => void) | undefined;
  chat.server.onStanza = (stanza, reply) => {
    const asks = JSON.stringify(stanza).includes(WISHES_NODE) && stanza.attrs.type === 'get';
    if (!asks || answer) onStanza?.(stanza, reply);
    else answer = () => onStanza?.(stanza, reply);
  };
  chat.server.forgetSessions();
  chat.server.cut();
  clock.advance(1_000);
  await until(() => answer !== undefined);
  const changed = engine.perform({ type: 'wishes', change: { mentions: false } });
  answer?.();
  await changed;
  expect(state.wishes).toMatchObject({ rooms: true, mentions: false });
  expect(chat.nodes.get(WISHES_NODE)?.get('current')?.attrs).toMatchObject({ ...stored, mentions: 'false' });
});

it('a browser is registered with its subscription, and what it is not to be told', async () => {
  const asked: XmlElement[] = [];
  const { onStanza } = chat.server;
  chat.server.onStanza = (stanza, reply) => {
    const push = child(stanza, 'enable', 'urn:xmpp:push:0') ?? child(stanza, 'disable', 'urn:xmpp:push:0');
    if (!push) return onStanza?.(stanza, reply);
    asked.push(push);
    reply(xml('iq', NS.client, { type: 'result', id: stanza.attrs.id }));
  };
  const to = {
    endpoint: 'https://push.example.net/a',
    p256dh: 'key',
    auth: 'secret',
    preview: false,
    busy: true,
  };
  await engine.perform({ type: 'push-enable', node: 'browser-1', to });
  await engine.perform({ type: 'push-disable', node: 'browser-1' });
  const [enable, disable] = asked;
  expect(enable?.attrs).toMatchObject({ jid: 'example.org', node: 'browser-1' });
  expect(disable).toMatchObject({ name: 'disable', attrs: { jid: 'example.org', node: 'browser-1' } });
  const form = enable && child(enable, 'x', NS.dataForms);
  const fields = Object.fromEntries(
    (form?.children ?? []).flatMap((f) =>
      typeof f === 'string' ? [] : [[f.attrs.var, (f.children[0] as XmlElement).children[0]]],
    ),
  );
  expect(fields).toEqual({
    FORM_TYPE: 'http://jabber.org/protocol/pubsub#publish-options',
    endpoint: to.endpoint,
    p256dh: 'key',
    auth: 'secret',
    preview: '0',
    zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    show: 'dnd',
  });
});
