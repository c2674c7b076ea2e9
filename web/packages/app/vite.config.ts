import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/**
 * The server to proxy to while developing (`npm run dev`): a running `./stoa run --demo`. Not used by the build.
 */
const server = process.env.STOA_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [svelte()],
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
