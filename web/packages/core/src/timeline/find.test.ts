import { describe, expect, it } from 'vitest';
import { linesWith } from './find.ts';
import type { Line } from './lines.ts';

const line = (key: string, body: string): Line => ({
  key,
  author: 'romeo@example.org',
  own: false,
  at: 0,
  body,
  status: 'received',
});

describe('finding words', () => {
  const lines = [line('1', 'At the Café'), line('2', 'nothing'), line('3', 'the cafe again')];

  it('tells the newest first, whatever case and marks', () => {
    expect(linesWith(lines, 'CAFE')).toEqual(['3', '1']);
    expect(linesWith(lines, ' café ')).toEqual(['3', '1']);
  });

  it('finds nothing for nothing', () => expect(linesWith(lines, '  ')).toEqual([]));

  it('looks at what a line says now', () => {
    const taken = { ...line('4', 'the cafe'), retracted: { at: 1, moderated: false } };
    const edited = { ...line('3', 'the tavern'), versions: [{ at: 0, body: 'the cafe again' }] };
    expect(linesWith([lines[0] ?? taken, edited, taken], 'cafe')).toEqual(['1']);
  });
});
