import type { BrowserContext } from '@playwright/test';
import { expect, test } from '../support/story.ts';

const REFUSED = /^This browser keeps nothing for this page\./;
const FULL = /^This browser has no room left\./;

/** As with all site data blocked: each way to keep something is refused by itself. */
const refuseAll = (context: BrowserContext) =>
  context.addInitScript(() => {
    const denied = () => {
      throw new DOMException('The request was denied.', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(window, name, { get: denied });
    // Not every page has locks to be refused.
    const { locks } = navigator as { locks?: LockManager };
    if (locks) locks.request = () => Promise.reject(new DOMException('denied', 'SecurityError'));
  });

test('a browser that keeps nothing says so, and chats', async ({ enter, words }) => {
  const person = await enter();
  await refuseAll(person.context);
  const rosaline = await (await person.window()).signIn('rosaline');
  await expect(rosaline.page.getByText(REFUSED)).toBeVisible();
  await rosaline.chatWith('Benvolio');
  const text = words('for once only');
  await rosaline.composer.pressSequentially(text);
  await rosaline.composer.press('Enter');
  await rosaline.expectLine(text, 'stored');
  // Nothing was kept, so one signs in again.
  await rosaline.page.reload();
  await expect(rosaline.page.getByRole('heading', { name: 'Welcome to Stoa' })).toBeVisible();
});

test('without a database alone one chats as well, and stays signed in', async ({ enter, words }) => {
  const person = await enter();
  await person.context.addInitScript(() => {
    indexedDB.open = () => {
      throw new DOMException('denied', 'InvalidStateError');
    };
  });
  const rosaline = await (await person.window()).signIn('rosaline');
  await expect(rosaline.page.getByText(REFUSED)).toBeVisible();
  await rosaline.chatWith('Benvolio');
  const text = words('from memory');
  await rosaline.write(text);
  await rosaline.expectLine(text, 'stored');
  await rosaline.page.reload();
  await rosaline.online();
  await expect(rosaline.lines(text)).toHaveCount(1);
});

test('a full browser says so, loses nothing that is written, and sends it when the network is back', async ({
  enter,
  words,
}) => {
  const person = await enter();
  const benvolio = await (await (await enter()).window()).signIn('benvolio');
  await benvolio.chatWith('Rosaline');
  const rosaline = await (await person.window()).signIn('rosaline');
  await rosaline.chatWith('Benvolio');
  await expect(rosaline.page.getByText(FULL)).toHaveCount(0);
  await rosaline.page.evaluate(() => {
    const full = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    IDBObjectStore.prototype.put = full;
    Storage.prototype.setItem = full;
  });
  await person.network.cut();
  const texts = [words('first'), words('second')];
  for (const text of texts) {
    await rosaline.write(text);
    await rosaline.expectLine(text, 'pending');
  }
  await expect(rosaline.page.getByText(FULL)).toBeVisible();
  person.network.mend();
  for (const text of texts) {
    await rosaline.expectLine(text, 'stored');
    await benvolio.expectLine(text, 'received');
  }
});
