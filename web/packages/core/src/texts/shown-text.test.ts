import { describe, expect, it } from 'vitest';
import { NAME_MAX, shownName, shownText, TEXT_MAX } from './shown-text.ts';

describe('shownName', () => {
  it('takes out what turns the direction, controls and line breaks', () => {
    expect(shownName('Romeo\u202etnemelc\u202c')).toBe('Romeo tnemelc');
    expect(shownName('\u2067Juliet\u2069\n\u0007')).toBe('Juliet');
    expect(shownName('\u200f')).toBe('');
  });

  it('keeps names of right-to-left scripts and joined emoji as they are', () => {
    expect(shownName('شهرزاد')).toBe('شهرزاد');
    expect(shownName('👩‍👩‍👧')).toBe('👩‍👩‍👧');
  });

  it('cuts 10,000 characters, and no character in the middle', () => {
    expect(shownName('x'.repeat(10_000))).toHaveLength(NAME_MAX);
    const roses = shownName('🌹'.repeat(10_000));
    expect(roses.length).toBeLessThanOrEqual(NAME_MAX);
    expect(roses.endsWith('🌹…')).toBe(true);
    expect(shownText('y'.repeat(10_000))).toHaveLength(TEXT_MAX);
  });
});
