import { NS, type XmlElement, xml } from '@stoa/xmpp';
import { describe, expect, it } from 'vitest';
import { readMessage } from '../messages/read-message.ts';
import { listOf, nameOf } from '../people/list-view-model.ts';
import { reduce } from '../session/reduce.ts';
import type { Session } from '../session/session.ts';
import { type ChatEvent, type ChatState, initialState } from '../session/state.ts';
import { aliases as loadsAliases } from './aliases.ts';

const SELF = 'juliet@example.org';
const SUPPORT = 'support@example.org';
const THREAD = 'romeo+support@alias.example.org';

const state = (...events: readonly ChatEvent[]): ChatState => events.reduce(reduce, initialState(SELF));

const people: ChatEvent = {
  type: 'roster',
  people: [
    { address: 'romeo@example.org', name: 'Romeo' },
    { address: SUPPORT, name: 'Support' },
    { address: THREAD, name: 'Romeo (Support)' },
  ],
};
const aliases: ChatEvent = {
  type: 'aliases',
  aliases: [
    { address: SUPPORT, kind: 'alias', name: 'Support', alias: SUPPORT },
    { address: THREAD, kind: 'thread', name: 'Romeo', alias: SUPPORT, person: 'romeo@example.org' },
  ],
};

describe('aliases in the list', () => {
  it('come before all others, whoever is shown, and have no status (S8, S9)', () => {
    const view = listOf(state(people, aliases), '', false);
    expect(view.aliases.map((i) => i.address).sort()).toEqual([THREAD, SUPPORT]);
    expect(view.aliases.every((i) => i.availability === undefined)).toBe(true);
    expect(view.people).toEqual([]);
    expect(view.hidden).toBe(1);
  });

  it('come first among what a filter finds', () => {
    const view = listOf(state(people, aliases), 'rom', true);
    expect(view.results.map((i) => i.name)).toEqual(['Romeo (Support)', 'Romeo']);
  });

  it('go with the roster item; what was said in a closed conversation makes nobody a contact', () => {
    const said: ChatEvent = {
      type: 'line',
      address: THREAD,
      kind: 'chat',
      entry: { key: '1', author: THREAD, own: false, at: 1, body: 'Help', status: 'received' },
      counts: false,
    };
    const s = state(
      people,
      aliases,
      said,
      { type: 'alias-thread-closed', address: THREAD },
      {
        type: 'person-removed',
        address: THREAD,
      },
    );
    expect([...listOf(s, '', true).aliases, ...listOf(s, '', true).people].map((i) => i.address)).toEqual([
      SUPPORT,
      'romeo@example.org',
    ]);
  });
});

describe('what the server says of aliases', () => {
  const told = async (alias: XmlElement): Promise<ChatEvent | undefined> => {
    const events: ChatEvent[] = [];
    const answer = xml('iq', NS.client, {}, xml('aliases', NS.stoaAlias, {}, alias));
    await loadsAliases({
      domain: 'example.org',
      connection: { request: () => Promise.resolve(answer) },
      emit: (event: ChatEvent) => events.push(event),
    } as unknown as Session).load();
    return events[0];
  };
  const support = { address: SUPPORT, kind: 'alias', name: 'Support', alias: SUPPORT };

  it('is when they are answered, and whether one answers oneself', async () => {
    const open = xml('open', NS.stoaAlias, { days: '1 2', from: '09:00', until: '17:00' });
    const hours = xml('hours', NS.stoaAlias, { zone: 'Europe/Berlin' }, open);
    const alias = xml('alias', NS.stoaAlias, { jid: SUPPORT, name: 'Support', member: 'true' }, hours);
    expect(await told(alias)).toEqual({
      type: 'aliases',
      aliases: [
        {
          ...support,
          member: true,
          hours: { zone: 'Europe/Berlin', spans: [{ days: [1, 2], from: 540, until: 1020 }] },
        },
      ],
    });
  });

  it('leaves out what does not hold', async () => {
    const alias = xml('alias', NS.stoaAlias, { jid: SUPPORT, name: 'Support' });
    expect(await told(alias)).toEqual({ type: 'aliases', aliases: [support] });
  });
});

describe('a message on behalf of an alias', () => {
  const message = xml(
    'message',
    NS.client,
    { from: SUPPORT, to: SELF, type: 'chat', id: 'a1' },
    xml('body', NS.client, {}, 'Nurse: Here'),
    xml('on-behalf-of', NS.stoaAlias, { name: 'Nurse' }),
    xml('fallback', NS.fallback, { for: NS.stoaAlias }, xml('body', NS.fallback, { start: '0', end: '7' })),
  );

  it('is of that member, without the words that say so in other clients', () => {
    const read = readMessage(message, { self: SELF, now: 1, room: () => undefined });
    expect(read?.address).toBe(SUPPORT);
    expect(read?.entry?.body).toBe('Here');
    expect(nameOf(state(people, aliases), read?.author ?? '')).toBe('Nurse');
  });
});
