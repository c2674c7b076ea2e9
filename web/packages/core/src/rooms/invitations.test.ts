import { parse } from '@stoa/xmpp';
import { ManualClock, until } from '@stoa/xmpp/testing';
import { expect, it } from 'vitest';
import { memoryStorage } from '../storage/memory.ts';
import { MemoryChat } from '../testing/memory-chat.ts';
import { Page } from '../testing/page.ts';

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
