import { Colleague } from '../support/colleague.ts';
import { expect, personIn, test as stories } from '../support/story.ts';
import { Server } from '../support/server.ts';
import type { Window } from '../support/window.ts';

/** A server whose accounts may be changed without others noticing. */
const test = stories.extend<{ readonly own: Server }>({
  own: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures from the pattern
    async ({}, use) => {
      const server = await Server.start('--demo');
      await server.command(
        ['user', 'add', 'paris@localhost', '--name', 'Paris', '--password-stdin'],
        'a county in verona',
      );
      await use(server);
      await server.stop();
    },
    { timeout: 11 * 60_000 },
  ],
});

async function signIn(window: Window, name: string, password: string): Promise<void> {
  await window.open();
  await window.page.getByLabel('User name or address').fill(name);
  await window.page.getByLabel('Password', { exact: true }).fill(password);
  await window.page.getByRole('button', { name: 'Sign in' }).click();
}

test('name, picture, password, devices, blocked people, other apps, help and about', async ({
  browser,
  own,
  faults,
}) => {
  test.setTimeout(300_000);
  const profile = async () => {
    const context = await browser.newContext({
      locale: 'en-GB',
      permissions: ['clipboard-write', 'clipboard-read'],
    });
    return personIn(context, own.url, faults);
  };
  const paris = await (await profile()).window();
  const { page } = paris;
  await signIn(paris, 'paris', 'a county in verona');
  await paris.online();
  const romeo = await (await (await profile()).window()).signIn('romeo');

  // A name, which stays after a reload.
  await paris.menu('Your account');
  await expect(page.getByLabel('Your name')).toHaveValue('Paris');
  await page.getByLabel('Your name').fill('Count Paris');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Your status and settings' })).toContainText('Count Paris');

  // A picture: cut to a square in the browser, small, and nothing that is none.
  const picture = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 1600;
    canvas.height = 900;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.fillStyle = '#c22';
    context.fillRect(0, 0, 1600, 900);
    context.fillStyle = '#2a2';
    context.fillRect(0, 0, 300, 900);
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  const chooser = page.locator('input[type=file]');
  await chooser.setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await expect(page.getByText('This file is no picture')).toBeVisible();
  await chooser.setInputFiles({
    name: 'me.png',
    mimeType: 'image/png',
    buffer: Buffer.from(picture, 'base64'),
  });
  const frame = page.getByRole('application', { name: 'Choose the part that shows' });
  await frame.focus();
  for (let i = 0; i < 30; i++) await page.keyboard.press('ArrowLeft');
  await page.getByRole('button', { name: 'Use this picture' }).click();
  const shown = page.getByRole('img', { name: 'Your picture' });
  await expect(shown).toBeVisible();
  await expect(romeo.row('Paris').locator('img')).toBeVisible(); // by others, too
  await page.reload();
  await expect
    .poll(() => shown.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth))
    .toBe(256);
  const [width, height, leftmost] = await shown.evaluate((img: HTMLImageElement) => {
    const canvas = document.createElement('canvas');
    canvas.width = img.naturalWidth;
    canvas.height = img.naturalHeight;
    const context = canvas.getContext('2d');
    context?.drawImage(img, 0, 0);
    return [img.naturalWidth, img.naturalHeight, ...(context?.getImageData(4, 128, 1, 1).data ?? [])];
  });
  expect([width, height]).toEqual([256, 256]);
  expect(leftmost).toBeLessThan(100); // green: it was moved to the left
  await page.getByRole('button', { name: 'Remove the picture' }).click();
  await expect(shown).toHaveCount(0);

  // Devices: another program of the account is listed, and thrown out.
  const gajim = await Colleague.signIn(own, 'paris@localhost', 'a county in verona');
  await page.getByRole('link', { name: 'Devices' }).click();
  const devices = page.getByRole('listitem');
  await expect(devices.filter({ hasText: 'This browser' })).toHaveCount(1);
  await expect(devices.filter({ hasText: 'connected now' })).toHaveCount(2);
  await devices
    .filter({ hasText: 'connected now' })
    .getByRole('button', { name: /^Sign out there/ })
    .click();
  await expect(page.getByText(/It is signed out/)).toBeVisible();
  await gajim.gets('disconnected');
  await gajim.quit();

  // The password: the old one has to be known, a new one ends everything else, and one stays here, also over a reload.
  const elsewhere = await (await profile()).window();
  await signIn(elsewhere, 'paris', 'a county in verona');
  await elsewhere.online();
  await page.getByRole('link', { name: 'Password' }).click();
  const change = async (now: string) => {
    await page.getByLabel('Your password now').fill(now);
    await page.getByLabel('New password', { exact: true }).fill('a rose by any other name');
    await page.getByLabel('New password once more').fill('a rose by any other name');
    await page.getByRole('button', { name: 'Change the password' }).click();
  };
  await change('not the password');
  await expect(page.getByText('That is not your password.')).toBeVisible();
  await change('a county in verona');
  await expect(page.getByText('The password is changed.')).toBeVisible();
  await expect(elsewhere.page.getByText('This browser was signed out from another device')).toBeVisible();
  await page.reload();
  await paris.online();
  await signIn(elsewhere, 'paris', 'a county in verona');
  await expect(elsewhere.page.getByRole('alert')).toHaveText('The user name or the password is not right.');

  // Blocked from the menu of the person, seen in the account, and let in again.
  await paris.row('Romeo').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Block…' }).click();
  await page
    .getByRole('dialog', { name: 'Block Romeo?' })
    .getByRole('button', { name: 'Block', exact: true })
    .click();
  await expect(romeo.row('Paris').getByRole('img', { name: 'Offline' })).toBeVisible();
  await romeo.chatWith('Paris');
  await romeo.write('do you hear me?');
  await romeo.expectLine('do you hear me?', 'failed');
  await paris.open('/account/blocked');
  await page.getByRole('button', { name: 'Unblock Romeo' }).click();
  await expect(page.getByText('You have blocked nobody.')).toBeVisible();
  await expect(romeo.row('Paris').getByRole('img', { name: 'Available' })).toBeVisible();

  // Another app: what it asks for is there to copy, the code is drawn, and the test says the truth (S42).
  await page.getByRole('link', { name: 'Connect another app' }).click();
  const { port } = own.xmpp;
  await expect(page.getByText(String(port), { exact: true })).toBeVisible();
  await expect(page.getByText('paris@localhost', { exact: true })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Your address as a code/ })).toBeVisible();
  await page.getByRole('button', { name: 'Copy: Your address' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('paris@localhost');
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await expect(page.getByText('Port (STARTTLS): reachable')).toBeVisible();
  await expect(page.getByText('Port (direct TLS): reachable')).toBeVisible();
  await expect(page.getByText('Finding the server by its domain: reachable')).toBeVisible();

  // About (S20).
  await paris.menu('About Stoa');
  await expect(page.getByRole('heading', { name: 'Stoa' })).toBeVisible();
  const instance = (await (await page.request.get(`${own.url}/api/v1/instance`)).json()) as {
    version: string;
  };
  await expect(page.getByText(instance.version, { exact: true })).toBeVisible();
  await expect(page.getByText(/Apache License/)).toBeVisible();
  await expect(page.locator('dt', { hasText: 'Build' }).locator('+ dd')).not.toBeEmpty();
  // What is kept, and for how long (S45).
  await expect(page.getByText('Messages are kept for good.')).toContainText('Files are kept for good.');
  await expect(page.getByRole('listitem').filter({ hasText: 'Svelte' })).toContainText('MIT');

  // Logout (S21): every tab, and the token.
  const tab = await (await romeo.page.context().newPage()).goto(own.url);
  expect(tab?.ok()).toBe(true);
  await romeo.menu('Sign out of Stoa');
  for (const each of romeo.page.context().pages())
    await expect(each.getByRole('heading', { name: 'Welcome to Stoa' })).toBeVisible();
});

