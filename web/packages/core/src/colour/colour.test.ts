import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hsluvToRgb, hueOf } from './consistent-colour.ts';
import { sha1 } from './sha1.ts';

describe('sha1', () => {
  it.each(['', 'abc', 'x'.repeat(55), 'x'.repeat(56), 'x'.repeat(64), 'ü🌹'.repeat(40)])('of %j', (text) => {
    expect(Buffer.from(sha1(text)).toString('hex')).toBe(createHash('sha1').update(text).digest('hex'));
  });
});

describe('XEP-0392 §13, test vectors', () => {
  it.each([
    ['Romeo', 327.255249, [0.865, 0.0, 0.686]],
    ['juliet@capulet.lit', 209.4104, [0.0, 0.515, 0.573]],
    ['😺', 331.199341, [0.872, 0.0, 0.659]],
    ['council', 359.994507, [0.918, 0.0, 0.394]],
    ['Board', 171.430664, [0.0, 0.527, 0.457]],
  ])('%s', (name, hue, rgb) => {
    expect(hueOf(name)).toBeCloseTo(hue, 5);
    hsluvToRgb(hueOf(name), 100, 50).forEach((v, i) => expect(v).toBeCloseTo(rgb[i] ?? -1, 2));
  });
});
