import { expect, test } from '../support/story.ts';

const DAY_MS = 24 * 60 * 60_000;

const dayOf = (at: Date) =>
  `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;

test('the day stays above its lines; its calendar jumps to another, and the address bar says so', async ({
  enter,
  server,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  await juliet.chatWith('Nurse');
  for (let i = 0; i < 40; i++) await juliet.write(words(`line ${i} of today`));
  await juliet.expectLine(words('line 39 of today'), 'stored');
  const stays = juliet.page.getByRole('button', { name: 'Today. Jump to another day' });
  await expect(stays.last()).toBeVisible();
  const box = await stays.last().boundingBox();
  const view = await juliet.log.boundingBox();
  expect((box?.y ?? 0) - (view?.y ?? 0)).toBeLessThan(30);

  // The demonstration's talk between the two began nine days before its server: a midnight may lie between.
  const began = new Date(server.startedAt - 9 * DAY_MS);
  const midnight = (at: Date) => new Date(at).setHours(0, 0, 0, 0);
  const ago = Math.round((midnight(new Date()) - midnight(began)) / DAY_MS);
  await stays.last().click();
  const calendar = juliet.page.getByRole('dialog', { name: 'Jump to a day' });
  await expect(calendar.locator('[aria-current=date]')).toBeFocused();
  for (let i = 0; i < ago; i++) await juliet.page.keyboard.press('ArrowLeft');
  await expect(calendar.locator(`[data-day="${dayOf(began)}"]`)).toBeFocused();
  await juliet.page.keyboard.press('Enter');
  await expect(calendar).toHaveCount(0);
  await expect(juliet.page).toHaveURL(new RegExp(`/chat/nurse/day/${dayOf(began)}$`));
  const first = juliet.lines('Your mother asks whether the guest list is final.');
  await expect(first).toBeInViewport();
  await juliet.page.goBack();
  await expect(juliet.page).toHaveURL(/\/chat\/nurse$/);

  // The same address, later and in another window, shows the same day.
  await juliet.open(`/chat/nurse/day/${dayOf(began)}`);
  await expect(first).toBeInViewport();
});

test('a link to a line leads to it, centred, also to one on a page that is not loaded', async ({
  enter,
  words,
}) => {
  test.setTimeout(240_000);
  const person = await enter({ permissions: ['clipboard-read', 'clipboard-write'] });
  const juliet = await (await person.window()).signIn('juliet');
  await juliet.row('Garden').click();
  const text = words('The line one wants to show');
  await juliet.write(text);
  await juliet.expectLine(text, 'stored');
  await juliet.act(text, 'Copy link');
  await expect(juliet.page.getByText('Copied', { exact: true })).toBeVisible();
  const link = await juliet.page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).pathname).toMatch(/^\/room\/garden\/message\/\d+$/);
  for (let i = 0; i < 120; i++) await juliet.write(words(`and ${i} more`));
  await juliet.expectLine(words('and 119 more'), 'stored');

  const romeo = await (await (await enter()).window()).signIn('romeo');
  await romeo.open(new URL(link).pathname);
  await expect(romeo.lines(text)).toBeVisible({ timeout: 20_000 });
  await romeo.expectCentred(text);
  await expect(romeo.lines(text)).toHaveClass(/found/);
  await expect(romeo.lines(text)).toBeFocused();

  // Nothing is missing or doubled on the way back down.
  await romeo.page.getByRole('button', { name: 'Jump to the newest message' }).click();
  await expect(romeo.lines(words('and 119 more'))).toBeVisible();

  // The same where the browser has kept the newest lines, and shows them before there is anybody to ask for others.
  await romeo.open(new URL(link).pathname);
  await expect(romeo.lines(text)).toBeVisible();
  await romeo.expectCentred(text);

  await romeo.open('/room/garden/message/1');
  await expect(romeo.page.getByText('That message is not in this conversation.')).toBeVisible();
});

test('the line before the new messages stays until one leaves, and one can go up to it', async ({
  enter,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const benvolio = await (await (await enter()).window()).signIn('benvolio');
  await juliet.chatWith('Benvolio');
  await juliet.write(words('read before'));
  // One that is sent only by the next page comes among those that are to be unread.
  await juliet.expectLine(words('read before'), 'stored');
  await juliet.open('/chat/mercutio');
  await juliet.online();
  await benvolio.chatWith('Juliet');
  for (let i = 0; i < 60; i++) await benvolio.write(words(`unread ${i}`));
  await expect(juliet.row('Benvolio').getByLabel('60 unread messages')).toBeVisible();
  await juliet.row('Benvolio').click();
  const separator = juliet.page.getByRole('separator').filter({ hasText: 'New messages' });
  await expect(separator).toBeInViewport();
  await expect(separator).toHaveAccessibleName('New messages');
  await expect(juliet.lines(words('unread 0'))).toBeInViewport();
  const down = juliet.page.getByRole('button', { name: 'Jump to the newest message' });
  await expect(down).toContainText('60 new messages');
  await down.click();
  await expect(juliet.lines(words('unread 59'))).toBeInViewport();
  await expect(juliet.row('Benvolio').getByLabel(/unread/)).toHaveCount(0);
  await juliet.page.getByRole('button', { name: 'Jump to the first unread message' }).click();
  await expect(separator).toBeInViewport();
  await juliet.write(words('my answer'));
  await expect(juliet.lines(words('my answer'))).toBeInViewport();
  await juliet.page.getByRole('button', { name: 'Jump to the first unread message' }).click();
  await expect(separator).toBeInViewport();
  await juliet.row('Mercutio').click();
  await juliet.row('Benvolio').click();
  await expect(juliet.lines(words('my answer'))).toBeVisible();
  await expect(separator).toHaveCount(0);
});

test('who writes before the earlier talk is there stays with what they wrote', async ({ enter, words }) => {
  const tybalt = await (await (await enter()).window()).signIn('tybalt');
  await tybalt.chatWith('Juliet');
  for (let i = 0; i < 40; i++) await tybalt.write(words(`unread ${i}`));
  await tybalt.expectLine(words('unread 39'), 'stored');

  // A browser that knows nothing yet, and a network that brings it slowly.
  const person = await enter();
  const juliet = await (await person.window()).open('/chat/tybalt');
  person.network.holdAnswers('urn:xmpp:mam:2');
  await juliet.page.locator('button[title^="juliet@"]').click();
  const text = words('Before I have read a word of yours');
  await juliet.write(text);
  await juliet.expectLine(text, 'pending');
  person.network.mend();
  await expect(juliet.lines(words('unread 39'))).toHaveCount(1);
  await juliet.expectLine(text, 'stored');
  await expect(juliet.lines(text)).toBeInViewport();
});

test('lines of one author stand together; the exact time shows when one asks', async ({ enter, words }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const mercutio = await (await (await enter()).window()).signIn('mercutio');
  await mercutio.chatWith('Juliet');
  for (const n of [1, 2, 3]) await mercutio.write(words(`jest ${n}`));
  // One that comes while she opens the talk would be the first that is new to her, and begin a group.
  await mercutio.expectLine(words('jest 3'), 'stored');
  await juliet.chatWith('Mercutio');
  await expect(juliet.lines(words('jest 3'))).toBeVisible();
  await expect(juliet.lines(words('jest 2'))).not.toHaveClass(/leads/);
  await expect(juliet.lines(words('jest 3'))).not.toHaveClass(/leads/);
  const time = juliet.lines(words('jest 3')).locator('time');
  const tip = () => time.evaluate((node) => getComputedStyle(node, '::after').display);
  expect(await tip()).toBe('none');
  await time.hover();
  await expect.poll(tip).toBe('block');
  expect(await time.getAttribute('data-tip')).toContain(String(new Date().getFullYear()));
});
