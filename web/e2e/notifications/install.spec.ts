import { keptTalk } from '../support/kept.ts';
import { expect, test } from '../support/story.ts';

test('the page can be installed, starts without a network, and takes a new version at the next start (E55)', async ({
  enter,
  words,
}) => {
  const person = await enter();
  const juliet = await (await person.window()).signIn('juliet');
  const { page } = juliet;
  await juliet.chatWith('Romeo');
  const text = words('Parting is such sweet sorrow');
  await juliet.write(text);
  await juliet.expectLine(text, 'stored');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);

  const cdp = await person.context.newCDPSession(page);
  // The browser looks at the page, its manifest and its worker in its own time.
  let read = '';
  await expect
    .poll(async () => {
      const { errors, data = '' } = await cdp.send('Page.getAppManifest');
      read = data;
      return data ? errors : 'not read yet';
    })
    .toEqual([]);
  const manifest = JSON.parse(read) as {
    readonly icons: readonly { readonly src: string; readonly purpose: string; readonly type: string }[];
  };
  expect(new Set(manifest.icons.map((i) => i.purpose))).toEqual(new Set(['any', 'maskable']));
  const get = (path: string) => page.request.get(new URL(path, page.url()).href);
  for (const { src, type } of manifest.icons) {
    const answer = await get(src);
    expect(answer.status()).toBe(200);
    expect(answer.headers()['content-type']).toBe(type);
  }
  await expect
    .poll(async () => {
      const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
      return installabilityErrors.map((e) => e.errorId).filter((id) => id !== 'in-incognito');
    })
    .toEqual([]);

  const worker = await get('/sw.js');
  expect(worker.headers()['content-type']).toContain('text/javascript');
  expect(worker.headers()['cache-control']).toBe('no-cache');
  expect((await get('/manifest.webmanifest')).headers()['content-type']).toBe('application/manifest+json');

  // No network: the page starts, with the people and the last words as they were.
  await expect.poll(() => keptTalk(page)).toContain(text);
  await person.network.cut();
  await person.context.setOffline(true);
  await page.goto(new URL('/', page.url()).href);
  await expect(juliet.row('Romeo')).toContainText(text);
  // What is loaded only when it is used is there, too.
  await juliet.menu('Help');
  await expect(page.getByRole('main').getByRole('heading', { level: 1 }).first()).toBeVisible();
  await person.context.setOffline(false);
  person.network.mend();
  await page.reload();
  await juliet.online();

  // The page itself always comes from the server when there is one.
  const fresh = await page.evaluate(async () => {
    const kept = (await caches.keys()).filter((name) => name.startsWith('stoa.shell.'));
    for (const name of kept)
      await (
        await caches.open(name)
      ).put('/', new Response('<title>old</title>', { headers: { 'content-type': 'text/html' } }));
    return kept.length;
  });
  expect(fresh).toBe(1);
  await page.reload();
  await juliet.online();
});

test('another app shares a text: one chooses with whom, and finds it in the composer (E55)', async ({
  enter,
  words,
}) => {
  const juliet = await (
    await (await enter({ viewport: { width: 360, height: 740 } })).window()
  ).signIn('juliet');
  const { page } = juliet;
  const text = words('A map of Mantua');
  const query = new URLSearchParams({ title: text, url: 'https://example.org/mantua' });
  await page.goto(new URL(`/share?${query.toString()}`, page.url()).href);
  await page.getByLabel('Person or room').fill('frian');
  await expect(page.getByText('Nobody and no room by that name')).toBeVisible();
  // With somebody of no other story: a draft stays where it was shared, also when the page goes before it was told to forget it.
  await page.getByLabel('Person or room').fill('rosaline');
  await page
    .getByRole('main')
    .getByRole('button', { name: /Rosaline/ })
    .click();
  await expect(juliet.composer).toHaveValue(`${text}\nhttps://example.org/mantua`);
  await juliet.composer.fill('');
});

test('who comes into a conversation from outside finds the list behind it (E55)', async ({ enter }) => {
  const person = await enter({ viewport: { width: 360, height: 740 } });
  const first = await (await person.window()).signIn('juliet');
  const opening = person.context.waitForEvent('page');
  // As the system opens a window from a notification: with nothing behind it.
  await first.page.evaluate(() => {
    const link = document.createElement('a');
    link.href = '/chat/romeo';
    link.target = '_blank';
    link.rel = 'noopener';
    document.body.append(link);
    link.click();
  });
  const page = await opening;
  await expect(page.getByRole('heading', { level: 1, name: /Romeo/ })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole('combobox', { name: 'Chat with…' })).toBeVisible();
});
