import { describe, expect, it } from 'vitest';
import { sharedText } from './shared-text.ts';

describe('what another app shares', () => {
  it.each([
    [
      '?title=A+play&text=Read+it&url=https%3A%2F%2Fexample.org%2Fplay',
      'A play\nRead it\nhttps://example.org/play',
    ],
    ['?text=See+https%3A%2F%2Fexample.org&url=https%3A%2F%2Fexample.org', 'See https://example.org'],
    ['?title=Same&text=Same', 'Same'],
    ['?title=&text=++&url=', ''],
    ['', ''],
  ])('%s', (query, text) => {
    expect(sharedText(query)).toBe(text);
  });
});
