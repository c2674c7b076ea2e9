import { describe, expect, it } from 'vitest';
import { reduce } from '../session/reduce.ts';
import { type ChatEvent, initialState } from '../session/state.ts';
import { listOf, nameOf } from './list-view-model.ts';
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
  const names = (s: ReturnType<typeof state>, filter = '', offline = true) =>
    listOf(s, filter, offline).people.map((p) => p.name);

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
    expect(listOf(crowd, 'person 9999', true).people[0]?.name).toBe('Person 9999');
  });

  it('names oneself by the name one was given, else by the address', () => {
    expect(nameOf(state(), 'juliet@example.org')).toBe('Juliet');
    expect(nameOf(state({ type: 'self-name', name: 'Juliet Capulet' }), 'juliet@example.org')).toBe(
      'Juliet Capulet',
    );
  });
});
