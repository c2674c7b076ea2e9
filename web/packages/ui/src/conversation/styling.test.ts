import { describe, expect, it } from 'vitest';
import { leastMs } from '../testing/least-ms.ts';
import { type Block, type Span, isOnlyEmoji, parseStyling, plainText, unstyled } from './styling.ts';

/** A block as text, with the marks of the kinds around what they hold. */
const spans = (all: readonly Span[]): string =>
  all
    .map((s) =>
      'spans' in s
        ? `<${s.kind}>${spans(s.spans)}</>`
        : s.kind === 'text'
          ? s.text
          : `<${s.kind}>${s.text}</>`,
    )
    .join('');
const blocks = (all: readonly Block[]): string =>
  all
    .map((b) =>
      b.kind === 'pre'
        ? `[pre|${b.text}]`
        : b.kind === 'quote'
          ? `[quote|${blocks(b.blocks)}]`
          : `[${spans(b.spans)}]`,
    )
    .join('');
const read = (text: string, mentions?: string[]) => blocks(parseStyling(text, mentions));

describe('message styling (XEP-0393)', () => {
  it('styles what its examples style', () => {
    expect(read('*strong*')).toBe('[<strong>strong</>]');
    expect(read('plain *strong* plain')).toBe('[plain <strong>strong</> plain]');
    expect(read('*strong* plain *strong*')).toBe('[<strong>strong</> plain <strong>strong</>]');
    expect(read('*strong*plain*')).toBe('[<strong>strong</>plain*]');
    expect(read('* plain *strong*')).toBe('[* plain <strong>strong</>]');
    expect(read('Everyone ~dis~likes _cake_.')).toBe('[Everyone <strike>dis</>likes <emphasis>cake</>.]');
    expect(read('_emphasized *strong*_')).toBe('[<emphasis>emphasized <strong>strong</></>]');
    expect(read('*`monospace and bold`*')).toBe('[<strong><mono>monospace and bold</></>]');
    expect(read('This is `*monospace*`')).toBe('[This is <mono>*monospace*</>]');
  });

  it('leaves what its examples leave', () => {
    for (const text of [
      'not strong*',
      '*not strong',
      '*not \n strong*',
      '*not *strong',
      '**',
      '****',
      '2 * 3 * 4',
      'snake_case_name',
    ])
      expect(read(text)).toBe(`[${text}]`);
  });

  it('reads blocks: preformatted, quoted, nested, and without an end', () => {
    expect(read('```ignored\n(println "*Hi*")\n```\nafter')).toBe('[pre|(println "*Hi*")][after]');
    expect(read('>> That that is, is.\n> Said the hermit.\n\nWho?')).toBe(
      '[quote|[quote|[That that is, is.]][Said the hermit.]][Who?]',
    );
    expect(read('> ```\n> (code)\n\nplain')).toBe('[quote|[pre|(code)]][plain]');
  });

  it('finds links and mentions, and leaves marks inside links alone', () => {
    expect(read('see https://example.org/_a_b *https://example.org/*')).toBe(
      '[see <link>https://example.org/_a_b</> <strong><link>https://example.org/</></>]',
    );
    expect(read('hey @Nurse, @Nurse Angelica', ['@Nurse', '@Nurse Angelica'])).toBe(
      '[hey <mention>@Nurse</>, <mention>@Nurse Angelica</>]',
    );
  });

  it('shows as it is written what asks for that', () => {
    expect(blocks(unstyled('*as* > it\n> is'))).toBe('[*as* > it\n> is]');
  });

  it('takes long hostile lines without taking long', () => {
    const hostile = ['*a '.repeat(40_000), '*_~`'.repeat(30_000), '>'.repeat(100_000), '*a* '.repeat(30_000)];
    expect(leastMs(() => hostile.forEach((text) => parseStyling(text)))).toBeLessThan(2_000);
  });

  it('gives the words alone for previews', () => {
    expect(plainText('> old words\n*new* ones')).toBe('new ones');
    expect(plainText('> only a quote')).toBe('> only a quote');
  });

  it('knows lines of nothing but emoji', () => {
    for (const text of ['🌹', '👍🏽👩‍👩‍👧', '🇩🇪 🇨🇭', '❤️', '1️⃣']) expect(isOnlyEmoji(text), text).toBe(true);
    for (const text of ['', 'a🌹', '12', '©', '🌹🌹🌹🌹🌹🌹🌹']) expect(isOnlyEmoji(text), text).toBe(false);
  });
});
