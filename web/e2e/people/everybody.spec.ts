import { Colleague } from '../support/colleague.ts';
import { demoPerson } from '../support/demo.ts';
import { expect, test } from '../support/story.ts';

test('who is added while the server runs is in everybody’s list, and who is removed is gone', async ({
  enter,
  server,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  for (const name of ['Benvolio', 'Friar Laurence', 'Mercutio', 'Nurse', 'Romeo', 'Rosaline', 'Tybalt']) {
    await expect(juliet.row(name)).toBeVisible();
  }
  const tybalt = await demoPerson(server, 'tybalt');
  const slixmpp = await Colleague.signIn(server, tybalt.address, tybalt.password);
  await server.command(
    ['user', 'add', 'balthasar@localhost', '--name', 'Balthasar', '--password-stdin'],
    'a swift horse',
  );
  await expect(juliet.row('Balthasar')).toBeVisible({ timeout: 5_000 });
  await expect(juliet.row('Balthasar').getByRole('img', { name: 'Offline' })).toBeVisible();

  // In the roster of any other client as well (S7).
  await slixmpp.gets(
    'contact',
    { jid: 'balthasar@localhost', name: 'Balthasar', subscription: 'both' },
    5_000,
  );

  await server.command(['user', 'remove', 'balthasar@localhost']);
  await expect(juliet.row('Balthasar')).toHaveCount(0, { timeout: 5_000 });
  await slixmpp.gets('contact', { jid: 'balthasar@localhost', subscription: 'remove' }, 5_000);
  await slixmpp.quit();
});

test('people come and go before one’s eyes', async ({ enter, server }) => {
  // Somebody whom no other story has left on a connection that is waited for.
  const password = 'that bids me shroud';
  await server.command(['user', 'add', 'peter@localhost', '--name', 'Peter', '--password-stdin'], password);
  try {
    const juliet = await (await (await enter()).window()).signIn('juliet');
    const shows = (status: string) =>
      expect(juliet.row('Peter').getByRole('img', { name: status })).toBeVisible();
    await shows('Offline');
    const peter = await (await (await enter()).window()).open();
    await peter.page.getByLabel('User name or address').fill('peter');
    await peter.page.getByLabel('Password', { exact: true }).fill(password);
    await peter.page.getByRole('button', { name: 'Sign in' }).click();
    await peter.online();
    await shows('Available');
    await peter.menu('Sign out of Stoa');
    await shows('Offline');
  } finally {
    await server.command(['user', 'remove', 'peter@localhost']);
  }
});
