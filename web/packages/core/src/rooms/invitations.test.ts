import { parse } from '@stoa/xmpp';
import { ManualClock, until } from '@stoa/xmpp/testing';
import { expect, it } from 'vitest';
import { memoryStorage } from '../storage/memory.ts';
import { MemoryChat } from '../testing/memory-chat.ts';
import { Page } from '../testing/page.ts';
import { ANSWERED_NODE } from './invitations.ts';

const ROMEO = 'romeo@example.org';
const STABLE = 'stable@conference.example.org';

it('takes invitations out of the archive, and no lines for what they say to clients that know none', async () => {
  const clock = new ManualClock();
  const chat = new MemoryChat('juliet@example.org', () => clock.now());
  const invite = (from: string, x: string) =>
    parse(
      `<message xmlns='jabber:client' from='${from}' to='${chat.self}'>${x}<body>Come in!</body></message>`,
    );
  const mediated = `<x xmlns='http://jabber.org/protocol/muc#user'><invite from='${ROMEO}'/></x>`;
  const direct = `<x xmlns='jabber:x:conference' jid='yard@conference.example.org'/>`;
  chat.archive.push({ id: 'a', at: clock.now(), message: invite(STABLE, mediated) });
  chat.archive.push({ id: 'b', at: clock.now(), message: invite(`${ROMEO}/phone`, direct) });
  chat.history(ROMEO, chat.self, 'Will you?', clock.now());
  const page = new Page(chat, clock, memoryStorage());
  await page.engine.start();
  await until(() => Object.keys(page.state.invitations).length === 2, 'both');
  await until(() => page.state.conversations[ROMEO]?.preview?.body === 'Will you?', 'the talk');
  expect(Object.keys(page.state.conversations)).toEqual([ROMEO]);
  expect(page.conversation(ROMEO).unread).toBe(1);
});

it('keeps what is unanswered over a reload, without its password, until another device has answered', async () => {
  const clock = new ManualClock();
  const chat = new MemoryChat('juliet@example.org', () => clock.now());
  const storage = memoryStorage();
  const page = new Page(chat, clock, storage);
  await page.start();
  const x = `<x xmlns='jabber:x:conference' jid='${STABLE}' password='hay' reason='mind the hay'/>`;
  chat.deliver(
    parse(`<message xmlns='jabber:client' from='${ROMEO}/phone' to='${chat.self}'>${x}</message>`),
  );
  await until(() => page.state.invitations[STABLE]?.password === 'hay', 'the card');
  await page.engine.stop();
  expect(JSON.stringify(await storage.index())).not.toContain('"hay"');

  const again = new Page(chat, clock, storage);
  await again.start();
  expect(again.state.invitations[STABLE]).toMatchObject({ from: ROMEO, reason: 'mind the hay' });
  expect(again.state.invitations[STABLE]).not.toHaveProperty('password');
  await again.engine.stop();

  chat.publishes(
    ANSWERED_NODE,
    STABLE,
    parse(`<answered xmlns='${ANSWERED_NODE}' at='2999-01-01T00:00:00Z'/>`),
  );
  const later = new Page(chat, clock, storage);
  await later.start();
  await until(() => later.events.some((e) => e.type === 'invitation-over'), 'that it is answered');
  expect(later.state.invitations).toEqual({});
});
