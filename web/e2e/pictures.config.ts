import { defineConfig } from '@playwright/test';
import stories from './playwright.config.ts';

/** Takes the pictures of the documentation: `npm run pictures` writes them into docs/images. */
export default defineConfig({ ...stories, testDir: 'pictures', testIgnore: [] });
