import { NS, child, xml } from '@stoa/xmpp';
import { ManualClock, until } from '@stoa/xmpp/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStorage } from '../storage/memory.ts';
import { MemoryChat } from '../testing/memory-chat.ts';
import { Page } from '../testing/page.ts';
import { TELL_AFTER_MS } from './displayed.ts';

const ROMEO = 'romeo@example.org';

describe('how far was read, on all devices (XEP-0490)', () => {
  let chat: MemoryChat;
  let clock: ManualClock;
  let page: Page;
  /** Answers to what was told of reading wait here, in order, where they are held back. */
  let held: (() => void)[] | undefined;

  const elsewhere = () => page.events.filter((e) => e.type === 'elsewhere').length;
  const read = async (body: string) => {
    chat.says(ROMEO, body);
    await page.do({ type: 'read', address: ROMEO });
    clock.advance(TELL_AFTER_MS);
  };
  const displayed = (id: string) =>
    xml('displayed', NS.displayed, {}, xml('stanza-id', NS.sid, { by: chat.self, id }));

  beforeEach(async () => {
    clock = new ManualClock();
    chat = new MemoryChat('juliet@example.org', () => clock.now());
    chat.people.set(ROMEO, 'Romeo');
    page = new Page(chat, clock, memoryStorage());
    held = undefined;
    const { onStanza } = chat.server;
    chat.server.onStanza = (stanza, reply) => {
      const pubsub = child(stanza, 'pubsub', NS.pubsub);
      if (held && pubsub && child(pubsub, 'publish')) held.push(() => onStanza(stanza, reply));
      else onStanza(stanza, reply);
    };
    await page.engine.start();
    await until(() => page.state.connection.kind === 'online' && page.state.loaded, 'online');
    await page.do({ type: 'open', address: ROMEO, kind: 'chat' });
  });

  it('takes no echo of what was read here for reading elsewhere, however late it comes', async () => {
    held = [];
    await read('one');
    await read('two');
    await until(() => held?.length === 2, 'what was told');
    for (const answer of held) answer();
    expect(page.state.displayed[ROMEO]).toBe(chat.archive.at(-1)?.id);
    expect(elsewhere()).toBe(0);
  });

  it('hears of what was read on another device', async () => {
    await read('one');
    chat.says(ROMEO, 'two');
    chat.publishes(NS.displayed, ROMEO, displayed(chat.archive.at(-1)?.id ?? ''));
    expect(page.conversation(ROMEO).unread).toBe(0);
    expect(elsewhere()).toBe(1);
  });
});
