import { describe, expect, it } from 'vitest';
import { textsFor } from './texts.ts';

describe('the language of the icon', () => {
  it.each([
    ['de', ['en-GB'], 'de'],
    ['de-AT', ['en-GB'], 'de'],
    ['EN', ['de'], 'en'],
    ['', ['fr', 'de-CH', 'en'], 'de'],
    ['fr', ['it', 'de'], 'de'],
    ['fr', ['it'], 'en'],
    ['', [], 'en'],
    ['deutsch', [], 'en'],
  ])('page %j, browser %j: %s', (page, browser, spoken) => {
    expect(textsFor(page, browser).lang).toBe(spoken);
  });

  it('counts in that language', () => {
    const { texts } = textsFor('de', []);
    expect([1, 2].map(texts.unread)).toEqual([
      'Chat, 1 ungelesene Nachricht',
      'Chat, 2 ungelesene Nachrichten',
    ]);
  });
});
