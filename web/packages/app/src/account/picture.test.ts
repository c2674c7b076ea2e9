import { describe, expect, it } from 'vitest';
import { squareOf } from './picture.ts';

describe('squareOf', () => {
  it('is the largest square in the middle to begin with', () => {
    expect(squareOf(400, 200, { x: 0.5, y: 0.5, zoom: 1 })).toEqual({ left: 100, top: 0, side: 200 });
  });

  it('never leaves the picture', () => {
    expect(squareOf(400, 200, { x: 0, y: 1, zoom: 2 })).toEqual({ left: 0, top: 100, side: 100 });
    expect(squareOf(400, 200, { x: 9, y: -9, zoom: 0.1 })).toEqual({ left: 200, top: 0, side: 200 });
  });
});
