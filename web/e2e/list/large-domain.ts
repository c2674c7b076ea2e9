import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server } from '../support/server.ts';
import { test as stories } from '../support/story.ts';

const PEOPLE = 10_000;

/** S12: how long it may take from a key to its results. */
export const KEY_MS = 100;

/** Stories on a server of a large domain of their own, with these settings. */
export function inLargeDomain(...settings: readonly string[]) {
  return stories.extend<{ readonly large: Server }>({
    large: [
      // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures from the pattern
      async ({}, use) => {
        const server = await Server.start('--demo', ...settings.flatMap((one) => ['--set', one]));
        const folder = mkdtempSync(join(tmpdir(), 'stoa-large-'));
        const rows = Array.from(
          { length: PEOPLE },
          (_, i) => `person${i}@localhost,a long password ${i},Person No${i} of Verona`,
        );
        writeFileSync(join(folder, 'people.csv'), `address,password,name\n${rows.join('\n')}\n`);
        await server.command(['user', 'import', join(folder, 'people.csv')]);
        rmSync(folder, { recursive: true });
        await use(server);
        await server.stop();
      },
      { timeout: 11 * 60_000 },
    ],
  });
}
