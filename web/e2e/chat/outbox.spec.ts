import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { expect, personIn, test } from '../support/story.ts';

test('what is written without a network is kept, sent once and in order', async ({ enter, words }) => {
  const person = await enter();
  const juliet = await (await person.window()).signIn('juliet');
  const romeo = await (await (await enter()).window()).signIn('romeo');
  await juliet.chatWith('Romeo');
  await romeo.chatWith('Juliet');

  await person.network.cut();
  const texts = ['first', 'second', 'third'].map(words);
  for (const text of texts) await juliet.write(text);
  await expect(juliet.page.getByText('3 messages wait to be sent')).toBeVisible();
  for (const text of texts) await juliet.expectLine(text, 'pending');
  await expect(juliet.page.getByRole('button', { name: 'Try now' })).toBeVisible();

  person.network.mend();
  await juliet.tryNow();
  for (const text of texts) await juliet.expectLine(text, 'stored');
  for (const text of texts) await romeo.expectLine(text, 'received');
  const heard = await romeo.log.locator('article .body').allInnerTexts();
  expect(heard.filter((h) => texts.includes(h.trim())).map((h) => h.trim())).toEqual(texts);
});

test('what waits can be withdrawn, one line or all of them; the rest is sent (E25)', async ({
  enter,
  words,
}) => {
  const person = await enter();
  const juliet = await (await person.window()).signIn('juliet');
  const romeo = await (await (await enter()).window()).signIn('romeo');
  await juliet.chatWith('Romeo');
  await romeo.chatWith('Juliet');
  await person.network.cut();
  const [first, second, third, last] = ['first', 'second', 'third', 'last'].map(words) as [
    string,
    string,
    string,
    string,
  ];
  for (const text of [first, second, third]) await juliet.write(text);
  await expect(juliet.page.getByText('3 messages wait to be sent')).toBeVisible();
  await juliet.act(second, 'Do not send');
  await expect(juliet.lines(second)).toHaveCount(0);
  await expect(juliet.page.getByText('2 messages wait to be sent')).toBeVisible();
  await juliet.page.reload();
  await juliet.expectLine(third, 'pending');
  await juliet.page.getByRole('button', { name: 'Do not send' }).click();
  for (const text of [first, third]) await expect(juliet.lines(text)).toHaveCount(0);
  await juliet.write(last);
  person.network.mend();
  await juliet.tryNow();
  await juliet.expectLine(last, 'stored');
  await romeo.expectLine(last, 'received');
  for (const text of [first, second, third]) await expect(romeo.lines(text)).toHaveCount(0);
});

test('the browser says that it is offline, and comes back by itself', async ({ enter, words }) => {
  const person = await enter();
  const juliet = await (await person.window()).signIn('juliet');
  await juliet.chatWith('Romeo');
  await person.context.setOffline(true);
  await expect(juliet.page.getByText('You are offline.')).toBeVisible();
  const text = words('from the tunnel');
  await juliet.write(text);
  await person.context.setOffline(false);
  await juliet.expectLine(text, 'stored');
  await juliet.online();
});

test('a reload keeps what was not sent', async ({ enter, words }) => {
  const person = await enter();
  const juliet = await (await person.window()).signIn('juliet');
  await juliet.chatWith('Romeo');
  await person.network.cut();
  const text = words('before the reload');
  await juliet.write(text);
  await juliet.expectLine(text, 'pending');
  await juliet.page.reload();
  await juliet.expectLine(text, 'pending');
  person.network.mend();
  await juliet.tryNow();
  await juliet.expectLine(text, 'stored');
  await juliet.page.reload();
  await juliet.expectLine(text, 'stored');
});

test('a browser that was closed sends what was left when it is opened again', async ({
  enter,
  words,
  server,
  faults,
}) => {
  const romeo = await (await (await enter()).window()).signIn('romeo');
  await romeo.chatWith('Juliet');
  const directory = mkdtempSync(join(tmpdir(), 'stoa-profile-'));
  const { launchOptions } = test.info().project.use;
  const open = async () =>
    personIn(
      await chromium.launchPersistentContext(directory, { ...launchOptions, ignoreHTTPSErrors: true }),
      server.url,
      faults,
    );
  try {
    const first = await open();
    const juliet = await (await first.window()).signIn('juliet');
    await juliet.chatWith('Romeo');
    await first.network.cut();
    const text = words('my last words before the lamp went out');
    await juliet.write(text);
    await juliet.expectLine(text, 'pending');
    await first.context.close();

    const second = await open();
    const again = await (await second.window()).open('/chat/romeo');
    await again.expectLine(text, 'stored');
    await romeo.expectLine(text, 'received');
    await second.context.close();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
