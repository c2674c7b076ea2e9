import { describe, expect, it } from 'vitest';
import { shortcutOf } from './shortcuts.ts';

const key = (text: string) => {
  const parts = text.split('+');
  return {
    key: parts.at(-1) ?? '',
    altKey: parts.includes('Alt'),
    ctrlKey: parts.includes('Ctrl'),
    metaKey: parts.includes('Meta'),
    shiftKey: parts.includes('Shift'),
  };
};

describe('shortcutOf', () => {
  it.each([
    ['Ctrl+k', 'find'],
    ['Meta+K', 'find'],
    ['Alt+ArrowUp', 'previous'],
    ['Alt+ArrowDown', 'next'],
    ['Alt+Shift+ArrowUp', 'previous-unread'],
    ['Alt+Shift+ArrowDown', 'next-unread'],
    ['Ctrl+\\', 'list'],
    ['Escape', 'read'],
    ['F6', 'region'],
    ['Shift+F6', 'region-back'],
    ['Ctrl+F6', undefined],
    ['?', 'help'],
    ['Ctrl+Alt+ArrowUp', undefined],
    ['ArrowUp', undefined],
    ['k', undefined],
  ])('%s is %s', (text, shortcut) => expect(shortcutOf(key(text), false)).toBe(shortcut));

  it('lets one write a question mark', () => expect(shortcutOf(key('?'), true)).toBeUndefined());
});
