import { expect, personIn, test as stories } from '../support/story.ts';
import { Server } from '../support/server.ts';
import type { Window } from '../support/window.ts';

/** A server of one's own, to be killed. */
const test = stories.extend<{ readonly mortal: Server }>({
  mortal: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures from the pattern
    async ({}, use) => {
      const server = await Server.start('--demo');
      await use(server);
      await server.stop();
    },
    { timeout: 11 * 60_000 },
  ],
});

/** What a window shows of these texts, in its order. */
async function order(window: Window, texts: readonly string[]): Promise<string[]> {
  const shown = await window.log.locator('article .body').allInnerTexts();
  return shown.map((s) => s.trim()).filter((s) => texts.includes(s));
}

test('kill -9 in the middle of talk: both come back by themselves, nothing lost, nothing doubled', async ({
  browser,
  mortal,
  faults,
}) => {
  test.setTimeout(240_000);
  const enter = async (name: string) => {
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 1600 } });
    return (await (await personIn(context, mortal.url, faults)).window()).signIn(name);
  };
  const juliet = await enter('juliet');
  const romeo = await enter('romeo');
  await juliet.chatWith('Romeo');
  await romeo.chatWith('Juliet');

  const hers = Array.from({ length: 12 }, (_, i) => `juliet's ${i + 1}`);
  const his = Array.from({ length: 12 }, (_, i) => `romeo's ${i + 1}`);
  let killed: Promise<void> | undefined;
  let started: Promise<void> | undefined;
  for (let i = 0; i < 12; i++) {
    if (i === 5) killed = mortal.kill(); // what was just written is on its way
    if (i === 9) {
      await killed;
      await expect(juliet.lines(hers[8] ?? '')).toHaveAttribute('data-status', 'pending');
      started = mortal.startAgain();
    }
    await juliet.write(hers[i] ?? '');
    await romeo.write(his[i] ?? '');
  }
  await started;

  for (const window of [juliet, romeo])
    await expect(window.lines(hers[11] ?? '')).toBeVisible({ timeout: 45_000 });
  for (const text of hers) {
    await juliet.expectLine(text, 'stored');
    await romeo.expectLine(text, 'received');
  }
  for (const text of his) {
    await romeo.expectLine(text, 'stored');
    await juliet.expectLine(text, 'received');
  }

  // The archive has them in one order for both, each author's as they were written.
  await Promise.all([juliet.page.reload(), romeo.page.reload()]);
  const all = [...hers, ...his];
  // At first they stand as each had seen them, then as the archive has them.
  await expect(async () => {
    const talk = await order(juliet, all);
    expect(talk).toHaveLength(24);
    expect(await order(romeo, all)).toEqual(talk);
    expect(talk.filter((text) => hers.includes(text))).toEqual(hers);
    expect(talk.filter((text) => his.includes(text))).toEqual(his);
  }).toPass({ timeout: 20_000 });

  // The room has them again, too.
  await juliet.row('Garden').click();
  await juliet.write('are you back?');
  await juliet.expectLine('are you back?', 'stored');
  await expect(romeo.row('Garden').getByLabel('1 unread message')).toBeVisible();
  for (const { page } of [juliet, romeo]) await page.context().close();
});
