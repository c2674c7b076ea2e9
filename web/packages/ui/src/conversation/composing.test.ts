import { describe, expect, it } from 'vitest';
import {
  type Format,
  completed,
  completingAt,
  formatted,
  fromMarkdown,
  mentionsIn,
  peopleFor,
} from './composing.ts';
import { parseStyling } from './styling.ts';

/** A text with its selection between bars. */
const at = (marked: string) => {
  const [a = '', b = '', c = ''] = marked.split('|');
  return { text: a + b + c, start: a.length, end: a.length + b.length };
};
const show = ({ text, start, end }: { text: string; start: number; end: number }) =>
  `${text.slice(0, start)}|${text.slice(start, end)}|${text.slice(end)}`;
const format = (marked: string, f: Format) => show(formatted(at(marked), f));

describe('formatting', () => {
  it('goes around words, not around the spaces beside them, and comes off again', () => {
    expect(format('so |very| good', 'strong')).toBe('so *|very|* good');
    expect(format('so| very |good', 'emphasis')).toBe('so _|very|_ good');
    expect(format('so *|very|* good', 'strong')).toBe('so |very| good');
    expect(format('||', 'mono')).toBe('`||`');
    expect(format('|two\nlines|', 'strike')).toBe('|~two~\n~lines~|');
  });

  it('puts whole lines into quotes, lists and code', () => {
    expect(format('a\nb|c\nd|\ne', 'quote')).toBe('a\n> b|c\n> d|\ne');
    expect(format('> b|c|', 'quote')).toBe('b|c|');
    expect(format('|one\ntwo|', 'list')).toBe('- |one\n- two|');
    expect(format('x |y| z', 'pre')).toBe('x \n```\n|y|\n```\n z');
  });

  it('is read back by the styling of messages', () => {
    for (const [f, kind] of [
      ['strong', 'strong'],
      ['emphasis', 'emphasis'],
      ['strike', 'strike'],
      ['mono', 'mono'],
    ] as const) {
      const [block] = parseStyling(formatted(at('so |very| good'), f).text);
      expect(block?.kind === 'plain' && block.spans.map((s) => s.kind)).toEqual(['text', kind, 'text']);
    }
    expect(parseStyling(formatted(at('|y|'), 'pre').text)).toEqual([{ kind: 'pre', text: 'y' }]);
    expect(parseStyling(formatted(at('|y|'), 'quote').text)[0]?.kind).toBe('quote');
  });

  it('takes habits of Markdown for what they mean, but not in code', () => {
    expect(fromMarkdown('a **b c** d __e__ ~~f~~')).toBe('a *b c* d *e* ~f~');
    expect(fromMarkdown('`**b**` 2**3**4 ** x **')).toBe('`**b**` 2**3**4 ** x **');
    expect(fromMarkdown('```\n**b**\n```\n**c**')).toBe('```\n**b**\n```\n*c*');
  });
});

describe('completion', () => {
  const people = [
    { name: 'Nurse', address: 'r/Nurse' },
    { name: 'Nurse Angelica', address: 'r/Nurse Angelica' },
    { name: 'Róméo', address: 'r/Róméo' },
  ];

  it('knows what is being written', () => {
    expect(completingAt('hi @nu', 6)).toEqual({ kind: 'person', wanted: 'nu', start: 3, end: 6 });
    expect(completingAt('hi @', 4)).toMatchObject({ kind: 'person', wanted: '' });
    expect(completingAt('@Nurse Ang', 10)).toMatchObject({ wanted: 'Nurse Ang', start: 0 });
    expect(completingAt('well :smi', 9)).toEqual({ kind: 'emoji', wanted: 'smi', start: 5, end: 9 });
    for (const not of ['me@home', 'at 10:30', ':s', 'see http://x', 'done.'])
      expect(completingAt(not, not.length), not).toBeUndefined();
  });

  it('finds people by any word of their name, whatever its marks, and puts them in', () => {
    expect(peopleFor(people, 'ang').map((p) => p.name)).toEqual(['Nurse Angelica']);
    expect(peopleFor(people, 'rome').map((p) => p.name)).toEqual(['Róméo']);
    const completing = completingAt('hi @nu there', 6);
    expect(completing && show(completed('hi @nu there', completing, '@Nurse'))).toBe('hi @Nurse ||there');
  });

  it('come before the words that call everybody, unless those are what was begun', () => {
    const all = { name: 'all', address: 'garden@conference.example.org', everybody: true };
    expect(peopleFor([all, ...people], '')[0]?.everybody).toBeUndefined();
    expect(peopleFor([all, ...people], '', 99).at(-1)).toBe(all);
    expect(peopleFor([all, ...people], 'al')).toEqual([all]);
  });

  it('knows who is named in what was written', () => {
    expect(mentionsIn('@Nurse Angelica and @Nurse, not @Nurses or me@Nurse', people)).toEqual([
      { text: '@Nurse Angelica', address: 'r/Nurse Angelica' },
      { text: '@Nurse', address: 'r/Nurse' },
    ]);
  });

  it('names who it is in the room, where the room says so (XEP-0421)', () => {
    const candidates = [{ name: 'Nurse', address: 'r/Nurse', occupantId: 'nurses' }];
    expect(mentionsIn('@Nurse', candidates)).toEqual([
      { text: '@Nurse', address: 'r/Nurse', occupantId: 'nurses' },
    ]);
  });
});
