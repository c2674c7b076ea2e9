import { expect, test } from '../support/story.ts';

test('who is added while the server runs is in everybody’s list, and who is removed is gone', async ({
  enter,
  server,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  for (const name of ['Benvolio', 'Friar Laurence', 'Mercutio', 'Nurse', 'Romeo', 'Rosaline', 'Tybalt']) {
    await expect(juliet.row(name)).toBeVisible();
  }
  await server.command(
    ['user', 'add', 'balthasar@localhost', '--name', 'Balthasar', '--password-stdin'],
    'a swift horse',
  );
  await expect(juliet.row('Balthasar')).toBeVisible({ timeout: 5_000 });
  await expect(juliet.row('Balthasar').getByRole('img', { name: 'Offline' })).toBeVisible();

  await server.command(['user', 'remove', 'balthasar@localhost']);
  await expect(juliet.row('Balthasar')).toHaveCount(0, { timeout: 5_000 });
});

test('people come and go before one’s eyes', async ({ enter }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  await expect(juliet.row('Rosaline').getByRole('img', { name: 'Offline' })).toBeVisible();
  const rosaline = await (await (await enter()).window()).signIn('rosaline');
  await expect(juliet.row('Rosaline').getByRole('img', { name: 'Available' })).toBeVisible();
  await rosaline.menu('Sign out of Stoa');
  await expect(juliet.row('Rosaline').getByRole('img', { name: 'Offline' })).toBeVisible();
});
