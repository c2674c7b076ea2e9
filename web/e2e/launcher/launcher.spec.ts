import type { BrowserContext, Page } from '@playwright/test';
import { Colleague } from '../support/colleague.ts';
import { demoPerson } from '../support/demo.ts';
import { withinASecond } from '../support/promptly.ts';
import { Server } from '../support/server.ts';
import { expect, test as stories } from '../support/story.ts';
import { Network, Window } from '../support/window.ts';
import { HostPage, Icon } from './host-page.ts';

interface Houses {
  readonly house: { readonly server: Server; readonly host: HostPage; readonly stranger: HostPage };
}

/** A server that lists the host page's origin, and a page whose origin it does not list. */
const test = stories.extend<object, Houses>({
  house: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures from the pattern
    async ({}, use) => {
      const [host, stranger] = [await HostPage.start(), await HostPage.start()];
      const server = await Server.start('--demo', '--set', `web.launcher_origins=${host.origin}`);
      host.carries(server.url);
      stranger.carries(server.url);
      await use({ server, host, stranger });
      await server.stop();
      await host.stop();
      await stranger.stop();
    },
    { scope: 'worker', timeout: 11 * 60_000 },
  ],
});

/** Whatever goes wrong in the host page is a fault of the icon: there is nothing else in it. */
function watch(context: BrowserContext, faults: string[]): void {
  context.on('weberror', (error) => faults.push(String(error.error().stack)));
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
}

const GARDEN = 'garden@conference.localhost';

async function openByIcon(page: Page): Promise<Page> {
  const opening = page.waitForEvent('popup');
  await page.keyboard.press('Enter');
  return opening;
}

/** The icon comes last in the order of Tab: after the page's own link. */
async function focusIcon(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'News' }).focus();
  await page.keyboard.press('Tab');
}

test('the icon opens one window, is told of what is unread within a second, and is cleared everywhere', async ({
  browser,
  house: { server, host },
  faults,
  words,
}) => {
  test.setTimeout(240_000);
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
  watch(context, faults);
  const network = await Network.of(context);
  const intranet = await context.newPage();
  await intranet.goto(host.origin);
  const icon = await Icon.of(intranet);
  await expect.poll(() => icon.name()).toBe('Chat');
  const box = await icon.box();
  expect(box.y).toBeLessThan(40);
  expect(box.x + box.width).toBeGreaterThan(1280 - 40);

  // Signed in once in the window, the page is told its number from then on.
  await focusIcon(intranet);
  const popUp = await openByIcon(intranet);
  const window = new Window(popUp, server.url);
  await popUp.locator('button[title^="juliet@"]').click();
  await window.online();
  await expect(popUp).toHaveURL(/\/popout$/);
  await expect.poll(() => intranet.evaluate(() => Object.keys(localStorage).length)).toBe(1);
  expect(await intranet.evaluate(() => Object.values(localStorage).join())).not.toContain('juliet');

  // A second press finds the window, also after the host page was loaded again.
  await intranet.keyboard.press('Enter');
  await intranet.reload();
  await expect.poll(() => icon.name()).toMatch(/^Chat/);
  await focusIcon(intranet);
  await intranet.keyboard.press('Enter');
  await expect.poll(() => popUp.evaluate(() => document.hasFocus())).toBe(true);
  expect(context.pages()).toHaveLength(2);
  await window.chatWith('Mercutio');
  await expect(popUp).toHaveURL(/\/popout\/chat\/mercutio$/);
  await popUp.reload();
  await expect(window.composer).toBeEnabled();

  // The main window and the one of its own share a session.
  const tab = new Window(await context.newPage(), server.url);
  await tab.open();
  await tab.online();
  await expect.poll(() => network.count).toBe(1); // the one that was loaded anew has let go of its own by then

  // With the chat closed the flag comes by itself. One line by Romeo is unread already.
  const unreadIn = async (one: Icon) => Number(/\d+/.exec((await one.name()) ?? '')?.[0] ?? 0);
  await expect(popUp).toHaveTitle(/^\(\d+\) .*Mercutio/);
  const numberShown = async () => Number(/^\((\d+)\)/.exec(await popUp.title())?.[1]);
  await expect.poll(async () => (await unreadIn(icon)) === (await numberShown())).toBe(true);
  const before = await unreadIn(icon);
  await popUp.close();
  await tab.page.close();
  const juliet = await demoPerson(server, 'juliet');
  const { address, password } = await demoPerson(server, 'romeo');
  const romeo = await Colleague.signIn(server, address, password);
  romeo.does('send', { to: juliet.address, body: words('Art thou there?') });
  await expect.poll(() => unreadIn(icon), { intervals: [50] }).toBe(before + 1);
  const again = (time: number) => words(`Speak again, ${time + 1}`);
  await withinASecond(
    (time) => romeo.does('send', { to: juliet.address, body: again(time) }),
    (time) => expect.poll(() => unreadIn(icon), { intervals: [20] }).toBe(before + 2 + time),
  );
  expect(await icon.name()).toMatch(/^Chat, \d+ unread messages$/);
  const second = await context.newPage();
  // In a page that is written in German it speaks German, whatever the browser does.
  await second.goto(`${host.origin}/?lang=de-AT`);
  const secondIcon = await Icon.of(second);
  await expect.poll(() => secondIcon.name()).toBe(`Chat, ${before + 4} ungelesene Nachrichten`);

  // Read on another device, the flag goes in every page.
  const elsewhere = await browser.newContext({ locale: 'en-GB' });
  const phone = await new Window(await elsewhere.newPage(), server.url).signIn('juliet');
  await phone.chatWith('Romeo');
  await expect(phone.lines(again(2))).toBeVisible();
  for (const one of [icon, secondIcon]) await expect.poll(() => one.name()).toBe('Chat');

  // In rooms what names her counts, as in her own window, and nothing else.
  await phone.row('Garden').click();
  await phone.loaded(); // she is in: what is said from now on is said after she came
  await phone.row('Mercutio').click();
  romeo.does('join', { room: GARDEN, nick: 'Romeo' });
  await romeo.gets('joined');
  romeo.does('say', { room: GARDEN, body: words('What light is this?') });
  romeo.does('say', { room: GARDEN, body: words('It is Juliet') });
  await expect.poll(() => icon.name()).toBe('Chat, 1 unread message');
  await expect(phone.page).toHaveTitle(/^\(1\) /);
  await phone.row('Garden').click();
  await expect(phone.lines(words('It is Juliet'))).toBeInViewport();
  await expect.poll(() => icon.name()).toBe('Chat');

  // The icon is among the devices, and gone from the page once it is signed out there.
  await phone.open('/account/devices');
  const device = phone.page.getByRole('listitem').filter({ hasText: `Chat icon · ${host.origin}` });
  await device.getByRole('button').click();
  await expect(device).toHaveCount(0);
  await expect.poll(() => intranet.evaluate(() => Object.keys(localStorage).length)).toBe(0);
  await romeo.quit();
  await elsewhere.close();
  await context.close();
});

