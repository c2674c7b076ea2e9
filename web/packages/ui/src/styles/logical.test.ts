import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';

const packages = new URL('../../../', import.meta.url);
const sheets = ['ui/src', 'app/src'].flatMap((folder) =>
  readdirSync(new URL(folder, packages), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:svelte|css)$/.test(name))
    .map((name) => `${folder}/${name}`),
);

/** What names a side of the screen where one of the line of writing is meant. */
const PHYSICAL =
  /(?:^|[;{\s])(?:(?:margin|padding|border)-(?:left|right)|(?:left|right)\s*:|border-(?:top|bottom)-(?:left|right)-radius|(?:text-align|float):\s*(?:left|right))/g;

it.each(sheets)('%s is laid out along the line of writing, so that it turns from right to left', (sheet) => {
  const text = readFileSync(new URL(sheet, packages), 'utf8');
  const css = sheet.endsWith('.css') ? text : (/<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '');
  expect(css.match(PHYSICAL) ?? []).toEqual([]);
});
