import type { BrowserContextOptions } from '@playwright/test';
import { violations } from '../support/axe.ts';
import { SIGNED_IN, SIGNED_OUT, english, tour } from '../support/screens.ts';
import { expect, test } from '../support/story.ts';

const LOOKS: Readonly<Record<string, BrowserContextOptions>> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'forced colours': { forcedColors: 'active' },
  'high contrast': { contrast: 'more' },
};

for (const [look, options] of Object.entries(LOOKS)) {
  test(`every screen and dialog keeps to WCAG 2.2 AA: ${look} (E49, E54)`, async ({ enter }) => {
    test.setTimeout(600_000);
    const person = await enter({ ...options, reducedMotion: 'reduce' });
    const window = await person.window();
    const look = () => violations(window.page);
    const before = await tour(window, SIGNED_OUT, english, look);
    await window.signIn('juliet');
    const found = { ...before, ...(await tour(window, SIGNED_IN, english, look)) };
    expect(found).toEqual({});
  });
}

test('high contrast is a choice that stays, without a flash (E54)', async ({ enter }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const { page } = juliet;
  const paper = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--ink'));
  const usual = await paper();
  await page.getByRole('button', { name: 'Your status and settings' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'High contrast' }).click();
  expect(await paper()).not.toBe(usual);
  const strong = await paper();
  // Before anything of the page has run but the script in its head.
  await page.reload({ waitUntil: 'commit' });
  await page.waitForFunction(() => document.body !== null);
  expect(await page.evaluate(() => document.documentElement.dataset.contrast)).toBe('more');
  await juliet.online();
  expect(await paper()).toBe(strong);
  await page.getByRole('button', { name: 'Your status and settings' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'High contrast' }).click();
  expect(await paper()).toBe(usual);
});

