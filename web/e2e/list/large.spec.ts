import { Colleague } from '../support/colleague.ts';
import { median } from '../support/measure.ts';
import { expect, personIn } from '../support/story.ts';
import { KEY_MS, inLargeDomain } from './large-domain.ts';

/** As it comes: nobody is listed to everybody there. */
const test = inLargeDomain();

test('in a domain that is too large to list everybody, people are found on the server, and are contacts once one has talked (S7, S12)', async ({
  browser,
  large,
  faults,
  words,
}) => {
  test.setTimeout(240_000);
  const context = await browser.newContext({ locale: 'en-GB' });
  const juliet = await (await (await personIn(context, large.url, faults)).window()).signIn('juliet');
  const { page } = juliet;
  await expect(juliet.row('Garden')).toBeVisible();
  await expect(juliet.row('of Verona')).toHaveCount(0);

  // By name, in the page itself: from the key to the row that is there; the first two make the page and the server warm.
  const asked = (those: readonly number[]) =>
    page.evaluate(async (numbers) => {
      const input = document.querySelector<HTMLInputElement>('input[type=search]');
      if (!input) throw new Error('no search');
      const took: number[] = [];
      for (const n of numbers) {
        const began = performance.now();
        input.value = `person no${n}`;
        input.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise<void>((resolve) => {
          const look = () => {
            const there = [...document.querySelectorAll('nav b')].some(
              (b) => b.textContent === `Person No${n} of Verona`,
            );
            if (there) resolve();
            else requestAnimationFrame(look);
          };
          look();
        });
        took.push(performance.now() - began);
      }
      return took;
    }, those);
  // Three times, of which the quickest counts: what else the machine does can only make it slower.
  const rounds: number[] = [];
  for (const more of [2, 1, 0]) {
    const times = await asked([9876, 1234, 2345, 3456, 4567, 5678, 6789, 4321, 8765].map((n) => n + more));
    console.log(`10,000 people on the server, ms: ${times.map((ms) => ms.toFixed(0)).join(' ')}`);
    rounds.push(median(times.slice(2)));
  }
  expect(Math.min(...rounds)).toBeLessThan(KEY_MS);

  // Before a word is said: the row, and under the name in the chat that Enter opens, say where they are.
  const name = 'Person No8765 of Verona';
  const signIn = () => Colleague.signIn(large, 'person8765@localhost', 'a long password 8765');
  const head = page.locator('section.pane header');
  const shows = async (status: string) => {
    await expect(juliet.row(name).getByRole('img', { name: status })).toBeVisible();
    await expect(head.getByRole('img', { name: status })).toBeVisible();
  };
  await juliet.filter.fill('person8765');
  await expect(juliet.row(name)).toBeVisible();
  await juliet.filter.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(head.getByText('Offline', { exact: true })).toBeVisible();
  await juliet.filter.fill('person8765');
  await shows('Offline');
  const coming = await signIn();
  await shows('Available');
  coming.does('status', { show: 'dnd', status: 'At the ball' });
  await shows('Do not disturb');
  await expect(juliet.row(name)).toContainText('At the ball');
  await expect(head).toContainText('At the ball');

  // Who appears offline sees nobody, and sees them again afterwards; so does who comes anew.
  await juliet.menu('Appear offline');
  await expect(head.getByText('person8765@localhost')).toBeVisible();
  await expect(juliet.row(name).getByRole('img')).toHaveCount(0);
  await page.getByRole('button', { name: 'Be available' }).click();
  await shows('Do not disturb');
  await page.reload();
  await expect(head).toContainText('At the ball');
  await juliet.filter.fill('person8765');
  await shows('Do not disturb');
  await coming.quit();
  await shows('Offline');

  await juliet.filter.fill('person1234');
  await expect(juliet.row('Person No1234 of Verona').getByRole('img', { name: 'Offline' })).toBeVisible();
  await juliet.filter.fill('nobody of that name');
  await expect(page.getByRole('button', { name: /^Create a room/ })).toBeVisible();
  await juliet.filter.fill('');

  const slixmpp = await signIn();
  try {
    const question = words('Have we met?');
    await juliet.write(question);
    await slixmpp.gets('message', { body: question });
    const answer = words('Not yet, lady.');
    slixmpp.does('send', { to: 'juliet@localhost', body: answer });
    await juliet.expectLine(answer, 'received');
    await expect(juliet.row(name).getByRole('img', { name: 'Available' })).toBeVisible();
    slixmpp.does('status', { show: 'dnd', status: '' });
    await expect(juliet.row(name).getByRole('img', { name: 'Do not disturb' })).toBeVisible();
  } finally {
    await slixmpp.quit();
  }
  await context.close();
});
