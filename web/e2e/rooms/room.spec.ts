import { keptTalk } from '../support/kept.ts';
import { expect, test } from '../support/story.ts';

test('two people meet in a room: who is there, what is said, what was missed', async ({ enter, words }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const romeo = await (await (await enter()).window()).signIn('romeo');
  const name = words('Orchard').replace(/[().]/g, '');

  await juliet.page.getByRole('button', { name: 'Create or join a room' }).first().click();
  await juliet.page.getByLabel('Name of the room').fill(name);
  await juliet.page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(juliet.page.getByRole('heading', { level: 1, name })).toBeVisible();
  const before = words('said before you came');
  await juliet.write(before);
  await juliet.expectLine(before, 'stored');

  await romeo.page.getByRole('button', { name: 'Create or join a room' }).first().click();
  const listed = romeo.page.getByRole('dialog').getByRole('listitem').filter({ hasText: name });
  await listed.getByRole('button', { name: 'Join' }).click();
  await expect(romeo.page.getByRole('heading', { level: 1, name })).toBeVisible();
  await romeo.expectLine(before, 'received');
  for (const window of [juliet, romeo]) {
    const people = window.page.getByRole('complementary', { name: 'People in this room' });
    await expect(people.getByRole('heading', { name: '2 people here' })).toBeVisible();
    await expect(people.getByText('Juliet')).toBeVisible();
    await expect(people.getByText('Romeo')).toBeVisible();
  }

  await juliet.page.getByRole('button', { name: 'Room actions' }).click();
  await juliet.page.getByRole('menuitem', { name: 'Set the subject' }).click();
  await juliet.page.getByRole('textbox', { name: 'Subject' }).fill('Cherries');
  await juliet.page.getByRole('button', { name: 'Save' }).click();
  await expect(romeo.page.getByText('Cherries')).toBeVisible();

  await expect.poll(() => keptTalk(romeo.page)).toContain(before); // that it was read is kept with it
  await romeo.page.goto(new URL('/', romeo.page.url()).href);
  await romeo.online();
  const after = words('said while you looked away');
  await juliet.write(after);
  await expect(romeo.row(name).getByLabel('1 unread message')).toBeVisible();
  await romeo.row(name).click();
  await romeo.expectLine(after, 'received');
  await expect(romeo.row(name).getByLabel(/unread/)).toHaveCount(0);

  await romeo.page.getByRole('button', { name: 'Room actions' }).click();
  await romeo.page.getByRole('menuitem', { name: 'Leave room' }).click();
  await expect(romeo.row(name)).toHaveCount(0);
  await expect(juliet.page.getByRole('heading', { name: '1 person here' })).toBeVisible();
});
