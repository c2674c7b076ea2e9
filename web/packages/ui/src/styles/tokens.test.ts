import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The colours of one block of the style sheet. */
function colours(block: RegExp): Record<string, string> {
  const body = block.exec(css)?.[1] ?? '';
  return Object.fromEntries(
    [...body.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** WCAG 2.2: relative luminance and contrast ratio. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const light = colours(/^:root \{([\s\S]*?)\n\}/m);
const dark = colours(/^:root\[data-theme='dark'\] \{([\s\S]*?)\n\}/m);
const bySystem = colours(/:root:not\(\[data-theme='light'\]\) \{([\s\S]*?)\n {2}\}/);

/** The high contrast: of a pair of colours the one for the light or the dark theme. */
function strong(block: RegExp, at: 1 | 2): Record<string, string> {
  const body = block.exec(css)?.[1] ?? '';
  const pairs = body.matchAll(/--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g);
  return Object.fromEntries([...pairs].map((pair) => [pair[1] ?? '', pair[at + 1] ?? '']));
}
const CHOSEN = /:root\[data-contrast='more'\] \{([\s\S]*?)\n\}/;
const ASKED_FOR = /:root:not\(\[data-contrast='usual'\]\) \{([\s\S]*?)\n {2}\}/;

const TEXT = [
  ['ink', 'paper'],
  ['ink', 'ground'],
  ['ink-soft', 'paper'],
  ['ink-faint', 'paper'],
  ['ink-faint', 'ground'],
  ['ink-faint', 'ground-hover'],
  ['accent', 'paper'],
  ['accent', 'ground'],
  ['accent-strong', 'accent-soft'],
  ['on-accent', 'accent'],
  ['bubble-own-ink', 'bubble-own'],
  ['on-alert', 'alert'],
  ['alert', 'paper'],
  ['alert', 'alert-soft'],
  ['danger', 'paper'],
  ['danger', 'alert-soft'],
] as const;

const SHAPES = [
  ['available', 'ground'],
  ['away', 'ground'],
  ['dnd', 'ground'],
  ['offline', 'ground'],
] as const;

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s colours', (_, tokens) => {
  it.each(TEXT)('%s on %s can be read (4.5:1)', (front, back) => {
    expect(contrast(tokens[front] ?? '', tokens[back] ?? '')).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SHAPES)('%s on %s can be made out (3:1)', (front, back) => {
    expect(contrast(tokens[front] ?? '', tokens[back] ?? '')).toBeGreaterThanOrEqual(3);
  });
});

it('the dark chosen is the dark of the system', () => {
  expect(dark).toEqual(bySystem);
});

describe.each([
  ['light', strong(CHOSEN, 1)],
  ['dark', strong(CHOSEN, 2)],
])('the %s colours of high contrast', (_, tokens) => {
  it.each(TEXT)('%s on %s are 7:1 apart', (front, back) => {
    expect(contrast(tokens[front] ?? '', tokens[back] ?? '')).toBeGreaterThanOrEqual(7);
  });

  it.each([...SHAPES, ['line', 'paper'] as const])('%s on %s can be made out (4.5:1)', (front, back) => {
    expect(contrast(tokens[front] ?? '', tokens[back] ?? '')).toBeGreaterThanOrEqual(4.5);
  });
});

it('the high contrast chosen is the one the system asks for', () => {
  expect(strong(CHOSEN, 1)).toEqual(strong(ASKED_FOR, 1));
  expect(strong(CHOSEN, 2)).toEqual(strong(ASKED_FOR, 2));
});
