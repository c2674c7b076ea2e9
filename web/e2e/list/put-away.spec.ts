import { Colleague } from '../support/colleague.ts';
import { atRest } from '../support/at-rest.ts';
import { demoPerson } from '../support/demo.ts';
import { withinASecond } from '../support/promptly.ts';
import { expect, test } from '../support/story.ts';
import type { Window } from '../support/window.ts';
import { titleNumber } from './title-number.ts';

async function rowMenu(window: Window, row: string, item: string | RegExp): Promise<void> {
  await window.row(row).click({ button: 'right' });
  const menu = window.page.getByRole('menu', { name: `Actions for ${row}` });
  await menu.getByRole('menuitem', { name: item }).click();
  await expect(menu).toHaveCount(0);
}

const people = (window: Window) => window.page.getByRole('region', { name: 'People' });
const archive = (window: Window) => window.page.getByRole('button', { name: /^Archived: / });

test('a conversation is archived on every device until something is said, by mouse and by keys (E11)', async ({
  enter,
  server,
  words,
}) => {
  const laurence = await demoPerson(server, 'laurence');
  const slixmpp = await Colleague.signIn(server, laurence.address, laurence.password);
  try {
    const one = await (await (await enter()).window()).signIn('rosaline');
    const two = await (await (await enter()).window()).signIn('rosaline');
    const first = words('A word, my child');
    slixmpp.does('send', { to: 'rosaline@localhost', body: first });
    for (const window of [one, two]) await expect(people(window)).toContainText(first);

    await rowMenu(one, 'Friar Laurence', 'Archive');
    await one.page.getByRole('button', { name: 'Undo' }).hover(); // so long it stays
    for (const window of [one, two]) {
      await expect(archive(window)).toHaveText('Archived: 1 conversation');
      await expect(people(window)).not.toContainText('Friar Laurence');
    }
    await one.page.getByRole('button', { name: 'Undo' }).click();
    for (const window of [one, two]) await expect(people(window)).toContainText('Friar Laurence');

    // By keys: the menu of the row, then its item.
    await two.row('Friar Laurence').focus();
    await two.page.keyboard.press('ContextMenu');
    await expect(two.page.getByRole('menuitem', { name: 'Pin to the top' })).toBeFocused();
    await two.page.keyboard.press('ArrowDown');
    await expect(two.page.getByRole('menuitem', { name: 'Archive' })).toBeFocused();
    await two.page.keyboard.press('Enter');
    await expect(archive(one)).toBeVisible();

    // It is found by its name, and shown when one asks, also where one signs in anew.
    const three = await (await (await enter()).window()).signIn('rosaline');
    await expect(people(three)).not.toContainText('Friar Laurence');
    await archive(three).click();
    await expect(three.row('Friar Laurence')).toBeVisible();
    await archive(three).click();
    await expect(three.row('Friar Laurence')).toHaveCount(0);
    await three.filter.fill('friar');
    await expect(three.row('Friar Laurence')).toBeVisible();
    await three.filter.fill('');

    // What is said there brings it back.
    const second = words('Did you hear me?');
    slixmpp.does('send', { to: 'rosaline@localhost', body: second });
    for (const window of [one, two, three]) {
      await expect(people(window)).toContainText(second);
      await expect(archive(window)).toHaveCount(0);
    }
  } finally {
    await slixmpp.quit();
  }
});

