// Sums the results of all suites into the one line ./stoa test ends with: Surefire's XML reports, Vitest's and
// Playwright's JSON. A skipped test counts as failed: the suites have no business skipping.
// Usage: node tally.mjs ROOT REPORTS
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [root, reports] = process.argv.slice(2);
const MOST_OF_A_MESSAGE = 2_000;
const total = { passed: 0, failed: 0 };
const complaints = [];

for (const directory of ['conformance', 'bench', ...readdirSync(join(root, 'server')).map((name) => join('server', name))]) {
  const surefire = join(root, directory, 'target', 'surefire-reports');
  if (!existsSync(surefire)) continue;
  for (const file of readdirSync(surefire).filter((name) => /^TEST-.*\.xml$/.test(name))) {
    countSurefire(readFileSync(join(surefire, file), 'utf8'), file);
  }
}
const vitest = readReport('vitest.json');
if (vitest) {
  const skipped = vitest.numPendingTests + vitest.numTodoTests;
  count('web unit tests', vitest.numPassedTests, vitest.numFailedTests, skipped);
}
const playwright = readReport('playwright.json');
if (playwright) {
  const { expected, unexpected, flaky, skipped } = playwright.stats;
  count('browser tests', expected, unexpected + flaky, skipped);
}

for (const complaint of complaints) console.log(complaint);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

function countSurefire(xml, file) {
  const suite = /<testsuite\s[^>]*>/.exec(xml)?.[0] ?? '';
  const number = (name) => Number(new RegExp(`\\s${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const bad = number('failures') + number('errors');
  count(file.slice('TEST-'.length, -'.xml'.length), number('tests') - bad - number('skipped'), bad, number('skipped'));
  if (bad > 0) complaints.push(...whatFailed(xml));
}

// Maven's own summary ends a message at its first line, which AssertJ leaves empty.
function whatFailed(xml) {
  return [...xml.matchAll(/<testcase name="([^"]*)"[^>]*[^/]>\s*<(?:failure|error)(?: message="([^"]*)")?/g)].map(
    ([, name, message = 'no message']) => `  ${plain(name)}: ${plain(message).trim().slice(0, MOST_OF_A_MESSAGE)}`,
  );
}

function plain(attribute) {
  const named = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return attribute.replace(/&(?:#(\d+)|(\w+));/g, (_, code, name) => (code ? String.fromCodePoint(Number(code)) : named[name]));
}

function count(what, passed, failed, skipped) {
  total.passed += passed;
  total.failed += failed + skipped;
  if (failed > 0) complaints.push(`${what}: ${failed} failed`);
  if (skipped > 0) complaints.push(`${what}: ${skipped} skipped, which counts as failed`);
}

function readReport(name) {
  const path = join(reports, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
