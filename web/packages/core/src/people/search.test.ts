import { NS, RequestFailed, type XmlElement, parse } from '@stoa/xmpp';
import { describe, expect, it } from 'vitest';
import { reduce } from '../session/reduce.ts';
import type { Session } from '../session/session.ts';
import { type ChatEvent, type ChatState, initialState } from '../session/state.ts';
import { listOf, nameOf } from './list-view-model.ts';
import { search } from './search.ts';

const SELF = 'juliet@example.org';

const settle = () => new Promise((resolve) => setTimeout(resolve));

/** A server whose answers are given one by one. */
function house() {
  let state: ChatState = initialState(SELF);
  const asked: string[] = [];
  const waiting: { answer: (xml: string) => void; refuse: () => void }[] = [];
  const session = {
    self: SELF,
    domain: 'example.org',
    connection: {
      request: (_type: string, to: string, query: XmlElement) => {
        expect(to).toBe('example.org');
        const [nick] = query.children;
        asked.push(typeof nick === 'object' ? String(nick.children[0]) : '');
        return new Promise<XmlElement>((resolve, reject) =>
          waiting.push({
            answer: (items) => resolve(parse(`<iq><query xmlns='${NS.search}'>${items}</query></iq>`)),
            refuse: () =>
              reject(new RequestFailed({ kind: 'stanza', condition: 'service-unavailable', retry: false })),
          }),
        );
      },
    },
    state: () => state,
    emit: (event: ChatEvent) => {
      state = reduce(state, event);
    },
  } as unknown as Session;
  return {
    ...search(session),
    asked,
    state: () => state,
    async next(act: (w: (typeof waiting)[number]) => void): Promise<void> {
      const [first] = waiting.splice(0, 1);
      if (!first) throw new Error('nothing was asked');
      act(first);
      await settle();
    },
  };
}

const item = (address: string, name: string) => `<item jid='${address}'><nick>${name}</nick></item>`;

describe('search', () => {
  it('finds whom the list does not have, without a status, once', async () => {
    const h = house();
    h.look('mon');
    await h.next((w) => w.answer(item('montague@example.org', 'Old Montague') + item(SELF, 'Monja')));
    const { results } = listOf(h.state(), 'mon', true);
    expect(results.map((r) => [r.address, r.name, r.availability])).toEqual([
      ['montague@example.org', 'Old Montague', undefined],
    ]);
    expect(nameOf(h.state(), 'montague@example.org')).toBe('Old Montague');
    const listed = reduce(h.state(), {
      type: 'roster',
      people: [{ address: 'montague@example.org', name: 'Montague' }],
    });
    expect(listOf(listed, 'mon', true).results.map((r) => [r.name, r.availability])).toEqual([
      ['Montague', 'offline'],
    ]);
  });

  it('asks one thing at a time, and of what was typed meanwhile the newest', async () => {
    const h = house();
    for (const text of ['m', 'mo', 'mon']) h.look(text);
    expect(h.asked).toEqual(['m']);
    await h.next((w) => w.answer(''));
    expect(h.asked).toEqual(['m', 'mon']);
    expect(h.state().lookedFor).toBe('m');
    await h.next((w) => w.answer(''));
    expect(h.state().lookedFor).toBe('mon');
    h.look('mont');
    expect(h.asked).toEqual(['m', 'mon', 'mont']);
  });

  it('does not go on asking who does not answer that, and says that nobody was found', async () => {
    const h = house();
    h.look('m');
    await h.next((w) => w.refuse());
    expect(h.state().lookedFor).toBe('m');
    h.look('mo');
    await settle();
    expect(h.asked).toEqual(['m']);
    expect(h.state().lookedFor).toBe('mo');
  });

  it('believes nobody about other domains', async () => {
    const h = house();
    h.look('m');
    await h.next((w) => w.answer(item('montague@elsewhere.example', 'Montague')));
    expect(h.state().found).toEqual({});
  });

  it('forgets whom it found before, for people go, but for those who were opened', () => {
    const found = (name: string): ChatEvent => ({
      type: 'found',
      text: 'm',
      people: [{ address: `${name}@example.org`, name }],
    });
    const opened: ChatEvent = { type: 'opened', address: 'montague@example.org', kind: 'chat' };
    const events = [found('montague'), opened, found('moth'), found('mustardseed')];
    const state = events.reduce(reduce, initialState(SELF));
    expect(Object.keys(state.found)).toEqual(['montague@example.org', 'mustardseed@example.org']);
  });
});
