import { lengthened } from '../../packages/ui/src/texts/pseudo.ts';
import { misfits } from '../support/misfits.ts';
import { SIGNED_IN, SIGNED_OUT, type Screen, tour } from '../support/screens.ts';
import { expect, test } from '../support/story.ts';
import type { Window } from '../support/window.ts';

const speakPseudo = (window: Window) =>
  window.page.addInitScript(() => localStorage.setItem('stoa.language', 'pseudo'));

/** A third of the screens a story: each of them loads the page anew. */
const WALKS: Readonly<Record<string, readonly Screen[]>> = {
  'before one is signed in': SIGNED_OUT,
  'list and lines': SIGNED_IN.slice(0, 15),
  'dialogs and rooms': SIGNED_IN.slice(15, 30),
  'account and help': SIGNED_IN.slice(30),
};

for (const [size, viewport] of Object.entries({
  'a phone of 320 px': { width: 320, height: 640 },
  'a desktop': { width: 1280, height: 800 },
}))
  for (const [screens, walk] of Object.entries(WALKS))
    test(`from right to left, with words 40 % longer, everything fits on ${size}: ${screens} (E53)`, async ({
      enter,
    }) => {
      test.setTimeout(600_000);
      const person = await enter({ viewport, hasTouch: size !== 'a desktop' });
      const window = await person.window();
      await speakPseudo(window);
      if (walk !== SIGNED_OUT) {
        await window.open();
        await window.page.locator('button[title^="juliet@"]').click();
        await expect(window.page.locator('nav')).toBeVisible();
      }
      const found = await tour(window, walk, lengthened, async () => {
        const spoken = await window.page.evaluate(() => {
          const { lang, dir } = document.documentElement;
          return `${lang} ${dir}`;
        });
        expect(spoken).toBe('en-XB rtl');
        return misfits(window.page);
      });
      expect(found).toEqual({});
    });

test('what does not fit is found: outside, cut, wider than its button, over another', async ({ enter }) => {
  const { page } = await (await (await enter()).window()).open();
  await expect(page.getByRole('heading', { name: 'Welcome to Stoa' })).toBeVisible();
  expect(await misfits(page)).toEqual([]);
  await page.evaluate(() => {
    const add = (tag: string, text: string, style: Readonly<Record<string, string>>) => {
      const e = document.createElement(tag);
      e.textContent = text;
      Object.assign(e.style, { position: 'fixed', whiteSpace: 'nowrap', zIndex: '9', ...style });
      document.body.append(e);
    };
    add('p', 'half of this', { insetBlockStart: '0', insetInlineStart: '-20px' });
    add('p', 'not all of this', { insetBlockStart: '60px', inlineSize: '20px', overflow: 'hidden' });
    add('button', 'more than it holds', { insetBlockStart: '120px', inlineSize: '30px' });
    const overlapping = { insetBlockStart: '180px', inlineSize: '90px', blockSize: '40px' };
    add('button', 'one', { ...overlapping, insetInlineStart: '0' });
    add('button', 'other', { ...overlapping, insetInlineStart: '60px' });
    // Nothing is wrong with what scrolls, ends in dots, or lies beside another.
    add('p', 'told in full elsewhere', {
      insetBlockStart: '240px',
      inlineSize: '20px',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
    });
    add('p', 'to be scrolled', { insetBlockStart: '300px', inlineSize: '20px', overflow: 'auto' });
    add('button', 'beside', { insetBlockStart: '180px', insetInlineStart: '200px' });
  });
  expect(await misfits(page)).toEqual([
    'p. “half of this” is outside',
    'p. “not all of this” is cut',
    expect.stringMatching(/^button\. “more than it holds” is wider than its button/),
    'button. “one” and button. “other” lie over each other',
  ]);
});

test('a German browser is spoken to in German, and another language is a choice of the account (E53)', async ({
  enter,
}) => {
  const { page } = await (await (await enter({ locale: 'de-DE' })).window()).open();
  await expect(page.getByRole('heading', { name: 'Willkommen bei Stoa' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.locator('button[title^="rosaline@"]').click();
  await expect(page.getByRole('combobox', { name: 'Chatten mit…' })).toBeVisible();
  await page.getByRole('button', { name: 'Ihr Status und Einstellungen' }).click();
  await page.getByRole('menuitem', { name: 'Hilfe' }).click();
  await expect(page.getByRole('heading', { name: 'Das Fenster', level: 2 })).toBeVisible();
  await page.goto(new URL('/room/garden', page.url()).href);
  await expect(page.getByRole('log')).toContainText('Gestern');

  // What is chosen holds at once, in every tab, and stays.
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  await expect(tab.getByRole('log')).toContainText('Gestern');
  await page.goto(new URL('/account/language', page.url()).href);
  await page.getByRole('radio', { name: 'English' }).check({ force: true });
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(tab.getByRole('log')).toContainText('Yesterday');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
  await page.getByRole('radio', { name: 'As the browser says' }).check({ force: true });
  await expect(page.getByRole('heading', { name: 'Ihr Konto' })).toBeVisible();
});

test('a message is written in its own direction, whatever that of the page is', async ({ enter, words }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  await juliet.chatWith('Rosaline');
  const text = words('שלום לך').replace(/[()]/g, '');
  await juliet.write(text);
  await juliet.expectLine(text, 'stored');
  const direction = (of: string) =>
    juliet
      .lines(of)
      .locator('.plain')
      .evaluate((p) => (p.matches(':dir(rtl)') ? 'rtl' : 'ltr'));
  expect(await direction(text)).toBe('rtl');
  const latin = words('and from left to right');
  await juliet.write(latin);
  await juliet.expectLine(latin, 'stored');
  expect(await direction(latin)).toBe('ltr');
});
