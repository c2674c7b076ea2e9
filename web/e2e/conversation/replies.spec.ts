import { keptTalk } from '../support/kept.ts';
import { atAnotherClient, newId } from '../support/other-client.ts';
import { expect, test } from '../support/story.ts';

test('an answer carries the line it answers, in both clients, and a press goes there', async ({
  enter,
  server,
  words,
}) => {
  test.setTimeout(240_000);
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const tybalt = await atAnotherClient(server, juliet, 'tybalt');
  try {
    await juliet.chatWith('Tybalt');
    await juliet.loaded();
    // What stands in the middle has something above it.
    const above = Array.from({ length: 30 }, (_, i) => words(`line ${i} above`));
    for (const text of above) tybalt.does('send', { to: 'juliet@localhost', body: text });
    await juliet.expectLine(above.at(-1) ?? '', 'received');
    const question = words('Who watches the gate?');
    const asked = newId();
    tybalt.does('send', { to: 'juliet@localhost', body: question, id: asked });
    await juliet.act(question, 'Reply');
    await expect(juliet.page.getByText('Reply to Tybalt', { exact: true })).toBeVisible();
    const answer = words('You do, gently.');
    await juliet.write(answer);
    await juliet.expectLine(answer, 'stored');
    await expect(juliet.page.getByText('Reply to Tybalt', { exact: true })).toHaveCount(0);
    const quote = juliet.lines(answer).getByRole('button', { name: /^Reply to Tybalt\./ });
    await expect(quote).toContainText(question);

    // An old client reads a quotation and the answer; a new one knows which line it is.
    const heard = await tybalt.hears(/<reply /, /You do, gently/);
    expect(heard).toContain(`id="${asked}"`);
    expect(heard).toMatch(/<body>&gt; Who watches the gate\?[^<]*\nYou do, gently/);
    expect(heard).toMatch(
      /<fallback xmlns="urn:xmpp:fallback:0" for="urn:xmpp:reply:0"><body start="0" end="\d+" ?\/>/,
    );

    // The other client answers, with a fallback of its own that is not shown twice.
    const id = /<message[^>]* id="([^"]+)"/.exec(heard)?.[1] ?? '';
    const gently = words('I can be gentle');
    tybalt.does('wire', {
      stanza:
        `<message to='juliet@localhost' type='chat' id='${newId()}'><body>&gt; You do\n${gently}</body>` +
        `<reply xmlns='urn:xmpp:reply:0' to='juliet@localhost' id='${id}'/>` +
        `<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='9'/></fallback></message>`,
    });
    await juliet.expectLine(gently, 'received');
    await expect(juliet.lines(gently)).not.toContainText('> You do');
    await expect(juliet.lines(gently).getByRole('button', { name: /^Reply to You\./ })).toContainText(answer);
    const plain = words('answered without a fallback');
    tybalt.does('reply', { to: 'juliet@localhost', author: 'juliet@localhost', line: id, body: plain });
    await expect(juliet.lines(plain).getByRole('button', { name: /^Reply to You\./ })).toContainText(answer);

    // Far away by now, and on an older page after a reload: a press goes there, centred.
    const between = Array.from({ length: 110 }, (_, i) => words(`line ${i} between`));
    for (const text of between) tybalt.does('send', { to: 'juliet@localhost', body: text });
    await juliet.expectLine(between.at(-1) ?? '', 'received');
    const late = words('About that first line');
    tybalt.does('reply', { to: 'juliet@localhost', author: 'tybalt@localhost', line: asked, body: late });
    await juliet.expectLine(late, 'received');
    // Kept as read: else the talk begins at the first line that is not, however far from its end.
    await expect.poll(() => keptTalk(juliet.page)).toContain(late);
    await juliet.page.reload();
    // What the browser has kept is there before there is anybody to ask for older pages.
    await juliet.online();
    await juliet.expectLine(late, 'received');
    await juliet
      .lines(late)
      .getByRole('button', { name: /^Reply to/ })
      .click();
    await expect(juliet.lines(question)).toBeVisible();
    await juliet.expectCentred(question);
    await expect(juliet.lines(question)).toBeFocused();
    await expect(juliet.lines(question)).toHaveClass(/found/);
  } finally {
    await tybalt.quit();
  }
});

test('answers in rooms name the line by the id the room gave', async ({ enter, server, words }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const tybalt = await atAnotherClient(server, juliet, 'tybalt');
  const room = 'garden@conference.localhost';
  try {
    await juliet.row('Garden').click();
    await juliet.loaded();
    tybalt.does('join', { room, nick: 'Tybalt answers' });
    await tybalt.gets('joined');
    const said = words('Peace? I hate the word.');
    tybalt.does('say', { room, body: said });
    await juliet.act(said, 'Reply');
    const answer = words('Not in my garden.');
    await juliet.write(answer);
    await juliet.expectLine(answer, 'stored');
    const own = await tybalt.hears(/I hate the word/);
    const stanzaId = /<stanza-id[^>]* id="(\d+)"/.exec(own)?.[1] ?? 'none';
    // Not what was missed of an earlier talk.
    const heard = await tybalt.hears(/type="groupchat"[^]*<reply /);
    expect(heard).toMatch(new RegExp(`<reply[^>]* id="${stanzaId}"`));
    expect(heard).toContain('to="garden@conference.localhost/Tybalt answers"');
    await juliet.page.reload();
    await expect(
      juliet.lines(answer).getByRole('button', { name: /^Reply to Tybalt answers/ }),
    ).toContainText(said);
  } finally {
    await tybalt.quit();
  }
});
