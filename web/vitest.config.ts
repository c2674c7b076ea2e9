import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  test: {
    include: ['packages/*/src/**/*.test.ts'],
    environment: 'node',
    pool: 'threads',
    testTimeout: 5_000,
  },
});
