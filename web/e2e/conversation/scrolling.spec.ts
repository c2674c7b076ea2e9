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
