import { keptTalk } from '../support/kept.ts';
import { expect, test } from '../support/story.ts';

test('after a reload the first one sees is the conversation as one left it: no empty window comes before', async ({
  enter,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const { page } = juliet;
  const text = words('Where were we?');
  await juliet.chatWith('Friar Laurence');
  await juliet.write(text);
  await juliet.expectLine(text, 'stored');
  await expect.poll(() => keptTalk(page)).toContain(text);

  await page.addInitScript(() => {
    const watching = new MutationObserver(() => {
      const shown = document.querySelector('main, nav');
      if (!shown) return;
      watching.disconnect();
      Object.assign(globalThis, { first: document.body.innerText });
    });
    watching.observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  await expect(juliet.lines(text)).toBeVisible();
  expect(await page.evaluate(() => (globalThis as unknown as { first: string }).first)).toContain(text);
  await juliet.online();
});
