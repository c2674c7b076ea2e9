import { expect, test } from '../support/story.ts';

/** Later than the browser's storage tells another tab of a change. */
const LATE_MS = 700;

test('signed out from another device: every tab says so, and keeps nothing', async ({ enter, words }) => {
  const lost = await enter();
  const one = await (await lost.window()).signIn('rosaline');
  await one.chatWith('Nurse');
  const text = words('before the laptop was lost');
  await one.write(text);
  await one.expectLine(text, 'stored');
  await one.composer.fill(words('half a sentence'));
  const two = await (await lost.window()).open('/chat/nurse');
  await two.online();
  // Of a tab that hears what the leading one says late: it hears from the browser's storage first that the account is gone.
  const three = await lost.window();
  await three.page.addInitScript((late) => {
    const own = Object.getOwnPropertyDescriptor(BroadcastChannel.prototype, 'onmessage');
    Object.defineProperty(BroadcastChannel.prototype, 'onmessage', {
      set(heard: (event: MessageEvent) => void) {
        own?.set?.call(this, (event: MessageEvent) => setTimeout(() => heard(event), late));
      },
    });
  }, LATE_MS);
  await (await three.open('/chat/nurse')).online();

  const phone = await (await (await enter()).window()).signIn('rosaline');
  await phone.open('/account/devices');
  const others = phone.page.getByRole('listitem').filter({ has: phone.page.getByRole('button') });
  await expect(others.first()).toBeVisible();
  // The one that is connected and is not this one.
  await others.filter({ hasText: 'connected now' }).first().getByRole('button').click();

  for (const tab of [one, two, three]) {
    await expect(tab.page.getByText('This browser was signed out from another device')).toBeVisible();
    await expect(tab.page.getByRole('heading', { name: 'Welcome to Stoa' })).toBeVisible();
  }
  await expect
    .poll(() =>
      one.page.evaluate(async () => {
        const rows: unknown[] = [];
        const db = await new Promise<IDBDatabase>((resolve) => {
          const request = indexedDB.open('stoa');
          request.onsuccess = () => resolve(request.result);
        });
        for (const store of db.objectStoreNames)
          rows.push(
            ...(await new Promise<unknown[]>((resolve) => {
              const request = db.transaction(store).objectStore(store).getAll();
              request.onsuccess = () => resolve(request.result as unknown[]);
            })),
          );
        db.close();
        const kept = Object.entries(localStorage).filter(([key]) => /account|draft/i.test(key));
        return JSON.stringify([rows, kept]);
      }),
    )
    .toBe('[[],[]]');
  await one.page.reload();
  await expect(one.page.getByRole('heading', { name: 'Welcome to Stoa' })).toBeVisible();
  expect(await one.page.evaluate(() => document.body.innerText)).not.toContain(text);
});
