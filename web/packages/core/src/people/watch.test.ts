import {
  NS,
  type RequestError,
  RequestFailed,
  type StanzaCondition,
  type XmlElement,
  children,
  xml,
} from '@stoa/xmpp';
import { ManualClock } from '@stoa/xmpp/testing';
import { describe, expect, it } from 'vitest';
import { reduce } from '../session/reduce.ts';
import type { Session } from '../session/session.ts';
import { type ChatEvent, type ChatState, initialState } from '../session/state.ts';
import { listOf, statusOf, toWatch } from './list-view-model.ts';
import { watch } from './watch.ts';

const SELF = 'juliet@example.org';
const PARIS = 'paris@example.org';
const PETER = 'peter@example.org';
const NURSE = 'nurse@example.org';

const settle = () => new Promise((resolve) => setTimeout(resolve));

/** A server that offers it, or not, and whose answers to a watch are given one by one. */
function house(...features: readonly string[]) {
  const clock = new ManualClock();
  let state: ChatState = initialState(SELF);
  const asked: string[][] = [];
  let discos = 0;
  const waiting: { answer: () => void; fail: (reason: RequestError) => void }[] = [];
  const session = {
    self: SELF,
    domain: 'example.org',
    clock,
    connection: {
      request: (_type: string, to: string, payload: XmlElement) => {
        expect(to).toBe('example.org');
        if (payload.ns === NS.discoInfo) {
          discos += 1;
          const offers = features.map((f) => xml('feature', NS.discoInfo, { var: f }));
          return Promise.resolve(xml('iq', NS.client, {}, xml('query', NS.discoInfo, {}, ...offers)));
        }
        asked.push(children(payload, 'item').map((item) => item.attrs.jid ?? ''));
        return new Promise<XmlElement>((resolve, reject) =>
          waiting.push({
            answer: () => resolve(xml('iq', NS.client, { type: 'result' })),
            fail: (reason) => reject(new RequestFailed(reason)),
          }),
        );
      },
    },
    state: () => state,
    emit: (event: ChatEvent) => {
      state = reduce(state, event);
      watching.note(event);
    },
  } as unknown as Session;
  const watching = watch(session);
  const next = async (act: (w: (typeof waiting)[number]) => void) => {
    const [first] = waiting.splice(0, 1);
    if (!first) throw new Error('nothing was asked');
    act(first);
    await settle();
  };
  return {
    asked,
    discos: () => discos,
    state: () => state,
    emit: (event: ChatEvent) => session.emit(event),
    shows: (addresses: readonly string[], tab = 'a') => watching.show({ type: 'watch', tab, addresses }),
    comes: (address: string, status = '') =>
      session.emit({
        type: 'presence',
        address,
        resource: 'phone',
        presence: { show: 'dnd', priority: 0, status },
      }),
    /** What is to be asked after a while is asked. */
    async pause() {
      clock.advance(1_000);
      await settle();
    },
    answer: () => next((w) => w.answer()),
    lose: () => next((w) => w.fail({ kind: 'timeout' })),
    refuse: (condition: StanzaCondition) => next((w) => w.fail({ kind: 'stanza', condition, retry: false })),
  };
}

const offering = () => house(NS.stoaWatch);
const found: ChatEvent = {
  type: 'found',
  text: 'p',
  people: [
    { address: PARIS, name: 'Paris' },
    { address: PETER, name: 'Peter' },
  ],
};

