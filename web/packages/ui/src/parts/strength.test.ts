import { describe, expect, it } from 'vitest';
import { strengthOf } from './strength.ts';

describe('strengthOf', () => {
  it.each([
    ['', 0],
    ['short', 0],
    ['aaaaaaaaaaaa', 1],
    ['12345678', 1],
    ['abcdefgh', 1],
  ] as const)('%j is %i', (password, strength) => {
    expect(strengthOf(password)).toBe(strength);
  });

  it('rates unrelated words above a short mixture', () => {
    expect(strengthOf('lantern garden twelve')).toBe(4);
    expect(strengthOf('lantern garden twelve')).toBeGreaterThan(strengthOf('Passw0rd'));
  });
});
