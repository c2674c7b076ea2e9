/**
 * Draws the icons that systems want as pictures from our own SVG: `node packages/app/icons.js`, when those have changed. What it
 * writes is kept in the repository, so that building needs no browser.
 */
import { chromium } from '@playwright/test';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'public');
const icon = readFileSync(join(folder, 'icon.svg'), 'utf8');
const maskable = readFileSync(join(folder, 'icon-maskable.svg'), 'utf8');
/** In the bar of a phone only the shape counts: white on nothing. */
const badge = icon
  .replace(/<rect width="64"[^>]*>/, '')
  .replaceAll('#fbf7ef', '#fff')
  .replaceAll('#e2794f', '#fff');

const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((p) => existsSync(p));
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox'],
});
for (const [name, svg, size] of [
  ['icon-192', icon, 192],
  ['icon-512', icon, 512],
  ['icon-maskable-512', maskable, 512],
  ['badge-96', badge, 96],
]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  writeFileSync(join(folder, `${name}.png`), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
