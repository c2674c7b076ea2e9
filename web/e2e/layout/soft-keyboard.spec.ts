import type { Page } from '@playwright/test';
import { expect, test } from '../support/story.ts';
import type { Window } from '../support/window.ts';

const PHONE = { width: 360, height: 740 };
/** What a keyboard with its row of suggestions leaves of it. */
const LEFT_PX = 400;

/** The composer stands whole above the keyboard, and the newest line above the composer. */
async function expectAbove(window: Window, newest: string, height: number): Promise<void> {
  await expect
    .poll(async () => {
      const [line, composer] = await Promise.all([
        window.lines(newest).boundingBox(),
        window.composer.boundingBox(),
      ]);
      if (!line || !composer) return 'not there';
      if (composer.y + composer.height > height) return 'the composer is covered';
      if (line.y + line.height > composer.y + 1) return 'the newest line is covered';
      return line.y < 0 ? 'the newest line is out of view' : 'above';
    })
    .toBe('above');
}

const herb = (n: number) => `herb ${n} ${'of the field '.repeat(12).trim()}`;

/** Talk of more than a screen; the newest line. */
async function talk(window: Window, words: (text: string) => string): Promise<string> {
  await window.chatWith('Friar Laurence');
  for (let i = 1; i <= 12; i++) {
    await window.write(words(herb(i)));
    await window.expectLine(words(herb(i)), 'stored');
  }
  await window.composer.focus();
  return words(herb(12));
}

const seen = (page: Page, text: string) =>
  page.locator('article', { hasText: text }).evaluate((e) => e.getBoundingClientRect().top);

/** As Safari does: the layout stays, the visual viewport is what the keyboard leaves of it. In the same moment the list is scrolled. */
const coverTo = (page: Page, height: number, scale = 1, scrolledBy = 0) =>
  page.evaluate(
    (is) => {
      const { visualViewport } = window;
      if (!visualViewport) throw new Error('no visual viewport');
      Object.defineProperty(visualViewport, 'height', { configurable: true, get: () => is.height });
      Object.defineProperty(visualViewport, 'scale', { configurable: true, get: () => is.scale });
      document.querySelector('[role=log]')?.scrollBy(0, is.scrolledBy);
      visualViewport.dispatchEvent(new Event('resize'));
      // A browser tells of one height in a frame, so none is followed by another before the page was laid out in it.
      return new Promise((laidOut) => requestAnimationFrame(() => requestAnimationFrame(laidOut)));
    },
    { height, scale, scrolledBy },
  );

test('the soft keyboard comes: the composer and the newest line stay above it, and who reads further up stays there (E55)', async ({
  enter,
  words,
}) => {
  const person = await enter({ viewport: PHONE, hasTouch: true, isMobile: true });
  const rosaline = await (await person.window()).signIn('rosaline');
  const { page } = rosaline;
  const newest = await talk(rosaline, words);
  await expectAbove(rosaline, newest, PHONE.height);

  // As browsers that know interactive-widget: the page is laid out in what is left.
  await page.setViewportSize({ ...PHONE, height: LEFT_PX });
  await expectAbove(rosaline, newest, LEFT_PX);
  await expect(page.getByRole('heading', { level: 1, name: 'Friar Laurence' })).toBeInViewport();
  await rosaline.composer.fill('one\ntwo\nthree');
  await expectAbove(rosaline, newest, LEFT_PX);
  await rosaline.composer.fill('');
  await page.setViewportSize(PHONE);
  await expectAbove(rosaline, newest, PHONE.height);

  await rosaline.log.evaluate((log) => (log.scrollTop = 0));
  const old = words(herb(1));
  await expect(rosaline.lines(newest)).not.toBeInViewport();
  await expect(rosaline.lines(old)).toBeInViewport();
  const before = await seen(page, old);
  await page.setViewportSize({ ...PHONE, height: LEFT_PX });
  await expect.poll(() => rosaline.log.evaluate((log) => log.clientHeight)).toBeLessThan(LEFT_PX);
  await expect.poll(async () => Math.abs((await seen(page, old)) - before)).toBeLessThan(2);
  await expect(rosaline.lines(newest)).not.toBeInViewport();
});

test('where the keyboard only covers the page, the page makes itself as high as what is seen (E55)', async ({
  enter,
  words,
}) => {
  const person = await enter({ viewport: PHONE, hasTouch: true, isMobile: true });
  const rosaline = await (await person.window()).signIn('rosaline');
  const { page } = rosaline;
  const newest = await talk(rosaline, words);
  const keyboard = (height: number, scale?: number) => coverTo(page, height, scale);
  await keyboard(LEFT_PX);
  await expectAbove(rosaline, newest, LEFT_PX);
  await expect(page.getByRole('heading', { level: 1, name: 'Friar Laurence' })).toBeInViewport();
  await rosaline.write(words('and one more'));
  await expectAbove(rosaline, words('and one more'), LEFT_PX);
  const height = () => page.locator('.shell').evaluate((shell) => shell.clientHeight);
  await keyboard(PHONE.height);
  await expect.poll(height).toBe(PHONE.height);
  // Who zooms in to read is no keyboard, and the browser's own bar is none either.
  await keyboard(LEFT_PX, 1.8);
  expect(await height()).toBe(PHONE.height);
  await keyboard(PHONE.height - 60);
  expect(await height()).toBe(PHONE.height);
});

test('scrolling is told late, when the keyboard is there already: the newest line stays in view, and who has left it is left alone (E55)', async ({
  enter,
  words,
}) => {
  const person = await enter({ viewport: PHONE, hasTouch: true, isMobile: true });
  const rosaline = await (await person.window()).signIn('rosaline');
  const { page } = rosaline;
  const newest = await talk(rosaline, words);
  await expectAbove(rosaline, newest, PHONE.height);

  await coverTo(page, LEFT_PX, 1, -1);
  await expectAbove(rosaline, newest, LEFT_PX);
  await coverTo(page, PHONE.height);
  await expectAbove(rosaline, newest, PHONE.height);
  // The page is laid out by somebody before the list hears that it is higher.
  await coverTo(page, LEFT_PX);
  await expectAbove(rosaline, newest, LEFT_PX);
  await coverTo(page, PHONE.height, 1, -1);
  await expectAbove(rosaline, newest, PHONE.height);

  await coverTo(page, LEFT_PX, 1, -300);
  await expect(rosaline.lines(newest)).not.toBeInViewport();
});
