import { Colleague } from '../support/colleague.ts';
import { demoPerson } from '../support/demo.ts';
import { expect, test } from '../support/story.ts';
import type { Window } from '../support/window.ts';
import { titleNumber } from './title-number.ts';

const GARDEN = 'garden@conference.localhost';

async function rowMenu(window: Window, row: string, item: string): Promise<void> {
  await window.row(row).click({ button: 'right' });
  const menu = window.page.getByRole('menu', { name: `Actions for ${row}` });
  await menu.getByText(item, { exact: true }).click();
  await expect(menu).toHaveCount(0);
}

/** The number on the tab's icon; 0 for none. */
async function iconNumber(window: Window): Promise<number> {
  const href = (await window.page.locator('link[rel="icon"]').getAttribute('href')) ?? '';
  const [, number = '0'] = />(\d+)<\/text>/.exec(decodeURIComponent(href)) ?? [];
  return Number(number);
}

async function sumOfRows(window: Window): Promise<number> {
  const numbers = window.page
    .getByRole('navigation')
    .getByRole('link')
    .getByLabel(/unread message|for you/);
  return (await numbers.allInnerTexts()).reduce((sum, text) => sum + Number(text || 0), 0);
}

/** Waits until a list has all that was missed: what comes live is shown behind it. */
async function caughtUp(window: Window, slixmpp: Colleague, address: string, text: string): Promise<void> {
  slixmpp.does('send', { to: address, body: text });
  slixmpp.does('say', { room: GARDEN, body: text });
  for (const row of ['Tybalt', 'Garden']) await expect(window.row(row)).toContainText(text);
}

test('bold is activity, a number is for oneself; title and icon are the sum; all is read at once, and taken back (E6, E7, E10)', async ({
  enter,
  server,
  words,
}) => {
  const tybalt = await demoPerson(server, 'tybalt');
  const slixmpp = await Colleague.signIn(server, tybalt.address, tybalt.password);
  try {
    slixmpp.does('join', { room: GARDEN, nick: 'Tybalt' });
    await slixmpp.gets('joined');
    const juliet = await (await (await enter()).window()).signIn('juliet');
    const { page } = juliet;
    await juliet.chatWith('Friar Laurence'); // somewhere else
    await caughtUp(juliet, slixmpp, 'juliet@localhost', words('good evening'));
    await page.getByRole('button', { name: 'Mark all read' }).click();
    await page.getByRole('status').getByRole('button', { name: 'Close' }).click();
    await expect(page).toHaveTitle(/^Friar/);
    expect(await iconNumber(juliet)).toBe(0);

    const talk = words('the lanterns are up');
    slixmpp.does('say', { room: GARDEN, body: talk });
    await expect(juliet.row('Garden').getByLabel('1 unread message')).toBeVisible();
    await expect(juliet.row('Garden').locator('b')).toHaveCSS('font-weight', '750');
    await expect(page).toHaveTitle(/^Friar/);

    slixmpp.does('say', { room: GARDEN, body: words('and where is juliet?') });
    await expect(juliet.row('Garden').getByLabel('1 message for you')).toHaveText('1');
    slixmpp.does('send', { to: 'juliet@localhost', body: words('a word') });
    slixmpp.does('send', { to: 'juliet@localhost', body: words('two words') });
    await expect(juliet.row('Tybalt').getByLabel('2 unread messages')).toHaveText('2');
    await expect(page).toHaveTitle(/^\(3\) Friar/);
    await expect.poll(() => iconNumber(juliet)).toBe(3);
    // The number sits on the picture and takes nothing from the name.
    const row = juliet.row('Tybalt');
    const [face, badge, name] = await Promise.all([
      row.locator('.face').first().boundingBox(),
      row.getByLabel('2 unread messages').boundingBox(),
      row.locator('b').boundingBox(),
    ]);
    expect(badge?.y).toBeLessThan((face?.y ?? 0) + (face?.height ?? 0) / 2);
    expect(badge?.x).toBeGreaterThan(face?.x ?? Infinity);
    expect((badge?.x ?? 0) + (badge?.width ?? 0)).toBeLessThan(name?.x ?? 0);

    await page.getByRole('button', { name: 'Mark all read' }).click();
    await page.getByRole('button', { name: 'Undo' }).hover(); // so long it stays
    await expect(page).toHaveTitle(/^Friar/);
    await expect.poll(() => iconNumber(juliet)).toBe(0);
    await expect(juliet.row('Garden').getByLabel(/unread|for you/)).toHaveCount(0);
    await expect(page.getByRole('status').getByText('2 conversations marked as read')).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page).toHaveTitle(/^\(3\) Friar/);
    await expect(juliet.row('Tybalt').getByLabel('2 unread messages')).toBeVisible();

    await rowMenu(juliet, 'Tybalt', 'Mark as read');
    await expect(juliet.row('Tybalt').getByLabel(/unread/)).toHaveCount(0);
    await rowMenu(juliet, 'Tybalt', 'Mark as unread');
    await expect(juliet.row('Tybalt').getByLabel('1 unread message')).toBeVisible();
    await juliet.row('Tybalt').click();
    await expect(juliet.row('Tybalt').getByLabel(/unread/)).toHaveCount(0);

    // What was undone is unread for the person, on every device and in every session, until they read it.
    const elsewhere = await (await (await enter()).window()).signIn('juliet');
    await expect(elsewhere.row('Garden').getByLabel('1 message for you')).toBeVisible();
    await page.getByRole('button', { name: 'Mark all read' }).click();
    await expect(elsewhere.row('Garden').getByLabel(/unread|for you/)).toHaveCount(0);
  } finally {
    await slixmpp.quit();
  }
});

