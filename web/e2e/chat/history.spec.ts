import { atRest } from '../support/at-rest.ts';
import { expect, test } from '../support/story.ts';

test('opening shows the 75 newest lines; scrolling up brings the older ones and holds still', async ({
  enter,
  words,
}) => {
  test.setTimeout(240_000);
  const benvolio = await (await (await enter()).window()).signIn('benvolio');
  await benvolio.chatWith('Mercutio');
  const texts = Array.from({ length: 170 }, (_, i) => words(`line ${i + 1} of a long evening`));
  for (const text of texts) await benvolio.write(text);
  await benvolio.expectLine(texts.at(-1) ?? '', 'stored');

  const mercutio = await (await (await enter()).window()).signIn('mercutio');
  await mercutio.chatWith('Benvolio');
  await mercutio.row('Benvolio').click();
  await expect(mercutio.lines(texts.at(-1) ?? '')).toBeVisible();

  // Up, page by page, noting every line that is rendered on the way.
  const seen = new Set<string>();
  const scrolled = () =>
    mercutio.log.evaluate((log) => {
      log.scrollBy(0, -250);
      const rows = Array.from(log.querySelectorAll('article .body'), (b) => b.textContent?.trim() ?? '');
      return { rows, top: log.scrollTop };
    });
  await expect
    .poll(
      async () => {
        for (const row of (await scrolled()).rows) seen.add(row);
        return texts.every((text) => seen.has(text));
      },
      { timeout: 60_000, intervals: [30] },
    )
    .toBe(true);

  // The line one looks at stays where it is while an older page comes in.
  await mercutio.page.reload();
  await mercutio.online();
  await expect(mercutio.lines(texts.at(-1) ?? '')).toBeVisible();
  const watched = mercutio.lines(texts[100] ?? '');
  await mercutio.log.evaluate((log) => log.scrollTo(0, 520));
  await expect(watched).toBeVisible();
  const y = async () => (await watched.boundingBox())?.y ?? 0;
  const before = await atRest(y);
  await mercutio.log.evaluate((log) => log.scrollBy(0, -40));
  await expect.poll(() => mercutio.log.evaluate((log) => log.scrollTop)).toBeGreaterThan(1_000);
  const after = await atRest(y);
  expect(Math.abs(after - before - 40)).toBeLessThanOrEqual(2);
});
