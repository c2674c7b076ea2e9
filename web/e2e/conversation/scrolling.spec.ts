import { scrollThrough } from '../support/scrolling.ts';
import { expect, test } from '../support/story.ts';

/** Lines of one row and of many, so that nobody can tell how high they are before they stand there. */
const said = (n: number) => `nettle ${n} ${'of the hedge '.repeat((n * 7) % 23).trim()}`;

test('talk that was never on the screen scrolls as one scrolls it: no line jumps (E17)', async ({
  enter,
  words,
}) => {
  const laptop = await (await (await enter()).window()).signIn('laurence');
  await laptop.chatWith('Tybalt');
  for (let i = 1; i <= 70; i++) await laptop.write(words(said(i)));
  await laptop.expectLine(words(said(70)), 'stored');

  const other = await (await (await enter()).window()).signIn('laurence');
  await other.chatWith('Tybalt');
  await expect(other.lines(words(said(70)))).toBeVisible();
  const { worst } = await scrollThrough(other.page, [0.95]);
  expect(worst).toBeLessThanOrEqual(2);
});

test('who writes line after line goes on seeing what was said last', async ({ enter, words }) => {
  const laurence = await (await (await enter()).window()).signIn('laurence');
  await laurence.chatWith('Nurse');
  for (let i = 1; i <= 20; i++) await laurence.write(words(said(i)));
  const last = laurence.lines(words(said(20)));
  await laurence.expectLine(words(said(20)), 'stored');
  const toTheEnd = () =>
    laurence.log.evaluate((l) => Math.round(l.scrollHeight - l.scrollTop - l.clientHeight));
  await laurence.composer.fill('first');
  for (let i = 0; i < 12; i++) {
    await laurence.composer.press('Shift+Enter');
    await expect.poll(toTheEnd).toBe(0);
  }
  await expect(last).toBeInViewport({ ratio: 1 });
  await laurence.composer.fill('');
  await expect.poll(toTheEnd).toBe(0);
  await expect(last).toBeInViewport({ ratio: 1 });
});
