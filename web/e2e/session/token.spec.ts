import { expect, test } from '../support/story.ts';

test('one stays signed in over a reload, by a token alone', async ({ enter, server }) => {
  const person = await enter();
  const juliet = await (await person.window()).signIn('juliet');
  const demo = (await (await juliet.page.request.get(`${server.url}/api/v1/instance`)).json()) as {
    demo: { address: string; password: string }[];
  };
  const password = demo.demo.find((d) => d.address.startsWith('juliet@'))?.password ?? 'none';
  await juliet.page.reload();
  await juliet.online();
  await juliet.chatWith('Romeo');
  const kept = await juliet.page.evaluate(async () => {
    const all: unknown[] = [{ ...localStorage, ...sessionStorage }, document.cookie, await caches.keys()];
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
      });
      for (const store of db.objectStoreNames) {
        const rows = await new Promise((resolve) => {
          const request = db.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => resolve(request.result);
        });
        all.push({ [`${name}/${store}`]: rows });
      }
      db.close();
    }
    return JSON.stringify(all);
  });
  expect(kept).toContain('\\"token');
  expect(kept).toContain('stoa/outbox');
  expect(kept).not.toContain(password);
  const account = await juliet.page.evaluate(
    () => JSON.parse(localStorage.getItem('stoa.account') ?? '{}') as object,
  );
  expect(Object.keys(account).sort()).toEqual(['address', 'expires', 'token']);
});

test('signing out kills the token, in every tab', async ({ enter }) => {
  const person = await enter();
  const one = await (await person.window()).signIn('juliet');
  const two = await (await person.window()).open('/');
  await two.online();
  const own = await (await person.window()).open('/popout');
  await own.online();
  const account = await one.page.evaluate(() => localStorage.getItem('stoa.account'));
  await one.menu('Sign out of Stoa');
  for (const tab of [one, two, own])
    await expect(tab.page.getByRole('heading', { name: 'Welcome to Stoa' })).toBeVisible();
  expect(await one.page.evaluate(() => localStorage.getItem('stoa.account'))).toBeNull();

  await two.page.close();
  await own.page.close();

  // Whoever kept a copy of the token gets nothing for it.
  await one.page.evaluate((saved) => localStorage.setItem('stoa.account', saved ?? ''), account);
  await one.page.reload();
  await expect(one.page.getByText('Please sign in again.')).toBeVisible();
  await expect(one.page.getByLabel('User name or address')).toHaveValue(/^juliet@/);
});

test('a wrong password is refused in words', async ({ enter }) => {
  const window = await (await (await enter()).window()).open();
  await window.page.getByLabel('User name or address').fill('juliet');
  await window.page.getByLabel('Password', { exact: true }).fill('not the password');
  await window.page.getByRole('button', { name: 'Sign in' }).click();
  await expect(window.page.getByRole('alert')).toHaveText('The user name or the password is not right.');
});
