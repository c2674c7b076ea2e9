import { bench, describe } from 'vitest';
import { reduce } from '../session/reduce.ts';
import { initialState } from '../session/state.ts';
import { listOf } from './list-view-model.ts';

/** `npx vitest bench`: a key among 10,000 people, who all have names of two words (S12). */
const FIRST = [
  'Ada',
  'Benvolio',
  'Carlotta',
  'Dolores',
  'Émile',
  'Friederike',
  'Grażyna',
  'Hjalmar',
  'Imre',
  'Jürgen',
];
const people = Array.from({ length: 10_000 }, (_, i) => ({
  address: `user${i}@example.org`,
  name: `${FIRST[i % FIRST.length]} ${(i * 7919).toString(36)}son`,
}));
const crowd = reduce(initialState('juliet@example.org'), { type: 'roster', people });

describe('10,000 people', () => {
  bench('a key that finds nearly everybody', () => void listOf(crowd, 's', true));
  bench('a key that finds a few', () => void listOf(crowd, 'emile 3', true));
  bench('the whole list', () => void listOf(crowd, '', true));
});
