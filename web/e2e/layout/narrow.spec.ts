import { keptTalk } from '../support/kept.ts';
import { expect, test } from '../support/story.ts';

test('at 320 pixels there is one pane, a way back, and nothing to scroll sideways', async ({
  enter,
  words,
}) => {
  const person = await enter({ viewport: { width: 320, height: 640 }, hasTouch: true });
  const juliet = await (await person.window()).signIn('juliet');
  const sideways = () => juliet.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(await sideways()).toBe(0);

  await juliet.row('Romeo').click();
  await expect(juliet.page.getByRole('navigation')).toBeHidden();
  const text = words(`a very${'very'.repeat(40)}long word`);
  await juliet.write(text);
  await juliet.expectLine(text, 'stored');
  expect(await sideways()).toBe(0);

  await juliet.page.getByRole('button', { name: 'Back to the list' }).click();
  await expect(juliet.row('Romeo')).toBeFocused();
  await expect(juliet.composer).toBeHidden();
});

test('at 320 pixels a very long name is whole where there is nothing else to read, and its face shows letters', async ({
  enter,
  server,
}) => {
  const address = 'wolfe@localhost';
  const name = 'Wolfeschlegelsteinhausenbergerdorff-Leutheusser (Gräfin)';
  await server.command(['user', 'add', address, '--name', name, '--password-stdin'], 'a name of some length');
  try {
    const person = await enter({ viewport: { width: 320, height: 640 }, hasTouch: true });
    const juliet = await (await person.window()).signIn('juliet');
    await juliet.open('/chat/wolfe');
    const hello = juliet.page.locator('.hello');
    await expect(hello.getByRole('heading')).toContainText('(Gräfin)');
    await expect(hello.locator('.face')).toHaveText('WG');
    for (const part of ['h2', 'p']) {
      const box = await hello.locator(part).boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(320);
    }
  } finally {
    await server.command(['user', 'remove', address]);
  }
});

test('on a phone, swiping back leads from a conversation and from a page to where one was (E55)', async ({
  enter,
  words,
}) => {
  const person = await enter({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  const juliet = await (await person.window()).signIn('juliet');
  const { page } = juliet;
  await juliet.row('Romeo').tap();
  const text = words('the way back');
  await juliet.write(text);
  await juliet.expectLine(text, 'stored');
  await page.getByRole('button', { name: 'Back to the list' }).tap();
  await juliet.row('Nurse').tap();
  await expect(page.getByRole('heading', { level: 1, name: 'Nurse' })).toBeVisible();
  // A swipe from the edge is the browser's own, and goes through its history.
  await page.goBack();
  await expect(juliet.row('Nurse')).toBeVisible();
  await expect(juliet.composer).toBeHidden();
  await page.goForward();
  await expect(page.getByRole('heading', { level: 1, name: 'Nurse' })).toBeVisible();
  await juliet.open('/account/profile');
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Nurse' })).toBeVisible();
  // Chromium swipes only where nothing holds back what is scrolled sideways past its end.
  const held = await page.evaluate(
    () =>
      [document.documentElement, document.body, ...document.querySelectorAll('[role=log]')].filter(
        (e) => getComputedStyle(e).overscrollBehaviorX !== 'auto',
      ).length,
  );
  expect(held).toBe(0);
});

test('the keyboard alone finds a person, writes and comes back', async ({ enter, words }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  await juliet.page.keyboard.press('Control+k');
  await expect(juliet.filter).toBeFocused();
  await juliet.page.keyboard.type('rom');
  // The box says which of the results Enter opens: a screen reader is told without the focus moving.
  const chosen = juliet.page.getByRole('listbox').getByRole('option', { selected: true });
  await expect(chosen).toContainText('Romeo');
  await expect(juliet.filter).toHaveAttribute(
    'aria-activedescendant',
    (await chosen.getAttribute('id')) ?? '',
  );
  await juliet.page.keyboard.press('Enter');
  await expect(juliet.composer).toBeFocused();
  const text = words('without a mouse');
  await juliet.page.keyboard.type(text);
  await juliet.page.keyboard.press('Enter');
  await juliet.expectLine(text, 'stored');
  await expect(juliet.composer).toBeFocused();
});

test('on a phone, what one presses is 44 pixels high and wide, and nothing overlaps in the dialogs', async ({
  enter,
  words,
}) => {
  const person = await enter({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });
  const juliet = await (await person.window()).signIn('juliet');
  const tooSmall = () =>
    juliet.page.evaluate(() =>
      [...document.querySelectorAll('button, a[href], [role^="menuitem"]')]
        .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.body, p.empty'))
        .map((e) => ({ what: (e.ariaLabel ?? e.textContent ?? '').trim(), box: e.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 44 || box.height < 44)
        .map(({ what, box }) => `${what}: ${box.width} x ${box.height}`),
    );
  await expect(juliet.row('Garden')).toBeVisible();
  expect(await tooSmall()).toEqual([]);
  await juliet.page.getByRole('button', { name: 'Your status and settings' }).click();
  expect(await tooSmall()).toEqual([]);
  await juliet.page.keyboard.press('Escape');

  await juliet.page.getByRole('button', { name: 'Create or join a room' }).first().click();
  const dialog = juliet.page.getByRole('dialog');
  const field = await dialog.getByLabel('Name of the room').boundingBox();
  const create = await dialog.getByRole('button', { name: 'Create', exact: true }).boundingBox();
  expect((field?.x ?? 0) + (field?.width ?? 0)).toBeLessThan(create?.x ?? 0);
  expect(await tooSmall()).toEqual([]);
  await juliet.page.keyboard.press('Escape');

  await juliet.open('/room/garden');
  await expect(juliet.log.locator('article').first()).toBeVisible();
  expect(await tooSmall()).toEqual([]);
  await juliet.open('/chat/nobody-of-that-name');
  const text = words('is there anybody?');
  await juliet.write(text);
  await juliet.expectLine(text, 'failed');
  expect(await tooSmall()).toEqual([]);
  await juliet.lines(text).getByRole('button', { name: 'Remove' }).click();
});

test('a reload without a network still shows whom one talked with, by name', async ({ enter, words }) => {
  const person = await enter();
  const juliet = await (await person.window()).signIn('juliet');
  await juliet.chatWith('Friar Laurence');
  const text = words('Are you at your cell?');
  await juliet.write(text);
  await juliet.expectLine(text, 'stored');
  await expect(juliet.row('Garden')).toBeVisible();
  await expect.poll(() => keptTalk(juliet.page)).toContain(text);
  await person.network.cut();
  await juliet.page.reload();
  await expect(juliet.row('Friar Laurence')).toBeVisible();
  await expect(juliet.row('Garden')).toBeVisible();
  await expect(juliet.page.getByRole('heading', { level: 1, name: 'Friar Laurence' })).toBeVisible();
  await expect(juliet.lines(text)).toHaveCount(1); // what was said, too
});
