import { describe, expect, it } from 'vitest';
import { de } from './de.ts';
import { en } from './en.ts';
import { languageFor } from './languages.ts';
import { plurals } from './plurals.ts';
import { lengthened, pseudo } from './pseudo.ts';

type Leaf = string | ((...args: never[]) => string);

/** Every text of a catalogue by its path. */
function leaves(of: object, path = ''): Map<string, Leaf> {
  const found = new Map<string, Leaf>();
  for (const [key, value] of Object.entries(of) as [string, unknown][]) {
    const here = path ? `${path}.${key}` : key;
    if (typeof value === 'object' && value !== null)
      for (const [p, leaf] of leaves(value, here)) found.set(p, leaf);
    else found.set(here, value as Leaf);
  }
  return found;
}

const english = leaves(en);
const german = leaves(de);
const textOf = (leaf: Leaf | undefined, ...args: unknown[]) =>
  typeof leaf === 'function' ? (leaf as (...a: unknown[]) => string)(...args) : (leaf ?? '');

describe('the German catalogue', () => {
  // Types see missing keys, but not those of tables that others' words look up: reasons, problems, fields.
  it('has the keys of the English one', () =>
    expect([...german.keys()]).toEqual([...english.keys()].sort(byOf(german))));

  it.each([...english.keys()])('%s is not empty where the English is not', (path) => {
    expect(textOf(german.get(path), 3, 'x') === '').toBe(textOf(english.get(path), 3, 'x') === '');
  });

  it.each([...english].filter(([, leaf]) => typeof leaf === 'function').map(([path]) => path))(
    '%s says in German what it is told, as in English',
    (path) => {
      const told = ['Aurelia', 'Ottilie'];
      const said = textOf(english.get(path), ...told);
      for (const word of told)
        expect(textOf(german.get(path), ...told).includes(word)).toBe(said.includes(word));
    },
  );
});

/** The order of keys does not matter. */
function byOf(order: Map<string, Leaf>) {
  const at = new Map([...order.keys()].map((key, i) => [key, i]));
  return (a: string, b: string) => (at.get(a) ?? Infinity) - (at.get(b) ?? Infinity);
}

describe('plurals', () => {
  it('follow the language', () => {
    expect([0, 1, 2].map((n) => plurals('en')(n, '1 day', '# days'))).toEqual(['0 days', '1 day', '2 days']);
    expect(plurals('de')(1234, '1 Tag', '# Tage')).toBe('1.234 Tage');
    const polish = plurals('pl');
    expect([1, 3, 5].map((n) => polish(n, '# dzień', '# dnia', { few: '# dni', many: '# dni!' }))).toEqual([
      '1 dzień',
      '3 dni',
      '5 dni!',
    ]);
  });
});

describe('the language', () => {
  it.each([
    ['system', ['de-AT', 'en'], 'de'],
    ['system', ['fr-FR', 'de'], 'de'],
    ['system', ['fr'], 'en'],
    ['en', ['de'], 'en'],
    ['pseudo', ['de'], 'pseudo'],
    ['klingon', [], 'en'],
  ])('chosen %s in a browser of %s is %s', (choice, browser, language) =>
    expect(languageFor(choice, browser)).toBe(language),
  );
});

describe('the pseudo-locale', () => {
  it.each([...leaves(pseudo(en))])('%s is at least 40 %% longer', (path, leaf) => {
    const plain = textOf(english.get(path), 3, 'x');
    if (/\p{L}/u.test(plain))
      expect(textOf(leaf, 3, 'x').length).toBeGreaterThanOrEqual(plain.length * 1.4 - 1);
  });

  it('leaves what has no letters alone', () => expect(lengthened('👍')).toBe('👍'));
});
