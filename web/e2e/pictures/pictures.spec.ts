import { resolve } from 'node:path';
import type { BrowserContextOptions } from '@playwright/test';
import { expect, test } from '../support/story.ts';

const images = resolve(import.meta.dirname, '../../../docs/images');
const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5 };
const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 780 },
  deviceScaleFactor: 2,
  hasTouch: true,
};

for (const scheme of ['light', 'dark'] as const) {
  test(`the window by ${scheme}`, async ({ enter }) => {
    const romeo = await (await (await enter()).window()).signIn('romeo');
    const nurse = await (await (await enter()).window()).signIn('nurse');
    await romeo.menu('Available');
    await nurse.menu('Away');

    const juliet = await (await (await enter({ ...desktop, colorScheme: scheme })).window()).signIn('juliet');
    await juliet.chatWith('Romeo');
    await expect(juliet.log.locator('article').first()).toBeVisible();
    await juliet.page.screenshot({ path: `${images}/chat-${scheme}.png` });
    await juliet.open('/room/garden');
    await juliet.online();
    await expect(juliet.log.locator('article').first()).toBeVisible();
    await juliet.page.screenshot({ path: `${images}/room-${scheme}.png` });

    const pocket = await (await (await enter({ ...phone, colorScheme: scheme })).window()).signIn('juliet');
    await pocket.row('Romeo').click();
    await expect(pocket.log.locator('article').first()).toBeVisible();
    await pocket.page.screenshot({ path: `${images}/phone-${scheme}.png` });
  });
}