describe('watch', () => {
  it('tells the status of strangers at once when all of it is known, and follows it', async () => {
    const h = offering();
    const rows = () => listOf(h.state(), 'p', true).results.map((r) => [r.name, r.availability, r.status]);
    const unknown = [
      ['Paris', undefined, undefined],
      ['Peter', undefined, undefined],
    ];
    h.emit(found);
    h.shows([PARIS, PETER]);
    await h.pause();
    expect(h.asked).toEqual([[PARIS, PETER]]);
    expect(rows()).toEqual(unknown);
    h.comes(PARIS, 'At the tomb');
    expect(rows()).toEqual(unknown);
    await h.answer();
    expect(rows()).toEqual([
      ['Paris', 'dnd', 'At the tomb'],
      ['Peter', 'offline', undefined],
    ]);
    h.comes(PETER);
    h.emit({ type: 'presence', address: PARIS, resource: 'phone' });
    expect(rows()).toEqual([
      ['Paris', 'offline', undefined],
      ['Peter', 'dnd', undefined],
    ]);
  });

  it('asks one thing at a time, and of what changes meanwhile the newest', async () => {
    const h = offering();
    h.shows([PARIS]);
    h.shows([PETER]);
    await h.pause();
    h.shows([PARIS]);
    await h.pause();
    h.shows([PARIS, PETER]);
    await h.pause();
    expect(h.asked).toEqual([[PETER]]);
    await h.answer();
    await h.pause();
    expect(h.asked).toEqual([[PETER], [PARIS, PETER]]);
    await h.answer();
    h.shows([PARIS, PETER]);
    await h.pause();
    expect(h.asked).toHaveLength(2);
    expect(h.discos()).toBe(1);
  });

  it('forgets the status of whom it does not watch any more, but not of contacts', async () => {
    const h = offering();
    h.shows([PARIS, PETER]);
    await h.pause();
    for (const address of [PARIS, PETER, NURSE, SELF, 'guest@elsewhere.example']) h.comes(address);
    h.emit({ type: 'person', person: { address: NURSE, name: 'Nurse' } });
    await h.answer();
    // The first message makes Peter a contact.
    h.emit({ type: 'person', person: { address: PETER, name: 'Peter' } });
    h.shows([]);
    await h.pause();
    expect(h.asked.at(-1)).toEqual([]);
    h.comes(PARIS);
    await h.answer();
    expect(Object.keys(h.state().presence).sort()).toEqual(['guest@elsewhere.example', SELF, NURSE, PETER]);
    expect(statusOf(h.state(), PARIS)).toEqual({});
    expect(statusOf(h.state(), PETER)).toEqual({ availability: 'dnd' });
  });

  it('believes nothing of who is watched anew that was told before', async () => {
    const h = offering();
    // It was on its way when they were let go.
    h.comes(PARIS);
    h.shows([PARIS]);
    await h.pause();
    await h.answer();
    expect(statusOf(h.state(), PARIS)).toEqual({ availability: 'offline' });
  });

  it('watches what each tab shows, what came last first where it is too much', async () => {
    const h = offering();
    const crowd = Array.from({ length: 100 }, (_, i) => `person${i}@example.org`);
    h.shows([PARIS], 'a');
    h.shows([PETER, PARIS], 'b');
    await h.pause();
    await h.answer();
    h.shows([], 'b');
    await h.pause();
    await h.answer();
    h.shows(crowd, 'b');
    await h.pause();
    expect(h.asked).toEqual([[PETER, PARIS], [PARIS], crowd]);
  });

  it('asks again in a new session, and after having appeared offline', async () => {
    const h = offering();
    const answered = async () => {
      await h.pause();
      await h.answer();
      return h.state().watched;
    };
    h.shows([PARIS]);
    expect(await answered()).toEqual([PARIS]);
    h.emit({ type: 'session-started' });
    expect(statusOf(h.state(), PARIS)).toEqual({});
    expect(await answered()).toEqual([PARIS]);
    expect(h.discos()).toBe(2);
    h.emit({ type: 'show', show: 'away', statusText: '' });
    await h.pause();
    expect(h.asked).toHaveLength(2);
    h.emit({ type: 'show', show: 'offline', statusText: '' });
    expect(statusOf(h.state(), PARIS)).toEqual({});
    h.shows([PARIS, PETER]);
    await h.pause();
    expect(h.asked).toHaveLength(2);
    h.emit({ type: 'show', show: 'available', statusText: '' });
    expect(await answered()).toEqual([PARIS, PETER]);
    expect(h.asked).toEqual([[PARIS], [PARIS], [PARIS, PETER]]);
  });

  it('does not believe an answer that the session has outlived', async () => {
    const h = offering();
    h.shows([PARIS]);
    await h.pause();
    h.emit({ type: 'show', show: 'offline', statusText: '' });
    h.emit({ type: 'show', show: 'available', statusText: '' });
    await h.answer();
    expect(h.state().watched).toEqual([]);
    await h.pause();
    await h.answer();
    expect(h.state().watched).toEqual([PARIS]);
  });

  it('asks what was lost again when a tab says so once more, beginning with nobody', async () => {
    const h = offering();
    h.shows([PARIS]);
    await h.pause();
    await h.lose();
    // It got there all the same: who is watched already is not told of once more.
    h.comes(PARIS);
    await h.pause();
    expect(h.asked).toEqual([[PARIS]]);
    h.shows([PARIS]);
    await h.pause();
    expect(h.asked.slice(1)).toEqual([[]]);
    await h.answer();
    expect(h.asked.slice(2)).toEqual([[PARIS]]);
    h.comes(PARIS);
    await h.answer();
    expect(statusOf(h.state(), PARIS)).toEqual({ availability: 'dnd' });
    h.shows([PETER]);
    await h.pause();
    h.shows([]);
    await h.refuse('resource-constraint');
    await h.pause();
    expect(h.asked.slice(3)).toEqual([[PETER], []]);
  });

  it('asks until its own presence has got there', async () => {
    const h = offering();
    h.shows([PARIS]);
    await h.pause();
    await h.refuse('unexpected-request');
    await h.pause();
    await h.answer();
    expect(h.asked).toEqual([[PARIS], [PARIS]]);
    expect(h.state().watched).toEqual([PARIS]);
  });

  it('asks no server that does not offer it', async () => {
    const h = house('jabber:iq:search');
    h.shows([]);
    await h.pause();
    expect(h.discos()).toBe(0);
    h.emit(found);
    for (const addresses of [[PARIS], [PARIS, PETER], []]) {
      h.shows(addresses);
      await h.pause();
    }
    expect(h.asked).toEqual([]);
    expect(h.discos()).toBe(1);
    h.comes(PARIS);
    expect(listOf(h.state(), 'p', true).results.map((r) => r.availability)).toEqual([undefined, undefined]);
  });

  it('is for people of the domain who are no contacts', () => {
    const state = [
      { type: 'person', person: { address: NURSE, name: 'Nurse' } } as const,
      { type: 'aliases', aliases: [{ address: 'help@example.org', name: 'Help' }] } as unknown as ChatEvent,
    ].reduce(reduce, initialState(SELF));
    const others = ['garden@conference.example.org', 'guest@elsewhere.example', 'help@example.org'];
    expect(toWatch(state, [PARIS, NURSE, SELF, ...others, PETER])).toEqual([PARIS, PETER]);
  });
});
