import { test as base, expect } from '@playwright/test';
import { violations } from '../support/axe.ts';
import { Server } from '../support/server.ts';
import { Application, Stream } from './application.ts';

const test = base.extend<{ readonly application: Application }, { readonly server: Server }>({
  server: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures from the pattern
    async ({}, use) => {
      const server = await Server.start('--demo', '--set', 'oauth.enabled=true');
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 11 * 60_000 },
  ],
  application: async ({ server, request }, use) => {
    const application = await Application.start(request);
    await application.discovers(server);
    await use(application);
    await application.stop();
  },
});

test('an application is let in, chats, and is thrown out again (XEP-0493)', async ({
  server,
  application,
  page,
}) => {
  await page.goto(application.address);
  await page.locator('button[title^="juliet@"]').click();
  await expect(page.getByRole('heading', { name: 'Let Garden use your account?' })).toBeVisible();
  await expect(page.getByText('It sends you back to 127.0.0.1.')).toBeVisible();
  await expect(page.getByText('juliet@localhost')).toBeVisible();
  await page.getByRole('button', { name: 'Let it in' }).click();
  await expect(page.getByRole('heading', { name: 'Back in the garden' })).toBeVisible();

  const tokens = await application.redeems();
  const stream = await Stream.open(server);
  stream.show(tokens.access_token);
  await stream.says(/<success[^>]*>/);
  stream.begin();
  await stream.says(/<\/stream:features>/);
  stream.say("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
  expect(await stream.says(/<\/iq>/)).toContain('<jid>juliet@localhost/');
  stream.say("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
  expect(await stream.says(/<\/iq>/)).toContain("type='result'");
  // It may chat, and does nothing about who may use the account.
  for (const request of [
    "<query xmlns='jabber:iq:register'><username>juliet</username><password>mine from now on</password></query>",
    "<query xmlns='jabber:iq:register'><remove/></query>",
    "<allow xmlns='urn:stoa:oauth:0'>client_id=x</allow>",
    "<revoke xmlns='urn:xmpp:cam:0' id='x'/>",
  ]) {
    stream.say(`<iq type='set' id='x'>${request}</iq>`);
    expect(await stream.says(/<\/iq>/)).toContain('<forbidden');
  }

  await page.goto(new URL('/account/devices', application.address).href);
  const garden = page.getByRole('listitem').filter({ hasText: 'You have let it in.' });
  await expect(garden).toContainText('Garden');
  await expect(garden).toContainText('connected now');
  await garden.getByRole('button').click();
  await expect(garden).toHaveCount(0);
  await stream.says(/<not-authorized[^>]*>/);
  expect(await application.refreshes(tokens.refresh_token)).toBe(400);
  const again = await Stream.open(server);
  again.show(tokens.access_token);
  await again.says(/<\/challenge>/);
  again.close();
  stream.close();
});

test('who refuses sends the application away, by the keyboard alone, and in German', async ({
  application,
  browser,
}) => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'de-DE' });
  const page = await context.newPage();
  await page.goto(application.address);
  await page.locator('button[title^="romeo@"]').click();
  await expect(page.getByRole('heading', { name: 'Darf Garden Ihr Konto verwenden?' })).toBeVisible();
  const focused = () => page.evaluate(() => document.activeElement?.textContent.trim());
  for (let i = 0; i < 10 && (await focused()) !== 'Ablehnen'; i++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Back in the garden' })).toBeVisible();
  expect(application.answer.get('error')).toBe('access_denied');
  expect(application.answer.get('code')).toBeNull();
  await context.close();
});

