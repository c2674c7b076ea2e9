import type { Page } from '@playwright/test';
import { Colleague } from '../support/colleague.ts';
import { demoPerson } from '../support/demo.ts';
import { expect, test } from '../support/story.ts';

/** What the page tells the icon of the installed app (Badging API); 0 when it takes the number away. */
async function listen(page: Page): Promise<() => Promise<number | undefined>> {
  await page.addInitScript(() => {
    const told: number[] = [];
    Object.assign(window, { badges: told });
    const take = (n: number) => {
      told.push(n);
      return Promise.resolve();
    };
    Object.assign(navigator, { setAppBadge: take, clearAppBadge: () => take(0) });
  });
  return () => page.evaluate(() => (window as unknown as { badges: readonly number[] }).badges.at(-1));
}

test('the installed app shows how much is unread on its icon, and nothing when all is read (E7, E55)', async ({
  enter,
  server,
  words,
}) => {
  const person = await enter();
  const window = await person.window();
  const badge = await listen(window.page);
  const benvolio = await window.signIn('benvolio');
  await expect.poll(badge).toBe(0);
  const { address, password } = await demoPerson(server, 'rosaline');
  const rosaline = await Colleague.signIn(server, address, password);
  try {
    const to = 'benvolio@localhost';
    rosaline.does('send', { to, body: words('Good morrow, cousin') });
    await expect.poll(badge).toBe(1);
    rosaline.does('send', { to, body: words('Is the day so young?') });
    await expect.poll(badge).toBe(2);

    // What is muted is not counted, what is not is again.
    const wants = async (what: string) => {
      await benvolio.row('Rosaline').click({ button: 'right' });
      await benvolio.page.getByRole('menu').getByText(what, { exact: true }).click();
    };
    await wants('Nothing');
    await expect.poll(badge).toBe(0);
    await wants('All messages');
    await expect.poll(badge).toBe(2);

    // Also of a page that is started anew, and read on another device it is gone.
    await person.network.heard(benvolio.page);
    await benvolio.page.reload();
    await benvolio.online();
    await expect.poll(badge).toBe(2);
    const elsewhere = await (await (await enter()).window()).signIn('benvolio');
    await elsewhere.chatWith('Rosaline');
    await elsewhere.expectLine(words('Is the day so young?'), 'received');
    await expect.poll(badge).toBe(0);
  } finally {
    await rosaline.quit();
  }
});

test('a browser that shows no number on icons is not disturbed by one', async ({ enter, server, words }) => {
  const window = await (await enter()).window();
  await window.page.addInitScript(() =>
    Object.assign(navigator, {
      setAppBadge: () => Promise.reject(new DOMException('not installed', 'NotAllowedError')),
      clearAppBadge: undefined,
    }),
  );
  const benvolio = await window.signIn('benvolio');
  const { address, password } = await demoPerson(server, 'rosaline');
  const rosaline = await Colleague.signIn(server, address, password);
  try {
    rosaline.does('send', { to: 'benvolio@localhost', body: words('Art thou so fond?') });
    await expect(benvolio.page).toHaveTitle(/^\(1\) /);
    await benvolio.row('Rosaline').click();
    await expect(benvolio.page).not.toHaveTitle(/^\(/);
  } finally {
    await rosaline.quit();
  }
});