test('a conversation is quiet for a while on every device, and loud again by itself (E11)', async ({
  enter,
  server,
  words,
}) => {
  const laurence = await demoPerson(server, 'laurence');
  const slixmpp = await Colleague.signIn(server, laurence.address, laurence.password);
  try {
    const person = await enter();
    const one = await person.window();
    await one.page.clock.install();
    await one.signIn('rosaline');
    const two = await (await (await enter()).window()).signIn('rosaline');
    // What was said before is read, as the other browser has heard.
    await two.chatWith('Friar Laurence');
    const before = words('Wisely');
    slixmpp.does('send', { to: 'rosaline@localhost', body: before });
    await two.expectLine(before, 'received');
    await expect(one.row('Friar Laurence')).toContainText(before);
    await expect(one.row('Friar Laurence').getByLabel(/unread/)).toHaveCount(0);
    await two.open('/');
    await two.online();
    await expect(two.row('Friar Laurence')).toContainText(before);
    await expect(two.row('Friar Laurence').getByLabel(/unread/)).toHaveCount(0);
    await rowMenu(one, 'Friar Laurence', 'Nothing for 1 hour');
    for (const window of [one, two])
      await expect(window.row('Friar Laurence').getByTitle('Muted')).toBeVisible();
    const quiet = words('Softly');
    slixmpp.does('send', { to: 'rosaline@localhost', body: quiet });
    for (const window of [one, two]) {
      await expect(window.row('Friar Laurence')).toContainText(quiet);
      await expect(window.row('Friar Laurence').getByLabel(/unread message/)).toHaveText('');
    }
    // The hour is over on the one whose clock says so.
    await one.page.clock.fastForward('01:00:05');
    await expect(one.row('Friar Laurence').getByTitle('Muted')).toHaveCount(0);
    await expect(one.row('Friar Laurence').getByLabel('1 unread message')).toHaveText('1');
    await expect(two.row('Friar Laurence').getByTitle('Muted')).toBeVisible();
    await rowMenu(two, 'Friar Laurence', /^Quiet until .*: end that$/);
    await expect(two.row('Friar Laurence').getByLabel('1 unread message')).toHaveText('1');
    await two.row('Friar Laurence').click();
    await two.expectLine(quiet, 'received');
    await expect(one.row('Friar Laurence').getByLabel(/unread/)).toHaveCount(0);
  } finally {
    await slixmpp.quit();
  }
});

test('lines are unread again from one on, and the line before them says so (E10)', async ({
  enter,
  server,
  words,
}) => {
  const laurence = await demoPerson(server, 'laurence');
  const slixmpp = await Colleague.signIn(server, laurence.address, laurence.password);
  try {
    const rosaline = await (await (await enter()).window()).signIn('rosaline');
    const other = await (await (await enter()).window()).signIn('rosaline');
    await rosaline.chatWith('Friar Laurence');
    const lines = ['one', 'two', 'three', 'four'].map(words);
    for (const text of lines) slixmpp.does('send', { to: 'rosaline@localhost', body: text });
    await rosaline.expectLine(lines[3] ?? '', 'received');
    // Her other browser has heard that it is read: nothing of that is on its way any more.
    await expect(other.row('Friar Laurence')).toContainText(lines[3] ?? '');
    await expect(other.row('Friar Laurence').getByLabel(/unread/)).toHaveCount(0);
    await rosaline.act(lines[1] ?? '', 'Mark as unread from here');
    await expect(rosaline.page.getByRole('heading', { level: 1, name: 'Friar Laurence' })).toHaveCount(0);
    await expect(rosaline.row('Friar Laurence').getByLabel('3 unread messages')).toHaveText('3');
    await rosaline.row('Friar Laurence').click();
    const separator = rosaline.page.getByRole('separator').filter({ hasText: 'New messages' });
    await expect(separator).toBeVisible();
    const [line, above, below] = await atRest(() =>
      Promise.all([
        separator.boundingBox(),
        rosaline.lines(lines[0] ?? '').boundingBox(),
        rosaline.lines(lines[1] ?? '').boundingBox(),
      ]),
    );
    expect(line?.y).toBeGreaterThan(above?.y ?? Infinity);
    expect(line?.y).toBeLessThan(below?.y ?? 0);
    await expect(rosaline.row('Friar Laurence').getByLabel(/unread/)).toHaveCount(0);
  } finally {
    await slixmpp.quit();
  }
});