test('another window for the same account closes the one before, and signing out takes the icon along', async ({
  browser,
  house: { server, host },
  faults,
}) => {
  test.setTimeout(240_000);
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
  watch(context, faults);
  const tab = await new Window(await context.newPage(), server.url).signIn('nurse');
  const opening = tab.page.waitForEvent('popup');
  await tab.page.getByRole('button', { name: 'Open chat in its own window' }).click();
  const own = await opening;
  await new Window(own, server.url).online();
  await tab.page.getByRole('button', { name: 'Open chat in its own window' }).click();
  await expect(own.getByRole('button', { name: 'Open chat in its own window' })).toHaveCount(0);
  expect(context.pages()).toHaveLength(2);

  // A page that knows nothing of that window opens another: still there is one.
  const intranet = await context.newPage();
  await intranet.goto(host.origin);
  const icon = await Icon.of(intranet);
  await expect.poll(() => icon.name()).toBe('Chat');
  await focusIcon(intranet);
  const closed = own.waitForEvent('close');
  const other = await openByIcon(intranet);
  await new Window(other, server.url).online();
  await closed;
  await expect.poll(() => intranet.evaluate(() => Object.keys(localStorage).length)).toBe(1);

  await tab.menu('Sign out of Stoa');
  // The server looks every 25 seconds whether the icon may still be told.
  await expect
    .poll(() => intranet.evaluate(() => Object.keys(localStorage).length), { timeout: 90_000 })
    .toBe(0);
  await context.close();
});

test('a page that is not listed has no icon and is told why, once', async ({
  browser,
  house: { server, stranger },
}) => {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  const asked = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/launcher/origin'));
  await page.goto(stranger.origin);
  await (await asked).finished();
  await expect.poll(() => said.length).toBe(1);
  expect(said[0]).toContain(`Pages of ${stranger.origin} may not show the chat icon.`);
  expect(said[0]).toContain('web.launcher_origins');
  expect(await (await Icon.of(page)).name()).toBeUndefined();
  // Nor is it told anything if it asks by itself.
  const status = await page.evaluate(
    (url) => fetch(url, { headers: { authorization: 'Bearer x' } }).then(String, () => 'refused'),
    `${server.url}/api/v1/launcher/unread`,
  );
  expect(status).toBe('refused');
  await context.close();
});

test('from right to left it is at the left; with forced colours it keeps its edge', async ({
  browser,
  house: { host },
  faults,
}) => {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    forcedColors: 'active',
  });
  watch(context, faults);
  const page = await context.newPage();
  await page.goto(`${host.origin}/?rtl`);
  const icon = await Icon.of(page);
  await expect.poll(() => icon.name()).toBe('Chat');
  expect((await icon.box()).x).toBeLessThan(40);
  await context.close();
});
