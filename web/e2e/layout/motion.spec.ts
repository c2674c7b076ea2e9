import type { Page } from '@playwright/test';
import { expect, test } from '../support/story.ts';

/** What moves for longer than no time at all, pseudo-elements included. */
const moving = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    const longest = (text: string) => Math.max(...text.split(',').map((s) => parseFloat(s)));
    for (const element of document.querySelectorAll('*'))
      for (const pseudo of [undefined, '::before', '::after']) {
        const style = getComputedStyle(element, pseudo);
        const animated = style.animationName !== 'none' && longest(style.animationDuration) > 0;
        const delayed = longest(style.transitionDelay) > 0 || longest(style.animationDelay) > 0;
        if (animated || delayed || longest(style.transitionDuration) > 0 || style.scrollBehavior === 'smooth')
          found.push(`${element.tagName}.${element.className}${pseudo ?? ''}`);
      }
    const running = document.getAnimations().filter((a) => a.playState === 'running');
    return [...new Set([...found, ...running.map((a) => `runs: ${a.id}`)])];
  });

test('who wants less motion gets none', async ({ enter, words }) => {
  const person = await enter({ reducedMotion: 'reduce' });
  const juliet = await (await person.window()).open();
  await expect(juliet.page.getByRole('heading', { name: 'Welcome to Stoa' })).toBeVisible();
  expect(await moving(juliet.page)).toEqual([]);
  await juliet.signIn('juliet');
  expect(await moving(juliet.page)).toEqual([]);
  await juliet.chatWith('Nurse');
  const text = words('standing still');
  await juliet.write(text);
  await juliet.expectLine(text, 'stored');
  expect(await moving(juliet.page)).toEqual([]);
  await juliet.press(text, 'More actions');
  const menu = juliet.page.getByRole('menu');
  await expect(menu.locator(':focus')).toHaveCount(1);
  expect(await moving(juliet.page)).toEqual([]);
  await juliet.page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await juliet.menu('Set a status text…');
  const dialog = juliet.page.getByRole('dialog');
  await expect(dialog.locator(':focus')).toHaveCount(1);
  expect(await moving(juliet.page)).toEqual([]);
  await juliet.page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await juliet.page.getByRole('button', { name: 'Emoji', exact: true }).click();
  await expect(juliet.page.getByRole('searchbox', { name: 'Search emoji' })).toBeVisible();
  expect(await moving(juliet.page)).toEqual([]);
});

test('who does not mind it sees some', async ({ enter }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  await juliet.chatWith('Nurse');
  expect((await moving(juliet.page)).length).toBeGreaterThan(0);
});
