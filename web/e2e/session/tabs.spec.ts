import { withNewcomer } from '../support/other-client.ts';
import { expect, test } from '../support/story.ts';
import type { Window } from '../support/window.ts';

test('two tabs are one session with one outbox', async ({ enter, words }) => {
  const person = await enter();
  const one = await (await person.window()).signIn('juliet');
  await one.chatWith('Romeo');
  await expect.poll(() => person.network.count).toBe(1);
  const opened = person.network.streams;

  const two = await (await person.window()).open('/chat/romeo');
  await two.online();
  const text = words('from the second tab');
  await two.write(text);
  await one.expectLine(text, 'stored');
  await two.expectLine(text, 'stored');
  expect(person.network.streams).toBe(opened); // the second tab opened none

  // The first tab held the session. It goes; the second takes over.
  await one.page.close();
  await expect.poll(() => person.network.streams).toBe(opened + 1);
  const later = words('after the first tab went');
  await two.write(later);
  await two.expectLine(later, 'stored');
  await two.expectLine(text, 'stored');
});

test('unread is cleared in every tab', async ({ enter, server, words }) => {
  const person = await enter();
  const one = await (await person.window()).signIn('juliet');
  const two = await (await person.window()).open('/');
  await two.online();
  await withNewcomer(server, 'Potpan', async (potpan) => {
    const text = words('Supper!');
    potpan.does('send', { to: 'juliet@localhost', body: text });
    for (const tab of [one, two]) await expect(tab.row('Potpan').getByLabel(/unread/)).toBeVisible();
    await one.page.bringToFront();
    await one.row('Potpan').click();
    await one.expectLine(text, 'received');
    for (const tab of [one, two]) await expect(tab.row('Potpan').getByLabel(/unread/)).toHaveCount(0);
  });
});

test('the leading tab is killed in the middle of sending: the other sends the rest, nothing is doubled', async ({
  enter,
  words,
}) => {
  const romeo = await (
    await (await enter({ viewport: { width: 1280, height: 1600 } })).window()
  ).signIn('romeo');
  await romeo.chatWith('Juliet');
  const person = await enter({ viewport: { width: 1280, height: 1600 } });
  const one = await (await person.window()).signIn('juliet');
  await one.chatWith('Romeo');
  const two = await (await person.window()).open('/chat/romeo');
  await two.online();

  // What the first tab sends arrives, but it never learns of it; and some is written after that.
  person.network.loseAnswers();
  const texts = Array.from({ length: 10 }, (_, i) => words(`in haste ${i + 1}`));
  for (const text of texts.slice(0, 5)) await one.write(text);
  for (const text of texts.slice(0, 5)) await romeo.expectLine(text, 'received');
  for (const text of texts.slice(5)) await two.write(text);
  for (const text of texts) await two.expectLine(text, 'pending');

  const crashed = one.page.waitForEvent('crash');
  const devtools = await person.context.newCDPSession(one.page);
  devtools.send('Page.crash').catch(() => undefined); // it does not live to answer
  await crashed;
  person.network.mend();
  for (const text of texts) {
    await two.expectLine(text, 'stored');
    await romeo.expectLine(text, 'received');
  }
  const last = words('and one more');
  await two.write(last);
  await two.expectLine(last, 'stored');
  const order = async (window: Window) => {
    const shown = await window.log.locator('article .body').allInnerTexts();
    return shown.map((s) => s.trim()).filter((s) => texts.includes(s));
  };
  for (const window of [two, romeo]) {
    await window.page.reload();
    // What the browser has kept of own lines is let go then, and comes anew from the archive.
    await window.online();
    await expect(window.lines(last)).toHaveCount(1);
    await expect.poll(() => order(window)).toEqual(texts);
  }
});
