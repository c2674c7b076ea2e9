import { expect, test } from '../support/story.ts';

test('F6 moves between the parts of the window, and back to where one was in them (E51)', async ({
  enter,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const { page } = juliet;
  await juliet.row('Garden').click();
  const text = words('from part to part');
  await juliet.write(text);
  await juliet.expectLine(text, 'stored');
  await expect(juliet.log.locator('article').nth(1)).toBeVisible(); // there is a line to walk to
  const people = page.getByRole('complementary', { name: 'People in this room' });
  await expect(people).toBeVisible();
  await expect(juliet.composer).toBeFocused();

  const within = (part: string) => page.locator(part).locator(':focus');
  await page.keyboard.press('F6');
  await expect(within('aside')).toHaveCount(1);
  await page.keyboard.press('F6');
  await expect(juliet.filter).toBeFocused();
  await page.keyboard.press('F6');
  await expect(within('.talk > header')).toHaveCount(1);
  await page.keyboard.press('F6');
  await expect(juliet.log.locator('article:focus')).toHaveCount(1);
  await page.keyboard.press('ArrowUp');
  const reached = juliet.log.locator('article:focus .body');
  await expect(reached).toHaveCount(1);
  await expect(reached).not.toHaveText(text);
  const line = await reached.innerText();
  await page.keyboard.press('F6');
  await expect(juliet.composer).toBeFocused();

  // Back: the line one had walked to, not the newest.
  await page.keyboard.press('Shift+F6');
  await expect(juliet.log.locator('article:focus .body')).toHaveText(line);
  await page.keyboard.press('Shift+F6');
  await page.keyboard.press('Shift+F6');
  await expect(juliet.filter).toBeFocused();

  // Also where a page stands in the place of a conversation.
  await juliet.open('/about');
  await juliet.online();
  await page.keyboard.press('F6');
  await expect(juliet.filter).toBeFocused();
  await page.keyboard.press('F6');
  await expect(within('main > section')).toHaveCount(1);
});

test('list and chat are landmarks with names, from 320 px to 4K (S6, E2)', async ({ enter }) => {
  for (const [width, height] of [
    [320, 640],
    [900, 700],
    [1920, 1080],
    [3840, 2160],
  ] as const) {
    const juliet = await (await (await enter({ viewport: { width, height } })).window()).signIn('juliet');
    const { page } = juliet;
    const chat = page.getByRole('main', { name: 'Chat' });
    await expect(page.getByRole('navigation', { name: 'People and rooms' })).toBeVisible();
    await juliet.row('Romeo').click();
    await expect(chat.getByRole('heading', { level: 1, name: 'Romeo' })).toBeVisible();
    await expect(chat.getByRole('article').last()).toBeInViewport();
    const [a, b] = [await page.locator('nav').boundingBox(), await chat.boundingBox()];
    if (width < 900) expect(a).toBeNull();
    else {
      // Side by side, over the whole height, and the lines are not stretched over the whole of a large screen.
      expect((a?.x ?? 0) + (a?.width ?? 0)).toBeLessThanOrEqual((b?.x ?? 0) + 1);
      expect((b?.x ?? 0) + (b?.width ?? 0)).toBeCloseTo(width, 0);
      const line = await chat.getByRole('article').last().locator('.body').boundingBox();
      expect(line?.width).toBeLessThan(1_000);
    }
    expect(b?.height).toBeCloseTo(height, 0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  }
});
