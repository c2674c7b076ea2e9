import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) =>
  existsSync(p),
);

export default defineConfig({
  testDir: '.',
  testIgnore: ['pictures/**', 'bench/**'],
  outputDir: '../test-results',
  // One server, one world: the stories run one after the other, each with words of its own.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  // What takes time on a machine that stalls is no fault of the page; where the time itself is meant, a story says so.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  // Who is there and who is not is asked in a world of its own: people whom other stories have just left are there for a while.
  projects: [
    { name: 'status', testMatch: 'status/**' },
    // What rings depends on what the person does anywhere: nobody of another story may be the same person.
    { name: 'notifications', testMatch: 'notifications/**/*.spec.ts' },
    // Every screen as a newcomer sees it: nobody has talked yet.
    { name: 'looks', testMatch: 'looks/**' },
    { name: 'world', testIgnore: ['status/**', 'notifications/**', 'looks/**', 'pictures/**', 'bench/**'] },
  ],
  use: {
    locale: 'en-GB',
    ignoreHTTPSErrors: true,
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