test('who is let in to read the account says so beforehand and afterwards, and reads alone', async ({
  server,
  application,
  page,
}) => {
  await page.goto(application.addressFor('xmpp:account:read'));
  await page.locator('button[title^="juliet@"]').click();
  await expect(page.getByText('see your contacts and whom you have blocked')).toBeVisible();
  await expect(page.getByText('change anything')).toBeVisible();
  await expect(page.getByText('read your messages, write to anybody, or see who is there')).toBeVisible();
  await expect(page.getByText('read your messages and write in your name')).toHaveCount(0);
  await page.getByRole('button', { name: 'Let it in' }).click();
  await expect(page.getByRole('heading', { name: 'Back in the garden' })).toBeVisible();
  const tokens = await application.redeems();
  expect(tokens.scope).toBe('xmpp:account:read');

  const stream = await Stream.open(server);
  stream.show(tokens.access_token);
  await stream.says(/<success[^>]*>/);
  stream.begin();
  await stream.says(/<\/stream:features>/);
  stream.say("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
  await stream.says(/<\/iq>/);
  stream.say("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
  expect(await stream.says(/<\/iq>/)).toContain("type='result'");
  stream.say("<iq type='set' id='m'><query xmlns='urn:xmpp:mam:2'/></iq>");
  expect(await stream.says(/<\/iq>/)).toContain('<forbidden');
  stream.say("<message to='romeo@localhost' type='chat' id='c'><body>not hers</body></message>");
  expect(await stream.says(/<\/message>/)).toContain('<forbidden');

  await page.goto(new URL('/account/devices', application.address).href);
  const garden = page.getByRole('listitem').filter({ hasText: 'but no messages' });
  await expect(garden).toContainText('It may read what your account has stored');
  await garden.getByRole('button').click();
  await expect(garden).toHaveCount(0);
  await stream.says(/<not-authorized[^>]*>/);
  stream.close();
});

test('what may be changed is said in German too', async ({ application, browser }) => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'de-DE' });
  const page = await context.newPage();
  await page.goto(application.addressFor('xmpp:account:write'));
  await page.locator('button[title^="romeo@"]').click();
  await expect(page.getByText('Ihre Kontakte sehen und ändern, und wen Sie blockiert haben')).toBeVisible();
  await expect(
    page.getByText('Ihre Nachrichten lesen, jemandem schreiben oder sehen, wer da ist'),
  ).toBeVisible();
  await expect(page.getByText('etwas ändern', { exact: true })).toHaveCount(0);
  await expect(page.getByText('Ihre Nachrichten lesen und in Ihrem Namen schreiben')).toHaveCount(0);
  await context.close();
});

test('a request that is not known lets nobody in and leads nowhere', async ({ application, page }) => {
  const address = new URL(application.address);
  address.searchParams.set('redirect_uri', 'https://elsewhere.example/');
  const answer = await page.goto(address.href);
  expect(answer?.status()).toBe(400);
  await page.locator('button[title^="juliet@"]').click();
  await expect(page.getByText('Nothing was let in.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Let it in' })).toHaveCount(0);
});

test('an error goes back to the application before anybody is asked', async ({ application, page }) => {
  const address = new URL(application.address);
  address.searchParams.set('code_challenge_method', 'plain');
  await page.goto(address.href);
  await expect(page.getByRole('heading', { name: 'Back in the garden' })).toBeVisible();
  expect(application.answer.get('error')).toBe('invalid_request');
});

const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } } as const;

for (const [size, viewport] of Object.entries(SIZES))
  for (const colorScheme of ['light', 'dark'] as const)
    test(`the question keeps to WCAG 2.2 AA and fits: ${size}, ${colorScheme}`, async ({
      application,
      browser,
    }, info) => {
      const context = await browser.newContext({
        ignoreHTTPSErrors: true,
        viewport,
        colorScheme,
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      await page.goto(application.address);
      await page.locator('button[title^="juliet@"]').click();
      await expect(page.getByRole('button', { name: 'Let it in' })).toBeEnabled();
      expect(await violations(page)).toEqual([]);
      await page.screenshot({ path: info.outputPath(`${size}-${colorScheme}.png`), fullPage: true });
      const fits = async () =>
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
          viewport.width,
        );
      await fits();
      // The longest of the questions.
      await page.goto(application.addressFor('xmpp:account:write'));
      await expect(page.getByRole('button', { name: 'Let it in' })).toBeEnabled();
      expect(await violations(page)).toEqual([]);
      await page.screenshot({ path: info.outputPath(`${size}-${colorScheme}-write.png`), fullPage: true });
      await fits();
      await context.close();
    });
