import { describe, expect, it } from 'vitest';
import { leastMs } from '../testing/least-ms.ts';
import { linkify } from './linkify.ts';

const links = (text: string) => linkify(text).flatMap((s) => (s.href ? [s.text] : []));

describe('linkify', () => {
  it.each([
    ['see https://example.org/a?b=c#d now', ['https://example.org/a?b=c#d']],
    ['https://example.org.', ['https://example.org']],
    ['(https://example.org/x)', ['https://example.org/x']],
    ['https://example.org/x_(y)', ['https://example.org/x_(y)']],
    [
      'www.example.org, or xmpp:juliet@example.org?message',
      ['www.example.org', 'xmpp:juliet@example.org?message'],
    ],
    ['“https://example.org”', ['https://example.org']],
    ['javascript:alert(1) data:text/html,x file:///etc/passwd', []],
    ['xhttps://example.org and http://', []],
    ['no links here', []],
  ])('%s', (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  it('keeps every character of the text', () => {
    const text = 'a https://example.org/). b www.example.org! c';
    expect(
      linkify(text)
        .map((s) => s.text)
        .join(''),
    ).toBe(text);
  });

  it.each([`http://a${')'.repeat(100_000)}`, `http://${'!'.repeat(100_000)}a`, 'http://'.repeat(14_000)])(
    'takes no time over what is no address (%#)',
    (text) => {
      expect(leastMs(() => expect(linkify(text)).toEqual([{ text }]))).toBeLessThan(200);
    },
  );
});
