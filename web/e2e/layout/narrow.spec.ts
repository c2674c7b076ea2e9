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

test('the keyboard alone finds a person, writes and comes back', async ({ enter, words }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  await juliet.page.keyboard.press('Control+k');
  await expect(juliet.filter).toBeFocused();
  await juliet.page.keyboard.type('rom');
  await juliet.page.keyboard.press('Enter');
  await expect(juliet.composer).toBeFocused();
  const text = words('without a mouse');
  await juliet.page.keyboard.type(text);
  await juliet.page.keyboard.press('Enter');
  await juliet.expectLine(text, 'stored');
  await expect(juliet.composer).toBeFocused();
});
