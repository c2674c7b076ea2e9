import { describe, expect, it } from 'vitest';
import { arePictures, heightOf, spaceFor } from './measures.ts';
import { pastedFrom } from './pasting.ts';
import { sizeWords, wordsOf } from './words.ts';

describe('the space of a picture', () => {
  it('keeps its proportions and stays within the line', () => {
    expect(spaceFor({ width: 900, height: 600 })).toEqual({ width: 352, height: 235, whole: false });
    expect(spaceFor({ width: 600, height: 900 })).toEqual({ width: 213, height: 320, whole: false });
    expect(spaceFor({ width: 100, height: 80 })).toEqual({ width: 100, height: 80, whole: false });
  });

  it('is bounded whatever is stated, and fixed where nothing is', () => {
    for (const [width, height] of [
      [50_000, 1],
      [1, 50_000],
      [1, 1],
    ] as const) {
      const space = spaceFor({ width, height });
      expect(space.width).toBeGreaterThanOrEqual(56);
      expect(space.width).toBeLessThanOrEqual(352);
      expect(space.height).toBeGreaterThan(10);
      expect(space.height).toBeLessThanOrEqual(320);
    }
    expect(spaceFor({})).toEqual({ width: 256, height: 192, whole: true });
    expect(heightOf([{ name: 'a.png' }, { name: 'a.pdf' }])).toBe(250);
    expect(heightOf()).toBe(0);
  });

  it('has room for the time on it where pictures are all there is, and the page shows them', () => {
    const here = {
      addressOf: ({ url }: { url?: string }) => (url?.startsWith('https://here/') ? url : undefined),
    };
    const wall = { name: 'a.png', url: 'https://here/a.png', width: 900, height: 600 };
    expect(arePictures([wall, wall], here)).toBe(true);
    expect(arePictures([{ name: 'a.png', width: 900, height: 600 }], here)).toBe(true);
    expect(arePictures([wall, { name: 'a.pdf', url: 'https://here/a.pdf' }], here)).toBe(false);
    expect(arePictures([{ ...wall, url: 'https://elsewhere/a.png' }], here)).toBe(false);
    expect(arePictures([{ ...wall, width: 60, height: 60 }], here)).toBe(false);
    expect(arePictures([], here)).toBe(false);
    expect(arePictures(undefined, here)).toBe(false);
  });
});

it('sizes are said as people say them', () => {
  expect(sizeWords(1).replace(/\s/g, ' ')).toBe('1 byte');
  expect(sizeWords(7).replace(/\s/g, ' ')).toBe('7 bytes');
  expect(sizeWords(999_600).replace(/\s/g, ' ')).toBe('1 MB');
  expect(sizeWords(1_540_000).replace(/\s/g, ' ')).toBe('1.5 MB');
  expect(sizeWords(104_857_600).replace(/\s/g, ' ')).toBe('105 MB');
});

it('a line is said in words whatever it shares', () => {
  expect(wordsOf({ body: '*hello*' })).toBe('hello');
  expect(wordsOf({ body: '', files: [{ name: 'a.png' }] })).toBe('📷 Photo');
  expect(wordsOf({ body: 'the wall', files: [{ name: 'a.png' }] })).toBe('📷 the wall');
  expect(wordsOf({ body: '', files: [{ name: 'a.pdf' }] })).toBe('📎 File: a.pdf');
  expect(wordsOf({ body: '', files: [{ name: 'a.pdf' }, { name: 'b.pdf' }] })).toBe('📎 2 files');
});

describe('what is pasted', () => {
  const clipboard = (text: string, ...files: File[]) =>
    ({ getData: () => text, files }) as unknown as DataTransfer;
  const file = new File(['x'], 'x.png', { type: 'image/png' });

  it('is files where there is no text beside them', () => {
    expect(pastedFrom(clipboard('', file))).toEqual({ files: [file] });
    expect(pastedFrom(clipboard('a cell of a table', file))).toBeUndefined();
  });

  it('is too long for a line from 10,001 characters on', () => {
    expect(pastedFrom(clipboard('🌹'.repeat(10_000)))).toBeUndefined();
    expect(pastedFrom(clipboard('🌹'.repeat(10_001)))).toHaveProperty('text');
    expect(pastedFrom(null)).toBeUndefined();
  });
});