test('what is unread again is so on every device within a second, and in the next session, until it is read (E10)', async ({
  enter,
  server,
  words,
}) => {
  test.setTimeout(240_000);
  const { address, password } = await demoPerson(server, 'laurence');
  const slixmpp = await Colleague.signIn(server, address, password);
  const LAURENCE = 'Friar Laurence';
  const number = (window: Window, n: number) =>
    expect(window.row(LAURENCE).getByLabel(`${n} unread message`)).toHaveText(String(n));
  const isRead = (window: Window) => expect(window.row(LAURENCE).getByLabel(/unread/)).toHaveCount(0);
  try {
    const person = await enter();
    const laptop = await (await person.window()).signIn('rosaline');
    const tab = await (await person.window()).open('/');
    const phone = await (await (await enter()).window()).signIn('rosaline');
    const lines = ['first', 'second', 'third'].map(words);
    await laptop.chatWith(LAURENCE);
    for (const text of lines) slixmpp.does('send', { to: 'rosaline@localhost', body: text });
    await laptop.expectLine(lines[2] ?? '', 'received');

    await withinASecond(
      async () => {
        await laptop.row(LAURENCE).click();
        await laptop.expectLine(lines[2] ?? '', 'received');
        for (const window of [tab, phone]) {
          await expect(window.row(LAURENCE)).toContainText(lines[2] ?? '');
          await isRead(window);
        }
        await laptop.act(lines[1] ?? '', 'Mark as unread from here');
      },
      () => Promise.all([tab, phone].map((window) => number(window, 2))),
    );

    // The next session: here, all that it asks of the server being answered, and in a browser that knows nothing.
    await tab.page.close();
    await laptop.page.reload();
    await laptop.online();
    await person.network.heard(laptop.page);
    await number(laptop, 2);
    const stranger = await enter();
    const later = await (await stranger.window()).signIn('rosaline');
    await expect(later.row(LAURENCE)).toContainText(lines[2] ?? '');
    await stranger.network.heard(later.page);
    await number(later, 2);

    // What comes behind it is counted on top of it.
    lines.push(words('fourth'));
    slixmpp.does('send', { to: 'rosaline@localhost', body: lines[3] ?? '' });
    for (const window of [laptop, phone, later]) await number(window, 3);

    // Opened on one of them, it begins where it was to be read again; and then it is read on all.
    await withinASecond(
      async (time) => {
        if (time > 0) {
          await later.act(lines[1] ?? '', 'Mark as unread from here');
          for (const window of [laptop, phone, later]) await number(window, 3);
        }
        await later.row(LAURENCE).click();
      },
      () => Promise.all([laptop, phone].map(isRead)),
    );
    const separator = (window: Window) =>
      window.page.getByRole('separator').filter({ hasText: 'New messages' });
    await expect(separator(later)).toBeVisible();
    const [line, above, below] = await atRest(() =>
      Promise.all([
        separator(later).boundingBox(),
        later.lines(lines[0] ?? '').boundingBox(),
        later.lines(lines[1] ?? '').boundingBox(),
      ]),
    );
    expect(line?.y).toBeGreaterThan(above?.y ?? Infinity);
    expect(line?.y).toBeLessThan(below?.y ?? 0);
    await laptop.page.reload();
    await laptop.online();
    await person.network.heard(laptop.page);
    await isRead(laptop);

    // A whole conversation by its row; and where it stands open meanwhile, it waits until somebody does something there.
    const before = await titleNumber(later);
    await rowMenu(phone, LAURENCE, 'Mark as unread');
    for (const window of [laptop, phone]) await number(window, 1);
    await expect.poll(() => titleNumber(later)).toBe(before + 1); // there, too, one has heard of it
    await expect(separator(later)).toBeVisible();
    await later.page.keyboard.press('Shift');
    for (const window of [laptop, phone]) await isRead(window);
    await rowMenu(laptop, LAURENCE, 'Mark as unread');
    await number(phone, 1);
    await rowMenu(phone, LAURENCE, 'Mark as read');
    await isRead(laptop);

    // Marked without a network, in a page that is closed before there is one again: the page that is opened next tells it.
    await person.network.cut();
    await rowMenu(laptop, LAURENCE, 'Mark as unread');
    await number(laptop, 1);
    await laptop.page.close();
    const next = await (await person.window()).open('/');
    await number(next, 1);
    await isRead(phone);
    person.network.mend();
    await number(phone, 1);
    await rowMenu(phone, LAURENCE, 'Mark as read');
    await isRead(next);
  } finally {
    await slixmpp.quit();
  }
});
