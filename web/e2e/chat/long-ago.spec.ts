import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server } from '../support/server.ts';
import { expect, personIn, test } from '../support/story.ts';
import { type OldLine, handedOver } from '../support/talk-of-old.ts';

const DAY_MS = 24 * 60 * 60_000;
const PASSWORD = 'wherefore and wherefore';

/** So many lines between somebody and Juliet, the first so many days ago and one every ten minutes. She has the last word: nothing is unread. */
const said = (from: string, count: number, daysAgo: number, what: string): OldLine[] =>
  Array.from({ length: count }, (_, i) => ({
    at: Date.now() - daysAgo * DAY_MS + i * 600_000,
    ...(i + 1 < count ? { from, to: 'juliet' } : { from: 'juliet', to: from }),
    body: `${what} ${i + 1} of ${from}`,
  }));

test('a talk opens with the 75 newest lines of the last 30 days, or with what those days hold (S10)', async ({
  browser,
  faults,
}) => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'stoa-long-ago-'));
  const file = join(folder, 'talk.xml');
  const people = ['romeo', 'nurse', 'tybalt'].map((name) => ({ name, password: `${PASSWORD} of ${name}` }));
  const lines = [
    ...said('romeo', 100, 45, 'older'),
    ...said('nurse', 5, 40, 'older'),
    ...said('romeo', 20, 10, 'newer'),
    ...said('tybalt', 90, 5, 'newer'),
  ];
  writeFileSync(file, handedOver([{ name: 'juliet', password: PASSWORD, lines }, ...people]));
  const server = await Server.prepared(
    (command) => command(['import', file]),
    '--set',
    'domains=["localhost"]',
  );
  try {
    const context = await browser.newContext({ locale: 'en-GB', ignoreHTTPSErrors: true });
    const person = await personIn(context, server.url, faults);
    const juliet = await (await person.window()).open('/chat/romeo');
    await juliet.page.getByLabel('User name or address').fill('juliet');
    await juliet.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await juliet.page.getByRole('button', { name: 'Sign in' }).click();
    await juliet.online();
    const articles = juliet.log.locator('article');

    // 20 in 30 days: these, and nothing of the 100 before them.
    await expect(juliet.lines('newer 20 of romeo')).toBeVisible();
    await expect(juliet.lines('newer 1 of romeo')).toHaveCount(1);
    await expect(articles).toHaveCount(20);
    await juliet.lines('newer 20 of romeo').focus();
    await juliet.page.keyboard.press('Home');
    await expect(juliet.lines('older 100 of romeo')).toHaveCount(1);
    // What came in front takes the focus from nobody.
    await expect(juliet.lines('newer 1 of romeo')).toBeFocused();

    // None in 30 days: it says so, and shows the earlier ones when asked.
    await juliet.row('nurse').click();
    await expect(juliet.page.getByText('No messages in the last 30 days.')).toBeVisible();
    await expect(articles).toHaveCount(0);
    await juliet.page.getByRole('button', { name: 'Show earlier messages' }).click();
    await expect(articles).toHaveCount(5);

    // 90 in 30 days: the 75 newest. What is before them does not come, for nothing of the server's comes any more.
    await juliet.row('tybalt').click();
    await expect(juliet.lines('newer 90 of tybalt')).toBeVisible();
    person.network.holdAnswers('urn:xmpp:mam:2');
    await expect
      .poll(() =>
        juliet.log.evaluate((log) => {
          log.scrollBy(0, -400);
          return log.querySelector('article .body')?.textContent?.trim();
        }),
      )
      .toBe('newer 16 of tybalt');
    await expect(juliet.page.getByText('Loading earlier messages…')).toBeVisible();
    await expect(articles.first()).toContainText('newer 16 of tybalt');
    person.network.mend();
    // What comes stands above the view, which stays where it is: one goes on up.
    await expect
      .poll(() =>
        juliet.log.evaluate((log) => {
          log.scrollTo(0, 0);
          return log.querySelector('article .body')?.textContent?.trim();
        }),
      )
      .toBe('newer 1 of tybalt');
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
