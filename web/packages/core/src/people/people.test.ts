import { describe, expect, it } from 'vitest';
import { reduce } from '../session/reduce.ts';
import { type ChatEvent, initialState } from '../session/state.ts';
import { listOf, nameOf } from './list-view-model.ts';
import { neighbour } from './neighbour.ts';
import { type Presence, type Show, availabilityOf } from './types.ts';

const presence = (show: Show, priority = 0): Presence => ({ show, priority });

describe('availabilityOf', () => {
  it('lets the highest priority speak', () => {
    expect(availabilityOf(undefined)).toBe('offline');
    expect(availabilityOf({ a: presence('away', 5), b: presence('available', 0) })).toBe('away');
    expect(availabilityOf({ a: presence('away'), b: presence('available') })).toBe('available');
    expect(availabilityOf({ a: presence('dnd'), b: presence('available') })).toBe('dnd');
  });
});

describe('listOf', () => {
  const state = (...events: ChatEvent[]) =>
    [
      {
        type: 'roster',
        people: [
          ['romeo', 'Romeo Montague'],
          ['benvolio', 'Benvolio Montague'],
          ['jose', 'José'],
          ['mercutio', 'Mercutio'],
        ].map(([n, name]) => ({ address: `${n}@example.org`, name: name ?? '' })),
      } as ChatEvent,
      ...events,
    ].reduce(reduce, initialState('juliet@example.org'));
  const says = (who: string, at: number): ChatEvent => ({
    type: 'line',
    address: `${who}@example.org`,
    kind: 'chat',
    counts: true,
    entry: {
      key: `${who}${at}`,
      author: `${who}@example.org`,
      own: false,
      at,
      body: 'x',
      status: 'received',
    },
  });
  const there = (who: string): ChatEvent => ({
    type: 'presence',
    address: `${who}@example.org`,
    resource: 'x',
    presence: presence('available'),
  });
  const names = (s: ReturnType<typeof state>, filter = '', offline = true) => {
    const view = listOf(s, filter, offline);
    return (filter ? view.results : view.people).map((p) => p.name);
  };

  it('puts talk first, the latest on top, then names', () => {
    expect(names(state(says('mercutio', 1), says('romeo', 2)))).toEqual([
      'Romeo Montague',
      'Mercutio',
      'Benvolio Montague',
      'José',
    ]);
  });

  it('is not reordered by presence or typing', () => {
    const before = state(says('mercutio', 1));
    const typing: ChatEvent = { type: 'typing', address: 'jose@example.org', who: 'x', on: true };
    expect(names([there('jose'), typing].reduce(reduce, before))).toEqual(names(before));
  });

  it('hides offline people when told so, but not those one talks with', () => {
    expect(names(state(there('romeo'), says('jose', 1)), '', false)).toEqual(['José', 'Romeo Montague']);
  });

  it('filters by beginnings first, without case and marks, by name and address', () => {
    expect(names(state(), 'mo')).toEqual(['Benvolio Montague', 'Romeo Montague']);
    expect(names(state(), 'jose')).toEqual(['José']);
    expect(names(state(), 'me')).toEqual(['Mercutio', 'Romeo Montague']);
    expect(names(state(), 'tybalt')).toEqual([]);
  });

  it('lists strangers one talked with, and sums what is unread', () => {
    const view = listOf(state(says('stranger', 3), says('romeo', 2)), '', true);
    expect(view.people[0]).toMatchObject({ name: 'stranger', unread: 1 });
    expect(view.unread).toBe(2);
  });

  it('finds one among 10 000 people (S12)', () => {
    const people = Array.from({ length: 10_000 }, (_, i) => ({
      address: `user${i}@example.org`,
      name: `Person ${i}`,
    }));
    const crowd = reduce(initialState('juliet@example.org'), { type: 'roster', people });
    const view = listOf(crowd, 'person 9999', true);
    expect(view.results.map((p) => p.name)).toEqual(['Person 9999']);
    expect(listOf(crowd, 'user', true)).toMatchObject({ more: 9_950 });
  });

  it('ranks whom one has talked with lately, then beginnings, then words, then parts (E4)', () => {
    const bring = (name: string, full: string): ChatEvent => ({
      type: 'person',
      person: { address: `${name}@example.org`, name: full },
    });
    const s = state(
      bring('a', 'Romana'),
      bring('b', 'Aromatic'),
      bring('c', 'Xenia Rome'),
      bring('d', 'Zoe Roman'),
      bring('e', 'Roma'),
      says('d', 5),
      says('romeo', 7),
    );
    expect(names(s, 'rom')).toEqual([
      'Romeo Montague',
      'Zoe Roman',
      'Roma',
      'Romana',
      'Xenia Rome',
      'Aromatic',
    ]);
  });

  it('counts what is for the person, and tells activity from it (E6)', () => {
    const room = 'garden@conference.example.org';
    const line = (key: string, body: string): ChatEvent => ({
      type: 'line',
      address: room,
      kind: 'room',
      counts: true,
      entry: { key, author: 'Romeo', own: false, at: 9, body, status: 'received' },
    });
    const inRoom: ChatEvent = { type: 'room-joining', address: room, nick: 'Juliet', name: 'Garden' };
    const quiet = state(inRoom, line('1', 'lanterns'));
    expect(listOf(quiet, '', true)).toMatchObject({
      unread: 0,
      rooms: [{ active: true, number: 0, unread: 1 }],
    });
    const named = [line('2', 'and you, juliet?')].reduce(reduce, quiet);
    expect(listOf(named, '', true)).toMatchObject({ unread: 1, rooms: [{ active: true, number: 1 }] });
    const muted = reduce(named, { type: 'mark', address: room, mark: { pinned: true, notify: 'never' } });
    expect(listOf(muted, '', true)).toMatchObject({
      unread: 0,
      rooms: [{ active: false, number: 0, muted: true }],
    });
    const all = reduce(named, { type: 'mark', address: room, mark: { pinned: true, notify: 'always' } });
    expect(listOf(all, '', true).unread).toBe(2);
    const read = reduce(all, { type: 'read', address: room });
    expect(listOf(read, '', true).unread).toBe(0);
    const undone = reduce(read, {
      type: 'unread',
      address: room,
      kind: 'room',
      mark: { lines: 2, mentions: 1, at: 1 },
    });
    expect(listOf(undone, '', true).unread).toBe(2);
  });

  it('keeps what is pinned on top, whatever is said elsewhere', () => {
    const pin: ChatEvent = { type: 'mark', address: 'jose@example.org', mark: { pinned: true } };
    expect(names(state(pin, says('romeo', 5)))[0]).toBe('José');
  });

  it('puts away what is archived until something is said, and finds it (E11)', () => {
    const archive: ChatEvent = {
      type: 'mark',
      address: 'jose@example.org',
      mark: { pinned: false, archivedAt: 5 },
    };
    const away = state(says('jose', 5), archive);
    expect(names(away)).not.toContain('José');
    expect(listOf(away, '', true).archived.map((i) => i.name)).toEqual(['José']);
    expect(names(away, 'jos')).toEqual(['José']);
    const back = reduce(away, says('jose', 6));
    expect(names(back)[0]).toBe('José');
    expect(listOf(back, '', true).archived).toEqual([]);
  });

  it('counts nothing of what is paused (E11)', () => {
    const pause: ChatEvent = {
      type: 'mark',
      address: 'romeo@example.org',
      mark: { pinned: false, snoozedUntil: 9 },
    };
    const view = listOf(state(says('romeo', 1), pause), '', true);
    expect(view.unread).toBe(0);
    expect(view.people[0]).toMatchObject({ unread: 1, number: 0, muted: true });
  });

  it('walks the list, all of it or only what is unread (E8)', () => {
    const view = listOf(state(says('mercutio', 1), says('romeo', 2)), '', true);
    const at = (current: string | undefined, step: 1 | -1, unread = false) =>
      neighbour(view, current && `${current}@example.org`, step, unread)?.name;
    expect(at('romeo', 1)).toBe('Mercutio');
    expect(at('romeo', -1)).toBeUndefined();
    expect(at(undefined, 1)).toBe('Romeo Montague');
    expect(at(undefined, -1)).toBe('José');
    expect(at('romeo', 1, true)).toBe('Mercutio');
    expect(at('mercutio', 1, true)).toBe('Romeo Montague');
    expect(at('jose', -1, true)).toBe('Mercutio');
  });

  it('names oneself by the name one was given, else by the address', () => {
    expect(nameOf(state(), 'juliet@example.org')).toBe('Juliet');
    expect(nameOf(state({ type: 'self-name', name: 'Juliet Capulet' }), 'juliet@example.org')).toBe(
      'Juliet Capulet',
    );
  });
});