test('pinned and muted, on every device (E11)', async ({ enter, server, words }) => {
  const tybalt = await demoPerson(server, 'tybalt');
  const slixmpp = await Colleague.signIn(server, tybalt.address, tybalt.password);
  try {
    slixmpp.does('join', { room: GARDEN, nick: 'Tybalt' });
    await slixmpp.gets('joined');
    const one = await (await (await enter()).window()).signIn('mercutio');
    const two = await (await (await enter()).window()).signIn('mercutio');
    const first = (window: Window) =>
      window.page.getByRole('region', { name: 'People' }).getByRole('listitem').first();
    await caughtUp(one, slixmpp, 'mercutio@localhost', words('good day'));
    await rowMenu(one, 'Nurse', 'Pin to the top');
    for (const window of [one, two]) await expect(first(window)).toContainText('Nurse');
    await rowMenu(one, 'Garden', 'Nothing');
    for (const window of [one, two]) await expect(window.row('Garden').getByTitle('Muted')).toBeVisible();
    await rowMenu(two, 'Tybalt', 'Nothing');
    await expect(one.row('Tybalt').getByTitle('Muted')).toBeVisible();

    const talk = words('does mercutio hear this?');
    slixmpp.does('say', { room: GARDEN, body: talk });
    const direct = words('or this?');
    slixmpp.does('send', { to: 'mercutio@localhost', body: direct });
    await expect(one.row('Garden')).toContainText(talk);
    await expect(one.row('Tybalt')).toContainText(direct);
    await expect(one.row('Garden').locator('b')).toHaveCSS('font-weight', '550');
    // A faint dot, and no number: the title has the sum of the other rows.
    for (const row of ['Garden', 'Tybalt']) {
      await expect(one.row(row).getByLabel(/unread message|for you/)).toHaveText('');
    }
    await expect.poll(async () => (await titleNumber(one)) - (await sumOfRows(one))).toBe(0);

    // The next sign-in knows it all; then it is taken back.
    const three = await (await (await enter()).window()).signIn('mercutio');
    await expect(first(three)).toContainText('Nurse');
    await expect(three.row('Garden').getByTitle('Muted')).toBeVisible();
    await rowMenu(three, 'Nurse', 'Unpin');
    await rowMenu(three, 'Garden', 'Only when I am named');
    await rowMenu(three, 'Tybalt', 'All messages');
    for (const window of [one, two, three]) {
      await expect(window.row('Garden').getByTitle('Muted')).toHaveCount(0);
      await expect(window.row('Tybalt').getByTitle('Muted')).toHaveCount(0);
      await expect(window.row('Nurse').getByTitle('Pinned')).toHaveCount(0);
    }
  } finally {
    await slixmpp.quit();
  }
});

