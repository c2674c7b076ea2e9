import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { TooLong, qrCode } from './qr.ts';

/** What a reader of somebody else's sees: four pixels a module, four modules of quiet around. */
function read(modules: boolean[][]): string | undefined {
  const scale = 4;
  const size = (modules.length + 8) * scale;
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const dark = modules[Math.floor(y / scale) - 4]?.[Math.floor(x / scale) - 4] ?? false;
      if (dark) pixels.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
    }
  return jsQR(pixels, size, size)?.data;
}

describe('qrCode', () => {
  it.each([1, 14, 15, 40, 62, 84, 106, 122, 152, 180, 213])('is read by a reader: %i bytes', (length) => {
    const text = `xmpp:juliet@example.org?${'x'.repeat(300)}`.slice(0, length);
    expect(read(qrCode(text))).toBe(text);
  });

  it('is read whatever letters an address has', () => {
    expect(read(qrCode('xmpp:jürgen@exämple.org'))).toBe('xmpp:jürgen@exämple.org');
  });

  it('refuses what does not fit', () => {
    expect(() => qrCode('x'.repeat(214))).toThrow(TooLong);
  });
});
