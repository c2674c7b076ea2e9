import { expect, personIn, test as stories } from '../support/story.ts';
import { Server } from '../support/server.ts';

/** A server that nobody has used yet. */
const test = stories.extend<{ readonly fresh: Server }>({
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

test('who is alone is told what to do: an administrator invites, anybody looks for somebody (E13)', async ({
  fresh,
  browser,
  faults,
}) => {
  const newcomer = async () => {
    const context = await browser.newContext({ locale: 'en-GB', ignoreHTTPSErrors: true });
    return (await personIn(context, fresh.url, faults)).window();
  };
  const nurse = await newcomer();
  const { page } = nurse;
  await page.goto(await fresh.setupLink());
  await page.getByLabel('User name').fill('nurse');
  await page.getByLabel('Your name').fill('Nurse');
  await page.getByLabel('Password', { exact: true }).fill('a lantern in the garden');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'Start chatting' }).click();
  await nurse.online();
  const people = page.getByRole('region', { name: 'People' });
  await expect(people.getByText('Nobody here yet')).toBeVisible();
  await people.getByRole('button', { name: 'Invite people' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Make an invite link' }).click();
  await expect(dialog.getByLabel('Send a link')).toHaveValue(/\/invite#.+/);
  const invitation = await dialog.getByLabel('Send a link').inputValue();
  await page.keyboard.press('Escape');

  // Whoever comes by it stands there at once, and nothing says any more that nobody is here.
  const juliet = await newcomer();
  await juliet.page.goto(invitation);
  await juliet.page.getByLabel('User name').fill('juliet');
  await juliet.page.getByLabel('Your name').fill('Juliet');
  await juliet.page.getByLabel('Password', { exact: true }).fill('wherefore, wherefore');
  await juliet.page.getByRole('button', { name: 'Join and start chatting' }).click();
  await expect(nurse.row('Juliet')).toBeVisible();
  await expect(people.getByText('Nobody here yet')).toHaveCount(0);

  // One who may not invite, alone: the box above takes a name, or an address.
  await juliet.online();
  await expect(juliet.row('Nurse')).toBeVisible();
  await fresh.command(['user', 'remove', 'nurse@localhost']);
  const alone = juliet.page.getByRole('region', { name: 'People' });
  await expect(alone.getByText('Nobody here yet')).toBeVisible();
  await expect(alone.getByRole('button', { name: 'Invite people' })).toHaveCount(0);
  await alone.getByRole('button', { name: 'Find somebody' }).click();
  await expect(juliet.filter).toBeFocused();
  await juliet.page.keyboard.type('romeo@example.org');
  await juliet.page.getByRole('button', { name: 'romeo@example.org' }).click();
  await expect(juliet.page.getByRole('heading', { level: 1, name: 'romeo' })).toBeVisible();
});
