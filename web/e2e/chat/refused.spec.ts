import { keptOutbox } from '../support/kept.ts';
import { expect, test } from '../support/story.ts';

test('a line that is refused says so, keeps over a reload, and goes when tried again in better times', async ({
  enter,
  server,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  await juliet.open('/chat/abram');
  await juliet.online();
  const text = words('Do you bite your thumb at us, sir?');
  await juliet.write(text);
  await juliet.expectLine(text, 'failed');
  await expect(juliet.lines(text).getByRole('alert')).toContainText('Not sent');

  await juliet.page.reload();
  await juliet.expectLine(text, 'failed');
  await juliet.lines(text).getByRole('button', { name: 'Try again' }).click();
  // What is said behind it is refused behind it: by then the second try is over.
  const behind = words('I do bite my thumb, sir.');
  await juliet.write(behind);
  await juliet.expectLine(behind, 'failed');
  await juliet.expectLine(text, 'failed');
  await juliet.lines(behind).getByRole('button', { name: 'Remove' }).click();

  await server.command(
    ['user', 'add', 'abram@localhost', '--name', 'Abram', '--password-stdin'],
    'two thumbs, bitten',
  );
  const listed = juliet.page.getByRole('navigation').getByText('Abram', { exact: true });
  await expect(listed).toBeVisible();
  await juliet.lines(text).getByRole('button', { name: 'Try again' }).click();
  await juliet.expectLine(text, 'stored');

  await server.command(['user', 'remove', 'abram@localhost']);
  await expect(listed).toHaveCount(0); // the talk stays, by the address
  const late = words('No, sir.');
  await juliet.write(late);
  await juliet.expectLine(late, 'failed');
  await juliet.lines(late).getByRole('button', { name: 'Remove' }).click();
  await expect(juliet.lines(late)).toHaveCount(0);
  await expect.poll(() => keptOutbox(juliet.page)).not.toContain(late);
  await juliet.page.reload();
  await juliet.expectLine(text, 'stored');
  await expect(juliet.lines(late)).toHaveCount(0);
});