test('every screen has its page of the help, and the window its labelled picture (S19, S43)', async ({
  enter,
}) => {
  test.setTimeout(300_000);
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const { page } = juliet;
  const SECTIONS = {
    profile: 'Your account',
    password: 'Password and devices',
    devices: 'Password and devices',
    notifications: 'Notifications',
    blocked: 'Your account',
    connect: 'Other apps',
    language: 'Your account',
  };
  const screens = [
    ['/', 'The window'],
    ['/chat/romeo', 'Conversations'],
    ['/room/garden', 'Rooms'],
    ['/chat/romeo/message/1', 'Conversations'],
    ['/room/garden/day/2026-01-01', 'Rooms'],
    ...Object.entries(SECTIONS).map(([section, title]) => [`/account/${section}`, title] as const),
    ['/about', 'The window'],
    ['/help/rooms', 'The window'],
    ['/popout/room/garden', 'Rooms'],
  ] as const;
  for (const [path, title] of screens) {
    await juliet.open(path);
    await juliet.online();
    await juliet.menu('Help');
    await expect(
      page.getByRole('region', { name: 'Help' }).getByRole('heading', { name: title }),
    ).toBeVisible();
  }
  await juliet.open('/help/window');
  await expect(page.getByRole('img', { name: 'The window, with numbers for its parts' })).toBeVisible();
  await expect(page.getByText('Three bars.')).toBeVisible();
  const links = page.getByRole('region', { name: 'Help' }).getByRole('link');
  for (const link of await links.all()) {
    await link.click();
    await expect(page.getByRole('region', { name: 'Help' }).getByRole('heading', { level: 2 })).toHaveText(
      await link.innerText(),
    );
  }
});

test('the picture of the window is labelled in German too (S43)', async ({ enter }) => {
  const { page } = await (await (await enter({ locale: 'de-DE' })).window()).open('/help/window');
  await page.locator('button[title^="juliet@"]').click();
  await expect(page.getByRole('img', { name: 'Das Fenster, mit Nummern an seinen Teilen' })).toBeVisible();
  const labels = page.getByRole('region', { name: 'Hilfe' }).getByRole('listitem');
  for (const part of [
    'Drei Striche.',
    'Chatten mit….',
    'Zahl und Punkt.',
    'Eingabefeld.',
    'Personen im Raum.',
  ])
    await expect(labels.filter({ hasText: part })).toHaveCount(1);
});
