import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { HostPage, Icon } from '../launcher/host-page.ts';
import { type Screen, SIGNED_IN, SIGNED_OUT, english } from '../support/screens.ts';
import { Server } from '../support/server.ts';
import { expect, test } from '../support/story.ts';
import { Window } from '../support/window.ts';
import { EXTRAS } from './extras.ts';
import { setScene } from './scene.ts';

const docs = resolve(import.meta.dirname, '../../../docs');
const SIZES: Readonly<Record<string, BrowserContextOptions>> = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
};
const SCHEMES = ['light', 'dark'] as const;
const QUALITY = 78;

/** Taken over the debugger, which knows WebP: a quarter of a PNG. */
async function picture(page: Page, file: string, scale = 1): Promise<void> {
  await page.mouse.move(0, 0);
  // What fades in is there, what blinks stands still.
  await page.evaluate(() => document.fonts.ready);
  const session = await page.context().newCDPSession(page);
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 800 };
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: QUALITY,
    ...(scale === 1 ? {} : { clip: { x: 0, y: 0, width, height, scale } }),
  });
  await session.detach();
  writeFileSync(file, Buffer.from(data, 'base64'));
}

/** Those two stand at the front of the repository, for dense screens. */
const FRONT: Readonly<Record<string, string>> = {
  'desktop-light': 'room-desktop.webp',
  'phone-dark': 'room-phone.webp',
};

const folder = (size: string, scheme: string) => join(docs, 'gallery', `${size}-${scheme}`);

for (const size of Object.keys(SIZES))
  for (const scheme of SCHEMES)
    test(`the gallery: ${size}, ${scheme}`, async ({ enter, browser, server }) => {
      test.setTimeout(600_000);
      const into = folder(size, scheme);
      rmSync(into, { recursive: true, force: true });
      mkdirSync(into, { recursive: true });
      const options = { ...SIZES[size], colorScheme: scheme, reducedMotion: 'reduce' as const };
      const take = async (window: Window, screen: Screen) => {
        await screen.show(window, english);
        await picture(window.page, join(into, `${screen.name}.webp`));
        const front = screen.name === 'room' && FRONT[`${size}-${scheme}`];
        if (front) await picture(window.page, join(docs, 'images', front), 2);
      };

      const ended = await setScene(enter, server);
      const window = await (await enter(options)).window();
      for (const screen of SIGNED_OUT) await take(window, screen);
      await window.signIn('juliet');
      for (const screen of SIGNED_IN) await take(window, screen);
      for (const screen of EXTRAS) await take(window, screen);
      await ended();
      await ownWindow(browser, options, into);
      await firstStart(browser, options, into);
    });

/** The pages of a server that nobody has used yet. */
async function firstStart(browser: Browser, options: BrowserContextOptions, into: string): Promise<void> {
  const server = await Server.start('--set', 'domains=["localhost"]');
  const context = await browser.newContext({ locale: 'en-GB', ignoreHTTPSErrors: true, ...options });
  try {
    const { page } = new Window(await context.newPage(), server.url);
    await page.goto(await server.setupLink());
    await page.getByLabel('User name').fill('juliet');
    await page.getByLabel('Your name').fill('Juliet');
    await page.getByLabel('Password', { exact: true }).fill('wherefore, wherefore');
    await picture(page, join(into, 'setup.webp'));
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Romeo');
    await page.getByLabel('User name').fill('romeo');
    await page.getByRole('button', { name: 'Make one up' }).click();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByText('1 person added')).toBeVisible();
    await page.getByRole('button', { name: 'Make an invite link' }).click();
    const invitation = await page.getByLabel('Send a link').inputValue();
    await picture(page, join(into, 'setup-people.webp'));
    await page.goto('about:blank');
    await page.goto(invitation);
    await expect(page.getByLabel('User name')).toBeVisible();
    await picture(page, join(into, 'invitation.webp'));
  } finally {
    await context.close();
    await server.stop();
  }
}

/** The icon in a page of the organisation, and the chat in the window it opens. */
async function ownWindow(browser: Browser, options: BrowserContextOptions, into: string): Promise<void> {
  const host = await HostPage.start();
  const server = await Server.start('--demo', '--set', `web.launcher_origins=${host.origin}`);
  host.carries(server.url);
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  try {
    const intranet = await context.newPage();
    await intranet.goto(host.origin);
    const icon = await Icon.of(intranet);
    await expect.poll(() => icon.name()).toBe('Chat');
    await intranet.getByRole('link', { name: 'News' }).focus();
    await intranet.keyboard.press('Tab');
    const opening = intranet.waitForEvent('popup');
    await intranet.keyboard.press('Enter');
    const page = await opening;
    const window = new Window(page, server.url);
    await page.locator('button[title^="juliet@"]').click();
    await window.online();
    await expect.poll(() => icon.name()).toMatch(/unread/);
    await picture(intranet, join(into, 'launcher.webp'));
    await window.chatWith('Nurse');
    await picture(page, join(into, 'own-window.webp'));
  } finally {
    await context.close();
    await server.stop();
    await host.stop();
  }
}

test('the index', () => {
  const names = [
    'setup',
    'setup-people',
    'invitation',
    ...SIGNED_OUT.map((s) => s.name),
    ...SIGNED_IN.map((s) => s.name),
    ...EXTRAS.map((s) => s.name),
    'launcher',
    'own-window',
  ];
  const cell = (size: string, scheme: string, name: string, width: number) =>
    existsSync(join(folder(size, scheme), `${name}.webp`))
      ? `<img src="${size}-${scheme}/${name}.webp" width="${width}" alt="${name}, ${size}, ${scheme}">`
      : '';
  const sections = names.map(
    (name) =>
      `## ${name}\n\n` +
      SCHEMES.map((scheme) =>
        [cell('desktop', scheme, name, 560), cell('phone', scheme, name, 160)].filter(Boolean).join(' '),
      ).join('\n'),
  );
  writeFileSync(
    join(docs, 'gallery', 'README.md'),
    `# Every screen of the web chat

In light and dark, at 1280 × 800 and 360 × 740, from the demonstration (\`./stoa run --demo\`).

    ./stoa gallery

builds what is missing, takes the pictures again, writes this page, and the two pictures of the front page into \`docs/images\`. It takes
ten minutes; \`./stoa gallery -g "phone, dark"\` takes a part of them.

${names.map((name) => `[${name}](#${name})`).join(' · ')}

${sections.join('\n\n')}
`,
  );
});
