import { expect, test } from '../support/story.ts';

test('Ctrl F finds in what is loaded and in what is not, counts, and shows the hits', async ({
  enter,
  words,
}) => {
  test.setTimeout(240_000);
  const benvolio = await (await (await enter()).window()).signIn('benvolio');
  await benvolio.chatWith('Tybalt');
  const mark = words('needle');
  await benvolio.write(`the first ${mark}`);
  for (let i = 0; i < 110; i++) await benvolio.write(words(`hay ${i}`));
  await benvolio.write(`the middle ${mark.toUpperCase()}`);
  for (let i = 0; i < 10; i++) await benvolio.write(words(`straw ${i}`));
  await benvolio.write(`the last ${mark}`);
  await benvolio.expectLine(`the last ${mark}`, 'stored');

  const tybalt = await (await (await enter()).window()).signIn('tybalt');
  await tybalt.chatWith('Benvolio');
  await expect(tybalt.lines(`the last ${mark}`)).toBeVisible();
  await tybalt.page.keyboard.press('Control+f');
  const bar = tybalt.page.getByRole('search', { name: 'Find in this conversation' });
  const input = bar.getByRole('searchbox');
  await expect(input).toBeFocused();
  await input.fill(mark);
  await expect(bar.getByRole('status')).toHaveText('1 of 3', { timeout: 30_000 });
  await expect(tybalt.lines(`the last ${mark}`)).toHaveClass(/found/);
  await expect(input).toBeFocused();
  await input.press('Enter');
  await expect(bar.getByRole('status')).toHaveText('2 of 3');
  await tybalt.expectCentred(`the middle ${mark.toUpperCase()}`);
  await bar.getByRole('button', { name: 'Older hit' }).click();
  await expect(bar.getByRole('status')).toHaveText('3 of 3');
  await expect(tybalt.lines(`the first ${mark}`)).toBeInViewport(); // nothing is above it: it cannot stand in the middle
  await expect(tybalt.lines(`the first ${mark}`)).toHaveClass(/found/);
  await bar.getByRole('button', { name: 'Newer hit' }).click();
  await expect(bar.getByRole('status')).toHaveText('2 of 3');
  // The address has the words: another tab shows the same (E14).
  expect(new URL(tybalt.page.url()).searchParams.get('find')).toBe(mark);
  const bookmark = new URL(tybalt.page.url());
  await input.fill('nobody ever said so');
  await expect(bar.getByRole('status')).toHaveText('Nothing found', { timeout: 30_000 });

  // The next Ctrl F is the browser's own; Escape goes back to where one was.
  await tybalt.page.evaluate(() =>
    addEventListener('keydown', ({ key, defaultPrevented }) => {
      if (key === 'f') document.documentElement.dataset.findPrevented = String(defaultPrevented);
    }),
  );
  await tybalt.page.keyboard.press('Control+f');
  await expect(tybalt.page.locator('html')).toHaveAttribute('data-find-prevented', 'false');
  await input.press('Escape');
  await expect(bar).toHaveCount(0);
  await expect(tybalt.lines(`the middle ${mark.toUpperCase()}`)).toBeFocused();
  expect(new URL(tybalt.page.url()).search).toBe('');

  await tybalt.open(bookmark.pathname + bookmark.search);
  await expect(input).toHaveValue(mark);
  await expect(bar.getByRole('status')).toHaveText('1 of 3', { timeout: 30_000 });
  await tybalt.chatWith('Nurse');
  await expect(bar).toHaveCount(0);
  await tybalt.page.goBack();
  await expect(input).toHaveValue(mark);
  await tybalt.page.goForward();
  await expect(bar).toHaveCount(0);
});
