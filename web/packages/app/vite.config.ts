import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readFileSync } from 'node:fs';
import { type Plugin, defineConfig } from 'vite';
import { serviceWorker } from './service-worker.build.ts';

/**
 * The server to proxy to while developing (`npm run dev`): a running `./stoa run --demo`. Not used by the build.
 */
const server = process.env.STOA_URL ?? 'http://127.0.0.1:8080';

const modules = `${import.meta.dirname}/../../node_modules`;

/** What of others is in the page. */
const THIRD_PARTY = [
  { name: 'Svelte', folder: 'svelte', licence: 'LICENSE.md' },
  { name: 'Emojibase, the names of emoji', folder: 'emojibase-data', licence: 'LICENSE' },
  { name: 'Figtree, packaged by Fontsource', folder: '@fontsource-variable/figtree', licence: 'LICENSE' },
] as const;

/** What of others the page holds, with the licences they ask to be shown: /licences.txt, and as a list for the page that says so. */
const licences: Plugin = {
  name: 'licences',
  apply: 'build',
  generateBundle() {
    const list = THIRD_PARTY.map(({ name, folder }) => {
      const manifest = JSON.parse(readFileSync(`${modules}/${folder}/package.json`, 'utf8')) as {
        version: string;
        license: string;
      };
      return { name, version: manifest.version, licence: manifest.license };
    });
    this.emitFile({ type: 'asset', fileName: 'third-party.json', source: JSON.stringify(list) });
    const parts = THIRD_PARTY.map(({ name, folder, licence }) => {
      const text = readFileSync(`${modules}/${folder}/${licence}`, 'utf8').trim();
      return `${name}\n${'='.repeat(72)}\n${text}\n`;
    });
    this.emitFile({ type: 'asset', fileName: 'licences.txt', source: parts.join('\n\n') });
  },
};

/**
 * The script that runs before the first paint is named by its content, as all the others are: the browser has it already, and no
 * question to the server stands before everything else.
 */
const theme: Plugin = {
  name: 'theme',
  apply: 'build',
  buildStart() {
    const source = readFileSync(`${import.meta.dirname}/theme.js`);
    this.emitFile({ type: 'asset', name: 'theme.js', source });
  },
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {} }) {
      const made = Object.values(bundle).find(({ name }) => name === 'theme.js');
      if (!made) throw new Error('theme.js was not built');
      return html.replace('"/theme.js"', `"/${made.fileName}"`);
    },
  },
};

export default defineConfig({
  root: import.meta.dirname,
  // A day says enough of what was built when; the checksums of builds stay the same within it.
  define: { __STOA_BUILD__: JSON.stringify(new Date().toISOString().slice(0, 10)) },
  plugins: [svelte(), theme, licences, serviceWorker],
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0, // no data: scripts or fonts, so that the strict content security policy holds
    modulePreload: { polyfill: false }, // the polyfill is an inline script
    reportCompressedSize: false,
    // What every visit needs comes in one file, not in one for each set of pages that share something.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
  },
  server: {
    proxy: {
      '/api': server,
      '/xmpp-websocket': { target: server, ws: true },
    },
  },
});
