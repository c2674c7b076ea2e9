/**
 * Fails the build when what the first page loads (the scripts and styles that index.html names, with the chunks they import
 * statically) is larger than the budget, when launcher.js is, or when index.html would need a content security policy with 'unsafe-inline'.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET_GZ_BYTES = 180_000;

/** The icon is a guest in other pages. */
const LAUNCHER_GZ_BYTES = 10_000;

const dist = join(import.meta.dirname, 'dist');
const html = readFileSync(join(dist, 'index.html'), 'utf8');

const problems = [];
if (/<script(?![^>]*\bsrc=)[^>]*>/.test(html)) problems.push('index.html holds an inline script');
if (/<style|\sstyle=/.test(html)) problems.push('index.html holds an inline style');
if (/(?:src|href)="(?:https?:)?\/\//.test(html))
  problems.push('index.html loads something from another host');

const seen = new Set();
const visit = (path) => {
  if (seen.has(path)) return;
  seen.add(path);
  if (!path.endsWith('.js')) return;
  const text = readFileSync(path, 'utf8');
  for (const [, name] of text.matchAll(/(?:^|[;}\s])(?:import|export)[^;'"()]*?['"](\.\/[^'"]+)['"]/g)) {
    visit(join(dirname(path), name));
  }
};
for (const [, url] of html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)) visit(join(dist, url));

let total = 0;
for (const path of seen) total += gzipSync(readFileSync(path)).length;
console.log(
  `initial bundle: ${(total / 1000).toFixed(1)} kB gz in ${seen.size} files (budget ${BUDGET_GZ_BYTES / 1000} kB)`,
);
if (total > BUDGET_GZ_BYTES) problems.push('the initial bundle is over its budget');

const launcher = gzipSync(readFileSync(join(dist, 'launcher.js'))).length;
console.log(`launcher.js: ${(launcher / 1000).toFixed(1)} kB gz (budget ${LAUNCHER_GZ_BYTES / 1000} kB)`);
if (launcher > LAUNCHER_GZ_BYTES) problems.push('launcher.js is over its budget');

for (const problem of problems) console.error(`bundle: ${problem}`);
if (problems.length > 0) process.exit(1);
