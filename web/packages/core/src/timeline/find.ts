import { fold } from '../people/folded.ts';
import type { Line } from './lines.ts';

/** What was folded once; a line that changes is another object. */
const folded = new WeakMap<Line, string>();

function words(line: Line): string {
  let known = folded.get(line);
  if (known === undefined) {
    known = fold(line.body);
    folded.set(line, known);
  }
  return known;
}

/** The keys of the lines that hold a text, whatever its case and marks, as they stand now: the newest first. */
export function linesWith(lines: readonly Line[], text: string): readonly string[] {
  const wanted = fold(text);
  if (wanted === '') return [];
  const found: string[] = [];
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i];
    if (line && !line.retracted && words(line).includes(wanted)) found.push(line.key);
  }
  return found;
}
