import { enterComes, lineComes, median } from '../support/measure.ts';
import { expect, test } from '../support/story.ts';

test('two people talk, and each hears the other within a second', async ({ enter, words }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const romeo = await (await (await enter()).window()).signIn('romeo');
  await juliet.chatWith('Romeo');
  await romeo.chatWith('Juliet');

  const took: number[] = [];
  const lines = ['Wherefore art thou?', 'Below the balcony.', 'So I see.', 'Are you there?', 'I am.'];
  for (const [i, text] of lines.map(words).entries()) {
    const [from, to] = i % 2 === 0 ? [juliet, romeo] : [romeo, juliet];
    const heard = await lineComes(to.page, text);
    await from.composer.fill(text);
    const written = await enterComes(from.page);
    await from.composer.press('Enter');
    await to.expectLine(text, 'received');
    took.push((await heard()) - (await written()));
    await from.expectLine(text, 'stored');
  }
  expect(median(took)).toBeLessThan(1_000);
});

test('a line by somebody else is counted, shown in the title, and read by opening it', async ({
  enter,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const romeo = await (await (await enter()).window()).signIn('romeo');
  await romeo.chatWith('Juliet');
  await juliet.chatWith('Romeo');
  // Whoever has answered has read what was there before, whatever becomes of the page.
  const answer = words('Good night.');
  await juliet.write(answer);
  await juliet.expectLine(answer, 'stored');
  await juliet.open('/');
  await juliet.online();
  const text = words('Are you there?');
  await romeo.write(text);
  await expect(juliet.row('Romeo')).toContainText(text);
  await expect(juliet.row('Romeo').getByLabel('1 unread message')).toBeVisible();
  await expect(juliet.page).toHaveTitle(/^\([1-9]/);
  await juliet.row('Romeo').click();
  await juliet.expectLine(text, 'received');
  await expect(juliet.page.getByText('New messages')).toBeVisible();
  await expect(juliet.row('Romeo').getByLabel('1 unread message')).toHaveCount(0);
});

test('status chosen in the menu is seen by others', async ({ enter }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const romeo = await (await (await enter()).window()).signIn('romeo');
  await expect(romeo.row('Juliet').getByRole('img', { name: 'Available' })).toBeVisible();
  await juliet.menu('Do not disturb');
  await expect(romeo.row('Juliet').getByRole('img', { name: 'Do not disturb' })).toBeVisible();
  await juliet.menu('Available');
  await expect(romeo.row('Juliet').getByRole('img', { name: 'Available' })).toBeVisible();
});

test('a draft stays with its conversation, and Shift+Enter begins a new line', async ({ enter, words }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  await juliet.chatWith('Romeo');
  const draft = words('not yet sent');
  await juliet.composer.pressSequentially(draft);
  await juliet.composer.press('Shift+Enter');
  await juliet.composer.pressSequentially('second line');
  await juliet.chatWith('Nurse');
  await expect(juliet.composer).toHaveValue('');
  await juliet.page.goBack();
  await expect(juliet.composer).toHaveValue(`${draft}\nsecond line`);
  await juliet.page.reload();
  await expect(juliet.composer).toHaveValue(`${draft}\nsecond line`);
  // Said, and so no draft on any device: nothing is left for whoever writes here next.
  await juliet.composer.press('Enter');
  await juliet.expectLine(`${draft}\nsecond line`, 'stored');
  await expect(juliet.composer).toHaveValue('');
});
