import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readFileSync } from 'node:fs';
import { type Plugin, defineConfig } from 'vite';

/**
 * The server to proxy to while developing (`npm run dev`): a running `./stoa run --demo`. Not used by the build.
 */
const server = process.env.STOA_URL ?? 'http://127.0.0.1:8080';

/** What of others the page holds, with the licences they ask to be shown: /licences.txt. */
const licences: Plugin = {
  name: 'licences',
  apply: 'build',
  generateBundle() {
    const parts = [
      ['svelte', 'svelte/LICENSE.md'],
      ['Figtree, packaged by Fontsource', '@fontsource-variable/figtree/LICENSE'],
    ].map(([name, path]) => {
      const text = readFileSync(`${import.meta.dirname}/../../node_modules/${path}`, 'utf8').trim();
      return `${name}\n${'='.repeat(72)}\n${text}\n`;
    });
    this.emitFile({ type: 'asset', fileName: 'licences.txt', source: parts.join('\n\n') });
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [svelte(), licences],
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0, // no data: scripts or fonts, so that the strict content security policy holds
    modulePreload: { polyfill: false }, // the polyfill is an inline script
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      '/api': server,
      '/xmpp-websocket': { target: server, ws: true },
    },
  },
});