test('the keyboard walks the list and tells its keys (E8)', async ({ enter, server, words }) => {
  const romeo = await (await (await enter()).window()).signIn('romeo');
  const { page } = romeo;
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(keys.getByText('Next unread conversation')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(keys).toHaveCount(0);

  const tybalt = await demoPerson(server, 'tybalt');
  const slixmpp = await Colleague.signIn(server, tybalt.address, tybalt.password);
  try {
    slixmpp.does('join', { room: GARDEN, nick: 'Tybalt' });
    await slixmpp.gets('joined');
    await caughtUp(romeo, slixmpp, 'romeo@localhost', words('good morrow'));
  } finally {
    await slixmpp.quit();
  }
  await page.getByRole('button', { name: 'Mark all read' }).click();
  await page.getByRole('status').getByRole('button', { name: 'Close' }).click();

  const order = await page.getByRole('navigation').getByRole('link').locator('b').allInnerTexts();
  const heading = (name: string | undefined) => page.getByRole('heading', { level: 1, name: name ?? '?' });
  await page.keyboard.press('Alt+ArrowDown');
  await expect(heading(order[0])).toBeVisible();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(heading(order[1])).toBeVisible();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(heading(order[0])).toBeVisible();

  const nurse = await (await (await enter()).window()).signIn('nurse');
  await nurse.chatWith('Romeo');
  const text = words('Romeo, a letter!');
  await nurse.write(text);
  await expect(romeo.row('Nurse').getByLabel(/unread/)).toBeVisible();
  await page.keyboard.press('Alt+Shift+ArrowDown');
  await expect(heading('Nurse')).toBeVisible();
  await romeo.expectLine(text, 'received');

  // In a text a question mark is one.
  await romeo.composer.pressSequentially('what?');
  await expect(romeo.composer).toHaveValue('what?');
  await romeo.composer.fill('');

  // The menu of a row by keys: it opens there, and gives the focus back.
  await page.keyboard.press('Control+k');
  await expect(romeo.filter).toBeFocused();
  await romeo.row('Tybalt').focus();
  await page.keyboard.press('ContextMenu');
  await expect(page.getByRole('menuitem', { name: 'Pin to the top' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(romeo.row('Tybalt')).toBeFocused();
});

test('Escape reads the open conversation, also where its end is out of sight (E8)', async ({
  enter,
  server,
  words,
}) => {
  const tybalt = await demoPerson(server, 'tybalt');
  const slixmpp = await Colleague.signIn(server, tybalt.address, tybalt.password);
  try {
    const rosaline = await (await (await enter()).window()).signIn('rosaline');
    await rosaline.chatWith('Tybalt');
    await rosaline.loaded(); // what comes before is unread, and the last of it out of sight
    const says = (text: string) => slixmpp.does('send', { to: 'rosaline@localhost', body: text });
    for (let i = 0; i < 40; i++) says(words(`blow ${i}`));
    await rosaline.expectLine(words('blow 39'), 'received');
    // All of it is read: the number of what is open is in the title alone.
    await expect.poll(async () => (await titleNumber(rosaline)) - (await sumOfRows(rosaline))).toBe(0);
    await rosaline.log.evaluate((log) => log.scrollTo(0, 0));
    await expect(rosaline.page.getByRole('button', { name: 'Jump to the newest message' })).toBeVisible();
    const before = await titleNumber(rosaline);
    says(words('touché'));
    await expect.poll(() => titleNumber(rosaline)).toBe(before + 1);
    await rosaline.page.keyboard.press('Escape');
    await expect.poll(() => titleNumber(rosaline)).toBe(before);
  } finally {
    await slixmpp.quit();
  }
});

test('three bars hide and show the list, and it stays so (S22)', async ({ enter }) => {
  const person = await enter({ viewport: { width: 1024, height: 768 }, hasTouch: true });
  const juliet = await (await person.window()).signIn('juliet');
  await juliet.row('Romeo').tap();
  await juliet.page.getByRole('button', { name: 'Hide the list' }).tap();
  await expect(juliet.page.getByRole('navigation')).toBeHidden();
  await expect(juliet.page.getByRole('button', { name: 'Show the list' })).toBeFocused();
  await juliet.page.reload();
  await expect(juliet.composer).toBeVisible();
  await expect(juliet.page.getByRole('navigation')).toBeHidden();
  await juliet.page.getByRole('button', { name: 'Show the list' }).focus();
  await juliet.page.keyboard.press('Enter');
  await expect(juliet.row('Romeo')).toBeVisible();
  await expect(juliet.page.getByRole('button', { name: 'Hide the list' })).toBeFocused();
});

test('what finds nothing offers what one can do (E13)', async ({ enter, words }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const name = words('Fencing');
  await juliet.filter.fill(name);
  await juliet.page.getByRole('button', { name: `Create a room “${name}”` }).click();
  await expect(juliet.page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(juliet.row(name)).toBeVisible();
});

test('a list without rooms says how to come by one (E13)', async ({ enter, server }) => {
  const password = 'a county in verona';
  await server.command(
    ['user', 'add', 'escalus@localhost', '--name', 'Escalus', '--password-stdin'],
    password,
  );
  try {
    const escalus = await (await (await enter()).window()).open();
    const { page } = escalus;
    await page.getByLabel('User name or address').fill('escalus');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await escalus.online();
    await page
      .getByRole('region', { name: 'Rooms' })
      .getByRole('button', { name: 'Create or join one' })
      .click();
    await expect(page.getByRole('dialog').getByText('Garden')).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByRole('main').getByRole('button', { name: 'Create or join a room' }).click();
    await expect(page.getByRole('dialog').getByLabel('Name of the room')).toBeVisible();
  } finally {
    await server.command(['user', 'remove', 'escalus@localhost']);
  }
});

test('names and statuses that play with the direction or the length do no harm', async ({
  enter,
  server,
}) => {
  const evil = 'Romeo\u202e gro.elpmaxe\u202c';
  await server.command(
    ['user', 'add', 'paris@localhost', '--name', evil, '--password-stdin'],
    'a county in verona',
  );
  const slixmpp = await Colleague.signIn(server, 'paris@localhost', 'a county in verona');
  try {
    const juliet = await (await (await enter()).window()).signIn('juliet');
    const row = juliet.row('Romeo gro.elpmaxe');
    await expect(row).toBeVisible();
    slixmpp.does('status', { show: 'away', status: `<img src=x>\u202e${'long '.repeat(2_000)}` });
    await expect(row).toContainText('<img src=x> long');
    const sideways = () => juliet.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await sideways()).toBe(0);
    await row.click();
    await expect(juliet.page.getByRole('heading', { level: 1 })).toHaveText('Romeo gro.elpmaxe');
    expect(await sideways()).toBe(0);
    expect(await juliet.page.title()).not.toContain('\u202e');
  } finally {
    await slixmpp.quit();
    await server.command(['user', 'remove', 'paris@localhost']);
  }
});
