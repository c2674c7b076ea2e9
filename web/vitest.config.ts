import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  test: {
    include: ['packages/*/src/**/*.test.ts'],
    environment: 'node',
    pool: 'threads',
    // None of it takes a second; a machine that has stalled for ten has broken nothing.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
