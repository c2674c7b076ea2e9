import { defineConfig } from '@playwright/test';
import stories from './playwright.config.ts';

/** Takes the pictures of the documentation: `npm run gallery` writes them into docs/gallery and docs/images. */
export default defineConfig({
  ...stories,
  testDir: 'pictures',
  testIgnore: [],
  outputDir: '../test-results-pictures',
  projects: [{ name: 'gallery' }],
});
