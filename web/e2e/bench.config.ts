import { defineConfig } from '@playwright/test';
import stories from './playwright.config.ts';

/** Measures the web chat: `npm run bench` prints the table of docs/benchmarks.md. */
export default defineConfig({
  ...stories,
  testDir: 'bench',
  outputDir: '../test-results-bench',
  testIgnore: [],
  projects: [{ name: 'bench' }],
  timeout: 6 * 60_000,
});
