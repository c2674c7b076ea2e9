import type { Page } from '@playwright/test';
import { atAnotherClient, newId } from '../support/other-client.ts';
import { expect, test } from '../support/story.ts';

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&apos;');

/** Sets a mark in the window if any of it runs. */
const MARKUP = `<img src=x onerror="window.__ran=1"><script>window.__ran=1</script><svg/onload=window.__ran=1><a href="javascript:window.__ran=1">x</a>`;
const BIDI = '\u202egnihton\u2066 \u2067kcab\u202c \u200f!';

const ran = (page: Page) => page.evaluate(() => (window as { __ran?: number }).__ran);
const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Nothing stands beyond the edges of the conversation. */
async function expectInside(page: Page): Promise<void> {
  expect(await sideways(page)).toBe(0);
  const beyond = await page.getByRole('log').evaluate((log) => {
    const { left, right } = log.getBoundingClientRect();
    return [...log.querySelectorAll('article .bubble, article .by')]
      .filter((e) => !e.classList.contains('visually-hidden'))
      .map((e) => e.getBoundingClientRect())
      .filter((box) => box.width > 0 && (box.left < left - 1 || box.right > right + 1)).length;
  });
  expect(beyond).toBe(0);
  await expect(page.getByRole('textbox', { name: /^Write to/ })).toBeInViewport();
}

for (const [what, width] of [
  ['a wide window', 1280],
  ['a phone', 360],
] as const) {
  test(`markup, marks of direction and endless words run nothing and break nothing in ${what}`, async ({
    enter,
    server,
    words,
  }) => {
    test.setTimeout(240_000);
    const juliet = await (
      await (await enter({ viewport: { width, height: 740 } })).window()
    ).signIn('juliet');
    const tybalt = await atAnotherClient(server, juliet, 'tybalt');
    try {
      await juliet.row('Tybalt').click();
      // Opened with something unread it would begin there, and not follow what comes.
      await juliet.loaded();
      const scene = words('');
      const send = (body: string) =>
        tybalt.does('wire', {
          stanza: `<message to='juliet@localhost' type='chat' id='${newId()}'><body>${escaped(body)}</body></message>`,
        });
      const first = words('good evening');
      send(first);
      await juliet.expectLine(first, 'received');
      send(MARKUP + scene);
      await expect(juliet.log.locator('article').filter({ hasText: 'onerror' }).last()).toContainText(
        '<script>',
      );
      send(`javascript:window.__ran=1 data:text/html,<script>1</script>${scene}`);
      send(BIDI + scene);
      send('w'.repeat(100_000));
      send(`${'wide '.repeat(20_000)}${scene}`);
      send('> '.repeat(40_000));
      send('*_~`'.repeat(25_000));
      send('\n'.repeat(5_000) + scene);
      send('http://'.repeat(14_000));
      send(`http://a${')'.repeat(99_000)}`);
      const last = words('and an honest word');
      send(last);
      await expect(juliet.lines(last)).toBeVisible({ timeout: 30_000 });
      await expectInside(juliet.page);
      expect(await ran(juliet.page)).toBeUndefined();
      const links = await juliet.log
        .locator('a')
        .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).protocol));
      expect(links.filter((p) => !['http:', 'https:', 'xmpp:', 'mailto:'].includes(p))).toEqual([]);

      // What runs the other way ends with its line.
      const time = await juliet.lines(last).locator('time').innerText();
      expect(time).toMatch(/^\d\d:\d\d$/);
      await juliet.write(words('I heard'));
      await juliet.expectLine(words('I heard'), 'stored');
      if (width < 900) await juliet.page.getByRole('button', { name: 'Back to the list' }).click();
      expect(await sideways(juliet.page)).toBe(0);
    } finally {
      await tybalt.quit();
    }
  });
}

test('names, titles and subjects of rooms are words and nothing else', async ({ enter, server, words }) => {
  test.setTimeout(240_000);
  const room = `hall-${newId()}@conference.localhost`;
  const person = await enter({ viewport: { width: 360, height: 740 } });
  const juliet = await (await person.window()).signIn('juliet');
  const tybalt = await atAnotherClient(server, juliet, 'tybalt');
  try {
    const title = `<b onclick=window.__ran=1>Hall</b>${BIDI}${'M'.repeat(200)}`;
    const nick = `<img src=x onerror=window.__ran=1> ${'N'.repeat(60)}`;
    tybalt.does('wire', {
      stanza: `<presence to='${room}/${escaped(nick)}'><x xmlns='http://jabber.org/protocol/muc'/></presence>`,
    });
    tybalt.does('wire', {
      stanza:
        `<iq type='set' to='${room}' id='${newId()}'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'>` +
        `<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field><field var='muc#roomconfig_roomname'><value>${escaped(title)}</value></field></x></query></iq>`,
    });
    tybalt.does('wire', {
      stanza: `<message to='${room}' type='groupchat' id='${newId()}'><subject>${escaped(MARKUP + BIDI)}${'S'.repeat(100_000)}</subject></message>`,
    });
    // That is too long, and refused.
    await tybalt.hears(/policy-violation/);
    tybalt.does('wire', {
      stanza: `<message to='${room}' type='groupchat' id='${newId()}'><subject>${escaped(MARKUP + BIDI)}${'S'.repeat(3_000)}</subject></message>`,
    });
    tybalt.does('wire', {
      stanza: `<message to='${room}' type='groupchat' id='${newId()}'><body>${escaped(MARKUP)}${words('')}</body></message>`,
    });
    await tybalt.hears(/<subject>&lt;img/); // the room has an empty one at first
    await juliet.open(`/room/${room.slice(0, room.indexOf('@'))}`);
    await expect(juliet.page.getByRole('heading', { level: 1 })).toContainText(
      '<b onclick=window.__ran=1>Hall',
    );
    await expect(juliet.log.locator('article').last()).toContainText('onerror');
    await expect(juliet.page.locator('header p').last()).toContainText('<img');
    await expectInside(juliet.page);
    await juliet.page.getByRole('button', { name: /^People in this room/ }).click();
    expect(await sideways(juliet.page)).toBe(0);
    await juliet.page.getByRole('button', { name: 'Close' }).first().click();
    await juliet.page.getByRole('button', { name: 'Back to the list' }).click();
    expect(await sideways(juliet.page)).toBe(0);
    expect(await ran(juliet.page)).toBeUndefined();
    await juliet.open(`/room/${room.slice(0, room.indexOf('@'))}`);
    await juliet.page.getByRole('button', { name: 'Room actions' }).click();
    await juliet.page.getByRole('menuitem', { name: 'Leave room' }).last().click();
    // Left before the window closes: nobody finds such a room in her list.
    await expect(juliet.page).toHaveURL(/:\d+\/$/);
    await person.network.heard(juliet.page);
    await juliet.page.reload();
    await juliet.online();
    await expect(juliet.row('Garden')).toBeVisible();
    await expect(juliet.row('Hall')).toHaveCount(0);
  } finally {
    await tybalt.quit();
  }
});
