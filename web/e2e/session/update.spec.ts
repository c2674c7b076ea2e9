import type { Page } from '@playwright/test';
import { cover } from '../support/cover.ts';
import { expect, test } from '../support/story.ts';

/** From now on the server has a page that begins with another script: as it is once an administrator has updated it. */
async function updateServer(page: Page): Promise<void> {
  await page.route('**/', async (route) => {
    const answer = await route.fetch();
    const html = await answer.text();
    // What the browser loads still has to run.
    if (route.request().resourceType() === 'document') await route.fulfill({ response: answer });
    else
      await route.fulfill({ response: answer, body: html.replace(/index-[\w-]+\.js/, 'index-of-later.js') });
  });
}

test('who comes back to an updated server is told, and loads the new version without losing a word', async ({
  enter,
  words,
}) => {
  const person = await enter();
  const { network } = person;
  const juliet = await (await person.window()).signIn('juliet');
  const { page } = juliet;
  await juliet.chatWith('Romeo');
  const note = page.getByText('Stoa was updated.');

  // A connection that was lost for another reason changes nothing.
  const looked = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/');
  await network.cut();
  network.mend();
  await juliet.tryNow();
  await looked;
  await expect(note).toHaveCount(0);

  await updateServer(page);
  await network.cut();
  network.mend();
  await juliet.tryNow();
  await expect(note).toBeVisible();

  // It goes on as it is, until one wants the other.
  const said = words('before the update');
  await juliet.write(said);
  await juliet.expectLine(said, 'stored');
  const draft = words('half written');
  await juliet.composer.fill(draft);
  const reload = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Load the new version' }).click();
  await reload;
  await juliet.online();
  await expect(juliet.composer).toHaveValue(draft);
  await juliet.expectLine(said, 'stored');
  await expect(note).toHaveCount(0);
  await juliet.composer.fill('');
});

test('a page nobody looks at loads the new version by itself, once, unless something stands in it half written', async ({
  enter,
  words,
}) => {
  const person = await enter();
  const { network } = person;
  const juliet = await (await person.window()).signIn('juliet');
  const { page } = juliet;
  await updateServer(page);
  let loads = 0;
  page.on('load', () => (loads += 1));
  await juliet.chatWith('Romeo');
  await juliet.composer.fill('half');
  await network.cut();
  network.mend();
  await juliet.tryNow();
  const note = page.getByText('Stoa was updated.');
  await expect(note).toBeVisible();
  await cover(page, true);
  expect(await page.evaluate(async () => (await fetch('/licences.txt')).ok)).toBe(true); // and nothing has happened by then
  expect(loads).toBe(0);
  await cover(page, false);
  await juliet.composer.fill('');
  const reload = page.waitForEvent('load');
  await cover(page, true);
  await reload;
  await juliet.online();

  // Something between gives out the old page: it is not loaded again and again.
  await network.cut();
  network.mend();
  await juliet.tryNow();
  await expect(note).toBeVisible();
  await cover(page, true);
  const text = words('read all the same');
  await juliet.write(text);
  await juliet.expectLine(text, 'stored');
  expect(loads).toBe(1);
});
