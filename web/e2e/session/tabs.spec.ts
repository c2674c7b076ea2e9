import { expect, test } from '../support/story.ts';

test('two tabs are one session with one outbox', async ({ enter, words }) => {
  const person = await enter();
  const one = await (await person.window()).signIn('juliet');
  await one.chatWith('Romeo');
  await expect.poll(() => person.network.count).toBe(1);
  const opened = person.network.streams;

  const two = await (await person.window()).open('/chat/romeo');
  await two.online();
  const text = words('from the second tab');
  await two.write(text);
  await one.expectLine(text, 'stored');
  await two.expectLine(text, 'stored');
  expect(person.network.streams).toBe(opened); // the second tab opened none

  // The first tab held the session. It goes; the second takes over.
  await one.page.close();
  await expect.poll(() => person.network.streams).toBe(opened + 1);
  const later = words('after the first tab went');
  await two.write(later);
  await two.expectLine(later, 'stored');
  await two.expectLine(text, 'stored');
});

test('unread is cleared in every tab', async ({ enter, words }) => {
  const person = await enter();
  const one = await (await person.window()).signIn('juliet');
  const two = await (await person.window()).open('/');
  await two.online();
  const nurse = await (await (await enter()).window()).signIn('nurse');
  await nurse.chatWith('Juliet');
  const text = words('Supper!');
  await nurse.write(text);
  for (const tab of [one, two]) await expect(tab.row('Nurse').getByLabel(/unread/)).toBeVisible();
  await one.page.bringToFront();
  await one.row('Nurse').click();
  await one.expectLine(text, 'received');
  for (const tab of [one, two]) await expect(tab.row('Nurse').getByLabel(/unread/)).toHaveCount(0);
});
