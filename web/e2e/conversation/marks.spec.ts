import { atAnotherClient, newId } from '../support/other-client.ts';
import { lineComes, median, numberGoes } from '../support/measure.ts';
import { expect, test } from '../support/story.ts';

test('a line says that it was delivered and read, and says so to others that ask', async ({
  enter,
  server,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const tybalt = await atAnotherClient(server, juliet, 'tybalt');
  const to = 'juliet@localhost';
  try {
    await juliet.chatWith('Tybalt');
    const text = words('Did this reach you?');
    await juliet.write(text);
    // The plugin of XEP-0184 answers by itself.
    await expect(juliet.lines(text).getByRole('img', { name: 'Delivered' })).toBeVisible();
    const heard = await tybalt.hears(/Did this reach you/);
    expect(heard).toContain('urn:xmpp:chat-markers:0');
    const id = /<message[^>]* id="([^"]+)"/.exec(heard)?.[1] ?? '';
    tybalt.does('mark', { to, line: id });
    await expect(juliet.lines(text).getByRole('img', { name: 'Read' })).toBeVisible();
    const next = words('And this?');
    await juliet.write(next);
    // Only the last line says how far it has come.
    await expect(juliet.lines(next).getByRole('img', { name: 'Delivered' })).toBeVisible();
    await expect(juliet.lines(text).getByRole('img', { name: 'Read' })).toHaveCount(0);
    await juliet.page.reload();
    await expect(juliet.lines(next).getByRole('img', { name: 'Delivered' })).toBeVisible();

    // Who asks is told, who does not is not.
    const quiet = newId();
    tybalt.does('send', { to, body: words('no need to answer'), id: quiet });
    await juliet.expectLine(words('no need to answer'), 'received');
    const asking = newId();
    tybalt.does('wire', {
      stanza: `<message to='${to}' type='chat' id='${asking}'><body>${words('please tell me')}</body><request xmlns='urn:xmpp:receipts'/><markable xmlns='urn:xmpp:chat-markers:0'/></message>`,
    });
    await tybalt.hears(new RegExp(`<received xmlns="urn:xmpp:receipts" id="${asking}"`));
    await tybalt.hears(new RegExp(`<displayed xmlns="urn:xmpp:chat-markers:0" id="${asking}"`));
    expect(tybalt.heardSoFar(new RegExp(quiet))).toBe(false);
  } finally {
    await tybalt.quit();
  }
});

test('in a room it shows who has read', async ({ enter, words }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const romeo = await (await (await enter()).window()).signIn('romeo');
  await juliet.row('Garden').click();
  await romeo.row('Garden').click();
  // What the archive brings counts as read: it has to come live to be marked.
  await romeo.loaded();
  const text = words('Read this, all of you');
  await romeo.page.bringToFront();
  await juliet.write(text);
  await expect(juliet.lines(text).getByRole('img', { name: /^Read by .*Romeo/ })).toBeVisible();
});

test('what is read in one browser is read in another, and in a client of another kind', async ({
  enter,
  server,
  words,
}) => {
  const romeo = await (await (await enter()).window()).signIn('romeo');
  const laptop = await (await (await enter()).window()).signIn('rosaline');
  const phone = await (await (await enter()).window()).signIn('rosaline');
  const other = await atAnotherClient(server, romeo, 'rosaline');
  try {
    await romeo.chatWith('Rosaline');
    const took: number[] = [];
    for (const time of ['once', 'twice', 'thrice']) {
      const text = words(`Read me ${time}`);
      await romeo.write(text);
      for (const window of [laptop, phone])
        await expect(window.row('Romeo').getByLabel('1 unread message')).toBeVisible();
      const seen = await lineComes(laptop.page, text);
      const told = await numberGoes(phone.page, 'Romeo');
      await laptop.row('Romeo').click();
      await laptop.expectLine(text, 'received');
      await expect(phone.row('Romeo').getByLabel(/unread/)).toHaveCount(0);
      took.push((await told()) - (await seen()));
      await expect(phone.page).toHaveTitle('Stoa');
      await laptop.open('/');
      await laptop.online();
    }
    expect(median(took)).toBeLessThan(1_000); // E7

    // And the other way round: the other client has displayed two of three, then all.
    const three = ['one', 'two', 'three'].map((n) => words(`Read ${n}`));
    for (const line of three) await romeo.write(line);
    await expect(phone.row('Romeo').getByLabel('3 unread messages')).toBeVisible();
    const ids: string[] = [];
    for (const n of ['one', 'two', 'three']) {
      const heard = await other.hears(new RegExp(`Read ${n}`));
      ids.push(/<stanza-id[^>]* id="(\d+)"/.exec(heard)?.[1] ?? 'none');
    }
    const displayed = (id: string | undefined) =>
      other.does('wire', {
        stanza:
          `<iq type='set' id='${newId()}'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:mds:displayed:0'>` +
          `<item id='romeo@localhost'><displayed xmlns='urn:xmpp:mds:displayed:0'><stanza-id xmlns='urn:xmpp:sid:0' by='rosaline@localhost' id='${id}'/></displayed></item></publish></pubsub></iq>`,
      });
    displayed(ids[1]);
    for (const window of [laptop, phone])
      await expect(window.row('Romeo').getByLabel('1 unread message')).toBeVisible();
    displayed(ids[2]);
    for (const window of [laptop, phone])
      await expect(window.row('Romeo').getByLabel(/unread/)).toHaveCount(0);

    // A browser that was never here before knows it, too.
    const late = await (await (await enter()).window()).signIn('rosaline');
    await expect(late.row('Romeo')).toContainText('Read three');
    await expect(late.row('Romeo').getByLabel(/unread/)).toHaveCount(0);
  } finally {
    await other.quit();
  }
});
