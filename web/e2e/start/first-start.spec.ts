import { test as base, expect } from '@playwright/test';
import { Server } from '../support/server.ts';
import { Window } from '../support/window.ts';

/** A server that nobody has used yet. */
const test = base.extend<{ readonly fresh: Server }>({
  fresh: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures from the pattern
    async ({}, use) => {
      const server = await Server.start('--set', 'domains=["localhost"]');
      await use(server);
      await server.stop();
    },
    { timeout: 11 * 60_000 },
  ],
});

test('from the first-start link to an invited person’s first message in under a minute', async ({
  fresh,
  browser,
}) => {
  const link = await fresh.setupLink();
  const began = Date.now();

  const nurse = await browser.newPage();
  await nurse.goto(link);
  await nurse.getByLabel('User name').fill('nurse');
  await nurse.getByLabel('Your name').fill('Nurse');
  await nurse.getByLabel('Password', { exact: true }).fill('a lantern in the garden');
  await nurse.getByRole('button', { name: 'Create account' }).click();

  await nurse.getByLabel('Name', { exact: true }).fill('Romeo');
  await nurse.getByLabel('User name').fill('romeo');
  await nurse.getByRole('button', { name: 'Make one up' }).click();
  await nurse.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(nurse.getByText('1 person added')).toBeVisible();

  await nurse.getByRole('button', { name: 'Make an invite link' }).click();
  const invitation = await nurse.getByLabel('Send a link').inputValue();
  expect(invitation).toMatch(/\/invite#.+/);
  await nurse.getByRole('button', { name: 'Start chatting' }).click();
  await expect(nurse.getByRole('heading', { name: 'Good to see you, Nurse' })).toBeVisible();

  // Romeo is there and has not come; the rooms are still to be made.
  const list = nurse.getByRole('navigation');
  await expect(list.getByText('No rooms yet')).toBeVisible();
  await expect(list.getByRole('link', { name: 'Romeo' })).toBeVisible();

  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(invitation);
  await page.getByLabel('User name').fill('juliet');
  await page.getByLabel('Your name').fill('Juliet');
  await page.getByLabel('Password', { exact: true }).fill('wherefore, wherefore');
  await page.getByRole('button', { name: 'Join and start chatting' }).click();
  const juliet = new Window(page, fresh.url);
  await juliet.chatWith('Nurse');
  await juliet.write('I am here, Nurse.');
  await juliet.expectLine('I am here, Nurse.', 'stored');
  await expect(nurse.getByRole('navigation').getByRole('link', { name: 'Juliet' })).toContainText(
    'I am here, Nurse.',
  );
  expect(Date.now() - began).toBeLessThan(60_000);

  // Both links are used up.
  await page.goto(link);
  await expect(page.getByText('This link has been used already.')).toBeVisible();
  await page.goto(`${fresh.url}/`);
  await page.goto(invitation);
  await expect(page.getByText('This invitation has been used already.')).toBeVisible();
  await context.close();
});
