import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Plugin, build } from 'vite';

/** Read by people now and then, and not what the page is made of. */
const NOT_KEPT =
  /^(?:licences\.txt|third-party\.json|index\.html|sw\.js|icon-512\.png|icon-maskable-512\.png)$/;

/**
 * Builds the service worker behind the page, as /sw.js: one file whose name never changes, with the list of what the page is
 * made of.
 */
export const serviceWorker: Plugin = {
  name: 'service-worker',
  apply: 'build',
  async writeBundle({ dir = '' }) {
    const names = readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
      .filter((name) => !name.endsWith('.map'))
      .sort();
    const hash = createHash('sha256');
    for (const name of names) hash.update(name).update(readFileSync(join(dir, name)));
    const files = names.filter((name) => !NOT_KEPT.test(name)).map((name) => `/${name}`);
    const shell = { version: hash.digest('hex').slice(0, 16), files };
    await build({
      configFile: false,
      root: import.meta.dirname,
      publicDir: false,
      logLevel: 'warn',
      define: { __STOA_SHELL__: JSON.stringify(shell) },
      build: {
        target: 'es2022',
        outDir: dir,
        emptyOutDir: false,
        rollupOptions: {
          input: join(import.meta.dirname, 'worker/sw.ts'),
          output: { format: 'iife', entryFileNames: 'sw.js' },
        },
      },
    });
  },
};
