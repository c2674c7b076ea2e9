import { expect, test } from '../support/story.ts';

test('what can be done with a line opens beside its words, by the pointer and by the keyboard', async ({
  enter,
  words,
}) => {
  const juliet = await (
    await (await enter({ viewport: { width: 1920, height: 1080 } })).window()
  ).signIn('juliet');
  const romeo = await (await (await enter()).window()).signIn('romeo');
  const { page } = juliet;
  await juliet.row('Romeo').click();
  const hers = words('Ay me!');
  const his = words('She speaks');
  await juliet.write(hers);
  await juliet.expectLine(hers, 'stored');
  await romeo.row('Juliet').click();
  await romeo.write(his);
  await juliet.expectLine(his, 'received');

  const menu = page.getByRole('menu');
  /** Where the menu stands in the end: above or below the words, and one edge is the other's. */
  const beside = async (text: string) => {
    await expect
      .poll(async () => {
        const [box, bubble] = await Promise.all([
          menu.boundingBox(),
          juliet.lines(text).locator('.bubble').boundingBox(),
        ]);
        if (!box || !bubble) return 'one is missing';
        const gap = Math.max(bubble.y - (box.y + box.height), box.y - (bubble.y + bubble.height));
        const apart = Math.min(
          Math.abs(box.x - bubble.x),
          Math.abs(box.x + box.width - (bubble.x + bubble.width)),
        );
        return gap < 10 && apart < 2 ? 'beside' : `${gap} px away, edges ${apart} px apart`;
      })
      .toBe('beside');
  };
  for (const text of [hers, his]) {
    await juliet.lines(text).hover();
    await juliet.lines(text).getByRole('button', { name: 'More actions' }).click();
    await beside(text);
    await page.keyboard.press('Escape');
    await expect(menu).toHaveCount(0);
    await juliet.lines(text).focus();
    await page.keyboard.press('Enter');
    await beside(text);
    await page.keyboard.press('Escape');
    await expect(menu).toHaveCount(0);
  }
});
