import { Colleague } from '../support/colleague.ts';
import { demoPerson } from '../support/demo.ts';
import { expect, test } from '../support/story.ts';
import type { Window } from '../support/window.ts';

/** The icons above the list that can be seen: their words, and what is wrong with how they stand. */
const icons = (window: Window, least: number) =>
  window.page.locator('nav > header button.captioned').evaluateAll(
    (buttons, px) =>
      buttons
        .filter((b) => b.checkVisibility())
        .map((b) => {
          const word = b.querySelector('span');
          const [outer, inner] = [b.getBoundingClientRect(), (word ?? b).getBoundingClientRect()];
          const text = word?.textContent ?? '';
          const problems = [
            outer.width < px || outer.height < px ? `${outer.width} x ${outer.height} px` : '',
            inner.left < outer.left || inner.right > outer.right || inner.bottom > outer.bottom ? 'cut' : '',
            outer.left < 0 || outer.right > innerWidth ? 'outside' : '',
            (b.getAttribute('aria-label') ?? '').toLowerCase().includes(text.toLowerCase())
              ? ''
              : 'other name',
          ];
          return { text, problems: problems.filter((p) => p) };
        }),
    least,
  );

const well = (...texts: readonly string[]) => texts.map((text) => ({ text, problems: [] }));

const LANGUAGES: Readonly<Record<string, Readonly<Record<'list' | 'read' | 'window', string>>>> = {
  en: { list: 'List', read: 'All read', window: 'Window' },
  de: { list: 'Liste', read: 'Gelesen', window: 'Fenster' },
};

test('the icons above the list are named where one sees it, on a phone and beside a conversation (E3)', async ({
  enter,
  server,
  words,
}) => {
  const { address, password } = await demoPerson(server, 'rosaline');
  const slixmpp = await Colleague.signIn(server, address, password);
  try {
    const phone = await enter({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });
    const narrow = await (await phone.window()).signIn('benvolio');
    const wide = await (await (await enter()).window()).signIn('benvolio');
    const [first, text] = [words('Good morning'), words('Good morrow')];
    const says = (body: string) => slixmpp.does('send', { to: 'benvolio@localhost', body });
    // Whatever others have left unread, from here on it is this alone.
    says(first);
    await expect(narrow.row('Rosaline')).toContainText(first);
    await narrow.page.getByRole('button', { name: 'Mark all read' }).click();
    await expect.poll(() => icons(narrow, 44)).toEqual([]);
    await expect.poll(() => icons(wide, 24)).toEqual(well('List', 'Window'));
    says(text);
    for (const [language, say] of Object.entries(LANGUAGES)) {
      for (const window of [narrow, wide]) {
        await window.page.evaluate((code) => localStorage.setItem('stoa.language', code), language);
        await window.page.reload();
        await expect(window.row('Rosaline')).toContainText(text);
        await expect(window.page.locator('html')).toHaveAttribute('lang', language);
      }
      await expect.poll(() => icons(narrow, 44)).toEqual(well(say.read));
      for (const width of [1280, 900]) {
        await wide.page.setViewportSize({ width, height: 700 });
        await expect.poll(() => icons(wide, 24)).toEqual(well(say.list, say.read, say.window));
        // They leave the name its place.
        const name = wide.page.locator('nav > header b');
        expect(await name.evaluate((b) => b.scrollWidth - b.clientWidth)).toBe(0);
      }
    }

    // With the list hidden the three bars keep their word.
    await wide.page.getByRole('button', { name: 'Liste ausblenden' }).click();
    await expect(wide.page.getByRole('button', { name: 'Liste zeigen' })).toHaveText('Liste');
    await wide.page.getByRole('button', { name: 'Liste zeigen' }).click();
    await wide.row('Rosaline').click();
    await wide.expectLine(text, 'received');
    await expect.poll(() => icons(narrow, 44)).toEqual([]);
  } finally {
    await slixmpp.quit();
  }
});
