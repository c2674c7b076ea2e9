import { Colleague } from '../support/colleague.ts';
import { demoPerson } from '../support/demo.ts';
import { expect, test } from '../support/story.ts';
import { allow, click, expectNotified, look, notified, openSettings, set } from './support.ts';

const GARDEN = 'garden@conference.localhost';

test('a message comes while nobody looks: a notification says it, a click leads to the very line, reading elsewhere takes it away (E46, E47)', async ({
  enter,
  server,
  words,
}) => {
  test.setTimeout(240_000);
  const person = await enter();
  const juliet = await (await person.window()).signIn('juliet');
  const { page } = juliet;
  await allow(person, juliet);
  await page.getByRole('button', { name: 'Show a test notification' }).click();
  await expect(page.getByText(/^Sent\./)).toBeVisible();
  await expectNotified(page, { title: 'It works' });
  await page.evaluate(async () => {
    for (const n of await (await navigator.serviceWorker.ready).getNotifications()) n.close();
  });

  const { address, password } = await demoPerson(server, 'romeo');
  const romeo = await Colleague.signIn(server, address, password);
  try {
    const says = (body: string) => romeo.does('send', { to: 'juliet@localhost', body });
    // While she looks, the list says it.
    const seen = words('Are you there?');
    says(seen);
    await expect(juliet.row('Romeo')).toContainText(seen);
    await look(page, false);
    const first = words('But soft, what light');
    says(first);
    await expectNotified(page, { title: 'Romeo', body: first });
    const second = words('through yonder window breaks');
    says(second);
    await expectNotified(page, { title: 'Romeo', body: second });

    // The click: the window there is shows that line; another window is not opened.
    const [shown] = await notified(page);
    expect(shown?.path).toMatch(/^\/chat\/romeo\/message\/\d+$/);
    await click(person, 'Romeo');
    await expect(page).toHaveURL(new RegExp(`${shown?.path}$`));
    await juliet.expectLine(second, 'received');
    await expect(juliet.lines(second)).toHaveClass(/found/); // E20
    expect(person.context.pages()).toHaveLength(1);
    await expectNotified(page);

    // Read on another device: it is gone here.
    await page.goto(new URL('/', page.url()).href);
    await juliet.online();
    await look(page, false);
    const third = words('It is the east');
    says(third);
    await expectNotified(page, { title: 'Romeo', body: third });
    const elsewhere = await (await (await enter()).window()).signIn('juliet');
    await elsewhere.chatWith('Romeo');
    await elsewhere.expectLine(third, 'received');
    await expectNotified(page);

    // And for a minute she is taken to be there: nothing rings here, but it is counted.
    const fourth = words('and Juliet is the sun');
    await elsewhere.page.close();
    says(fourth);
    await expect(juliet.row('Romeo')).toContainText(fourth);
    await expect(juliet.row('Romeo').getByLabel(/unread/)).toBeVisible();
    expect(await notified(page)).toEqual([]);
    await look(page, true);
    await juliet.chatWith('Romeo');
    await juliet.expectLine(fourth, 'received');
  } finally {
    await romeo.quit();
  }
});

