import { expect, test } from '../support/story.ts';

test('the lines are one tab stop: arrows walk them, keys act on them, and one comes back to writing', async ({
  enter,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  await juliet.chatWith('Mercutio');
  const texts = Array.from({ length: 30 }, (_, i) => words(`line ${i}`));
  for (const text of texts) await juliet.write(text);
  await juliet.expectLine(texts.at(-1) ?? '', 'stored');
  const line = (i: number) => juliet.lines(texts[i] ?? '');
  const { keyboard } = juliet.page;

  await expect(juliet.log.locator('[tabindex="0"]')).toHaveCount(1);
  await keyboard.press('Shift+Tab');
  while (!(await line(29).evaluate((node) => node === document.activeElement))) {
    // Buttons may stand between the lines and the composer, no other line.
    expect(await juliet.page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
    await keyboard.press('Shift+Tab');
  }
  for (let i = 28; i >= 5; i--) await keyboard.press('ArrowUp');
  await expect(line(5)).toBeFocused();
  await expect(line(5)).toBeInViewport({ ratio: 1 });
  await expect(juliet.log.locator('[tabindex="0"]')).toHaveCount(1);
  await keyboard.press('ArrowDown');
  await expect(line(6)).toBeFocused();

  // Who and what are read first, when comes last (E50).
  const [said = ''] = texts.slice(6);
  expect(await line(6).evaluate((node) => (node as HTMLElement).innerText.replace(/\s+/g, ' '))).toMatch(
    new RegExp(`^You.*${said.replace(/[().]/g, '\\$&')}.*\\d\\d:\\d\\d`),
  );

  // The same is what a screen reader says when the focus comes to it.
  await expect(line(6)).toHaveAccessibleName(
    new RegExp(`^You ${said.replace(/[().]/g, '\\$&')}.*\\d\\d:\\d\\d`),
  );

  // The menu, by its key; Escape gives the focus back.
  await keyboard.press('ContextMenu');
  const menu = juliet.page.getByRole('menu', { name: 'What to do with the line by You' });
  await expect(menu.getByRole('menuitemcheckbox').first()).toBeFocused();
  await keyboard.press('ArrowDown');
  await expect(menu.getByRole('menuitem', { name: 'Reply' })).toBeFocused();
  await keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await expect(line(6)).toBeFocused();
  await keyboard.press('Shift+F10');
  await expect(menu.getByRole('menuitemcheckbox').first()).toBeFocused();
  await keyboard.press('ArrowRight');
  await keyboard.press('Enter');
  await expect(line(6).getByRole('button', { name: '❤️ You' })).toBeVisible();
  await expect(line(6)).toBeFocused();

  await keyboard.press('r');
  await expect(juliet.composer).toBeFocused();
  await expect(juliet.page.getByText('Reply to You', { exact: true })).toBeVisible();
  await keyboard.press('Escape');
  await expect(juliet.page.getByText('Reply to You', { exact: true })).toHaveCount(0);

  await line(20).focus();
  await keyboard.press('End');
  await expect(line(29)).toBeFocused();
  await keyboard.press('ArrowDown');
  await expect(juliet.composer).toBeFocused();
});

test('what others write is said once, politely, and own lines are not echoed', async ({ enter, words }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const romeo = await (await (await enter()).window()).signIn('romeo');
  await juliet.chatWith('Romeo');
  await romeo.chatWith('Juliet');
  // What comes in with the talk itself is not said.
  await juliet.loaded();
  await expect(juliet.log).toHaveAttribute('aria-live', 'off');
  const polite = juliet.page.locator('section.pane > [aria-live="polite"]');
  const said = words('By *any* other name');
  await romeo.write(said);
  await expect(polite).toHaveText(`Romeo: ${said.replaceAll('*', '')}`);
  await juliet.write(words('mine'));
  await juliet.expectLine(words('mine'), 'stored');
  await expect(polite).toHaveText(`Romeo: ${said.replaceAll('*', '')}`);
});