test('all of it without a mouse: sign in, find, write, react, change status, sign out (E50, E51)', async ({
  enter,
  words,
}) => {
  const window = await (await enter()).window();
  await window.open();
  const { page } = window;
  const focused = page.locator(':focus');
  /** Presses a key until the focus is on what one is after, as one would; a trap or a place left out fails. */
  const keyTo = async (key: string, what: RegExp) => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press(key);
      const name = await page.evaluate(() => {
        const e = document.activeElement;
        return `${e?.tagName.toLowerCase() ?? ''} ${e?.getAttribute('aria-label') ?? ''} ${e?.textContent ?? ''}`;
      });
      if (what.test(name)) return;
    }
    throw new Error(`no ${key} leads to ${what}`);
  };
  const seesFocus = async () => {
    const outline = await focused.evaluate((e) => {
      const shown = e.matches('input[type=radio]') ? (e.closest('label') ?? e) : e;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      return outlineStyle === 'none' ? 0 : parseFloat(outlineWidth);
    });
    expect(outline).toBeGreaterThanOrEqual(2);
  };

  await expect(page.getByRole('heading', { name: 'Welcome to Stoa' })).toBeVisible();
  await keyTo('Tab', /^button .*Benvolio/s);
  await seesFocus();
  await page.keyboard.press('Enter');
  await window.online();

  // A person of the list, found and opened.
  await page.keyboard.press('Control+k');
  await expect(window.filter).toBeFocused();
  await page.keyboard.type('rosal');
  await expect(window.row('Rosaline')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(window.composer).toBeFocused();
  const text = words('no mouse was here');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await window.expectLine(text, 'stored');

  // Back to the lines as one stop; the newest has the focus, + reacts.
  await keyTo('Shift+Tab', /^article/);
  await expect(window.lines(text)).toBeFocused();
  await seesFocus();
  await page.keyboard.press('+');
  await expect(page.locator('[role=menu] :focus, [role=dialog] :focus, dialog :focus')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(window.lines(text).getByRole('list', { name: 'Reactions' }).getByRole('button')).toHaveCount(
    1,
  );
  await expect(window.lines(text)).toBeFocused();

  // A line's menu, by Enter; Escape brings the focus back to the line, once more to the composer.
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu').locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(window.lines(text)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(window.composer).toBeFocused();

  // The own menu: arrows walk it, Enter chooses; the focus is back where it came from.
  const self = page.getByRole('button', { name: 'Your status and settings' });
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Escape');
  await keyTo('Shift+Tab', /Your status and settings/);
  await expect(self).toBeFocused();
  await seesFocus();
  await page.keyboard.press('Enter');
  await keyTo('ArrowDown', /^button\s+Away\s*$/);
  await page.keyboard.press('Enter');
  await expect(self).toContainText('Away');
  await expect(self).toBeFocused();
  await page.keyboard.press('Enter');
  await keyTo('ArrowDown', /^button\s+Available\s*$/);
  await page.keyboard.press('Enter');
  await expect(self).toContainText('Available');
  await page.keyboard.press('Enter');
  await keyTo('ArrowDown', /Sign out of Stoa/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Welcome to Stoa' })).toBeVisible();
});

test('a status is told by its shape, not by its colour alone (E52)', async ({ enter }) => {
  const juliet = await (await (await enter({ forcedColors: 'active' })).window()).signIn('juliet');
  const romeo = await (await (await enter()).window()).signIn('romeo');
  const shapes: string[] = [];
  for (const [choice, name] of [
    ['Available', 'Available'],
    ['Away', 'Away'],
    ['Do not disturb', 'Do not disturb'],
    ['Appear offline', 'Offline'],
  ] as const) {
    await romeo.menu(choice);
    const dot = juliet.row('Romeo').getByRole('img', { name });
    await expect(dot).toBeVisible();
    shapes.push(await dot.evaluate((svg) => svg.innerHTML.replace(/<!--.*?-->|class="[^"]*"/g, '').trim()));
  }
  await romeo.menu('Available');
  expect(new Set(shapes).size).toBe(4);
});

test('what others say is announced once, what one says oneself is not (E49)', async ({ enter, words }) => {
  const nurse = await (await (await enter()).window()).signIn('nurse');
  const juliet = await (await (await enter()).window()).signIn('juliet');
  await nurse.chatWith('Juliet');
  await juliet.chatWith('Nurse');
  await expect(nurse.log).toHaveAttribute('aria-label', 'Messages with Juliet');
  // The list of lines itself is quiet: what came is told by a region of its own, so that pages of old lines are not read out.
  await expect(nurse.log).toHaveAttribute('aria-live', 'off');
  const polite = nurse.page.locator('.pane > [aria-live=polite]');
  const own = words('I hear myself well enough');
  await nurse.write(own);
  await nurse.expectLine(own, 'stored');
  const heard = words('and you hear me');
  await juliet.write(heard);
  await expect(polite).toHaveText(`Juliet: ${heard}`);
});

test('at 200 % zoom, and without motion, nothing is lost (E52)', async ({ enter, words }) => {
  test.setTimeout(600_000);
  // A window of 1280 px at 200 % has 640 of them to lay out.
  const person = await enter({
    viewport: { width: 640, height: 400 },
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
  });
  const juliet = await (await person.window()).signIn('juliet');
  const sideways = () => juliet.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const found = await tour(juliet, SIGNED_IN, english, async () => {
    const outside = await juliet.page.evaluate(() =>
      [...document.querySelectorAll('dialog[open], [role=menu], [role=dialog]')]
        .map((e) => e.getBoundingClientRect())
        .filter((b) => b.top < 0 || b.left < 0 || b.bottom > innerHeight || b.right > innerWidth)
        .map((b) => `outside the window: ${b.left},${b.top} – ${b.right},${b.bottom}`),
    );
    const wide = await sideways();
    return wide > 0 ? [...outside, `${wide} px too wide`] : outside;
  });
  expect(found).toEqual({});
  await juliet.open('/chat/romeo');
  const text = words('still here');
  await juliet.write(text);
  await juliet.expectLine(text, 'stored');
  const moving = await juliet.page.evaluate(
    () => document.getAnimations().filter((a) => Number(a.effect?.getTiming().duration) > 10).length,
  );
  expect(moving).toBe(0);
});