test('do not disturb, quiet hours, a pause and muted people are truly quiet; words of one’s own ring (S16, E48)', async ({
  enter,
  server,
  words,
}) => {
  test.setTimeout(240_000);
  const person = await enter();
  const nurse = await (await person.window()).signIn('nurse');
  const { page } = nurse;
  await allow(person, nurse);
  const colleague = async (name: string) => {
    const { address, password } = await demoPerson(server, name);
    return Colleague.signIn(server, address, password);
  };
  const [tybalt, mercutio] = [await colleague('tybalt'), await colleague('mercutio')];
  const to = 'nurse@localhost';
  /** Says something that must not ring; then something that must, so that one knows the first was decided. */
  const quietly = async (text: string, again: () => Promise<void>) => {
    const hushed = words(text);
    tybalt.does('send', { to, body: hushed });
    await expect(nurse.row('Tybalt')).toContainText(hushed);
    expect(await notified(page)).toEqual([]);
    await again();
    const loud = words(`after: ${text}`);
    mercutio.does('send', { to, body: loud });
    await expectNotified(page, { title: 'Mercutio', body: loud });
    await look(page, true);
    await nurse.row('Mercutio').click();
    await nurse.expectLine(loud, 'received');
    await expectNotified(page);
    await openSettings(nurse);
  };
  try {
    await nurse.menu('Do not disturb');
    await expect(page.getByRole('button', { name: 'Your status and settings' })).toContainText(
      'Do not disturb',
    );
    await look(page, false);
    const urgent = async (on: boolean) => {
      await nurse.row('Mercutio').click({ button: 'right' });
      const item = page.getByRole('menuitemcheckbox', { name: 'Also in “Do not disturb”' });
      await expect(item).toHaveAttribute('aria-checked', String(!on));
      await item.click();
    };
    // An exception that one has chosen rings all the same.
    await quietly('in peace', () => urgent(true));
    await urgent(false);
    await nurse.menu('Available');
    await nurse.online();

    await set(nurse, 'Quiet hours', true);
    await page.getByLabel('From', { exact: true }).fill('00:00');
    await page.getByLabel('to', { exact: true }).fill('00:00');
    await look(page, false);
    await quietly('at night', () => set(nurse, 'Quiet hours', false));

    await page.getByRole('button', { name: 'For 1 hour' }).click();
    await expect(page.getByText(/^Paused until/)).toBeVisible();
    await look(page, false);
    await quietly('in a pause', async () => {
      await page.getByRole('button', { name: 'End the pause' }).click();
      await expect(page.getByText(/^Paused until/)).toHaveCount(0);
    });

    await set(nurse, 'Messages to you alone', false);
    await look(page, false);
    await quietly('of a kind', () => set(nurse, 'Messages to you alone', true));

    // A person of whom one wants to hear nothing.
    await nurse.row('Tybalt').click({ button: 'right' });
    await page.getByRole('menuitemradio', { name: 'Nothing' }).click();
    await look(page, false);
    await quietly('muted', () => Promise.resolve());
    await nurse.row('Tybalt').click({ button: 'right' });
    await page.getByRole('menuitemradio', { name: 'All messages' }).click();

    // A room is quiet until somebody says a word that counts as one's name.
    await page.getByLabel('Words that count as your name').fill('porridge, ale');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0);
    await person.network.heard(page);
    await page.goto(new URL('/room/garden', page.url()).href);
    await nurse.online();
    await expect(nurse.composer).toBeEnabled();
    mercutio.does('join', { room: GARDEN, nick: 'Mercutio' });
    await mercutio.gets('joined');
    await look(page, false);
    const idle = words('Nothing but talk');
    mercutio.does('say', { room: GARDEN, body: idle });
    await nurse.expectLine(idle, 'received');
    const porridge = words('There is Porridge!');
    mercutio.does('say', { room: GARDEN, body: porridge });
    await expectNotified(page, { body: `Mercutio: ${porridge}` });
    await look(page, true);
    await expectNotified(page);
    await openSettings(nurse);
    await page.getByLabel('Words that count as your name').fill('');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0);
  } finally {
    await tybalt.quit();
    await mercutio.quit();
  }
});

test('nobody is asked before there was something to tell, and “Not now” is heard (E45)', async ({
  enter,
  server,
  words,
}) => {
  const person = await enter();
  const window = await person.window();
  await window.open();
  const cdp = await person.context.newCDPSession(window.page);
  const { targetInfo } = await cdp.send('Target.getTargetInfo');
  /** What the browser lets the page do, as its person has set it. */
  const permit = (setting: 'prompt' | 'denied') =>
    cdp.send('Browser.setPermission', {
      permission: { name: 'notifications' },
      setting,
      origin: server.url,
      ...(targetInfo.browserContextId ? { browserContextId: targetInfo.browserContextId } : {}),
    });
  await permit('prompt');
  const benvolio = await window.signIn('benvolio');
  const { page } = benvolio;
  expect(await page.evaluate(() => Notification.permission)).toBe('default');
  const offer = page.getByRole('region', { name: 'Notifications' });
  const { address, password } = await demoPerson(server, 'romeo');
  const romeo = await Colleague.signIn(server, address, password);
  try {
    const seen = words('Good morrow, cousin');
    romeo.does('send', { to: 'benvolio@localhost', body: seen });
    await expect(benvolio.row('Romeo')).toContainText(seen);
    await expect(offer).toHaveCount(0);
    await look(page, false);
    romeo.does('send', { to: 'benvolio@localhost', body: words('Is the day so young?') });
    await expect(offer).toBeVisible();
    await look(page, true);
    await offer.getByRole('button', { name: 'Not now' }).click();
    await expect(offer).toHaveCount(0);
    await page.reload();
    await benvolio.online();
    await look(page, false);
    const more = words('Ay me');
    romeo.does('send', { to: 'benvolio@localhost', body: more });
    await expect(benvolio.row('Romeo')).toContainText(more);
    await expect(offer).toHaveCount(0);

    // Blocked by the browser: the account says where to undo it.
    await look(page, true);
    await permit('denied');
    await page.reload();
    await benvolio.online();
    await openSettings(benvolio);
    await expect(page.getByText('This browser blocks notifications of this page.')).toBeVisible();
    await expect(page.getByRole('switch', { name: 'Notifications in this browser' })).toBeDisabled();
  } finally {
    await romeo.quit();
  }
});
