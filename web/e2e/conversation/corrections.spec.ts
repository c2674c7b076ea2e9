import { atAnotherClient, newId } from '../support/other-client.ts';
import { expect, test } from '../support/story.ts';

test('Up edits the last own line; both clients show what it says now, and what it said', async ({
  enter,
  server,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const tybalt = await atAnotherClient(server, juliet, 'tybalt');
  try {
    await juliet.chatWith('Tybalt');
    const [first, second, third] = ['What light through yonder airlock', 'yonder door', 'yonder window'].map(
      words,
    ) as [string, string, string];
    await juliet.write(first);
    const sent = await tybalt.hears(/airlock/);
    const id = /<message[^>]* id="([^"]+)"/.exec(sent)?.[1] ?? '';
    await juliet.expectLine(first, 'stored');
    for (const text of [second, third]) {
      await juliet.composer.press('ArrowUp');
      await expect(juliet.page.getByText('Edit your message')).toBeVisible();
      await juliet.composer.fill(text);
      await juliet.composer.press('Enter');
      await expect(juliet.lines(text)).toHaveCount(1);
      const heard = await tybalt.hears(/<replace /);
      expect(heard).toContain(`<replace xmlns="urn:xmpp:message-correct:0" id="${id}"`);
      expect(heard).toContain(text);
    }
    await expect(juliet.lines(first)).toHaveCount(0);
    await expect(juliet.row('Tybalt')).toContainText(third);
    await juliet
      .lines(third)
      .getByRole('button', { name: /Show earlier versions/ })
      .click();
    const versions = juliet.page.getByRole('dialog', { name: 'Earlier versions' });
    for (const text of [first, second, third]) await expect(versions.getByText(text)).toBeVisible();
    await juliet.page.keyboard.press('Escape');
    await expect(versions).toHaveCount(0);

    // Escape leaves the line as it is, and gives back what was being written.
    await juliet.composer.fill('half a thought');
    await juliet.act(third, 'Edit');
    await expect(juliet.composer).toHaveValue(third);
    await juliet.composer.press('Escape');
    await expect(juliet.composer).toHaveValue('half a thought');
    await juliet.composer.fill('');

    await juliet.page.reload();
    await expect(juliet.lines(third)).toHaveCount(1);
    await expect(juliet.lines(first)).toHaveCount(0);
    await expect(juliet.lines(third).getByText('edited')).toBeVisible();
  } finally {
    await tybalt.quit();
  }
});

test('the other client corrects; nobody corrects the words of another', async ({ enter, server, words }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const tybalt = await atAnotherClient(server, juliet, 'tybalt');
  const to = 'juliet@localhost';
  try {
    await juliet.chatWith('Tybalt');
    const line = newId();
    const wrong = words('Have at thee, cowherd');
    tybalt.does('send', { to, body: wrong, id: line });
    await juliet.expectLine(wrong, 'received');
    const right = words('Have at thee, coward');
    tybalt.does('correct', { to, kind: 'chat', line, body: right });
    await juliet.expectLine(right, 'received');
    await expect(juliet.lines(wrong)).toHaveCount(0);

    const mine = words('I said this');
    await juliet.write(mine);
    const sent = await tybalt.hears(/I said this/);
    const id = /<message[^>]* id="([^"]+)"/.exec(sent)?.[1] ?? '';
    const forged = words('I never said this');
    tybalt.does('correct', { to, kind: 'chat', line: id, body: forged });
    const after = words('and after that');
    tybalt.does('send', { to, body: after });
    await juliet.expectLine(after, 'received');
    await juliet.expectLine(mine, 'stored');
    await expect(juliet.lines(forged)).toHaveCount(0);
  } finally {
    await tybalt.quit();
  }
});

test('what was said about a line finds it when its page comes in: edits, reactions and retractions', async ({
  enter,
  server,
  words,
}) => {
  test.setTimeout(240_000);
  const nurse = await (await (await enter()).window()).signIn('nurse');
  const tybalt = await atAnotherClient(server, nurse, 'tybalt');
  const to = 'nurse@localhost';
  try {
    const [edited, reacted, gone] = [newId(), newId(), newId()];
    const old = words('to be edited');
    tybalt.does('send', { to, body: old, id: edited });
    tybalt.does('send', { to, body: words('to be liked'), id: reacted });
    tybalt.does('send', { to, body: words('to be taken back'), id: gone });
    for (let i = 0; i < 100; i++) tybalt.does('send', { to, body: words(`then line ${i}`) });
    tybalt.does('correct', { to, kind: 'chat', line: edited, body: words('was edited') });
    tybalt.does('react', { to, kind: 'chat', line: reacted, emoji: '🎉' });
    tybalt.does('wire', {
      stanza: `<message to='${to}' type='chat' id='${newId()}'><retract xmlns='urn:xmpp:message-retract:1' id='${gone}'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/><body>/me took something back</body><store xmlns='urn:xmpp:hints'/></message>`,
    });
    const last = words('the last of them');
    tybalt.does('send', { to, body: last });
    await expect(nurse.row('Tybalt')).toContainText(last);
    await nurse.chatWith('Tybalt');
    await nurse.page.reload();
    await nurse.expectLine(last, 'received');
    await expect(nurse.lines(words('was edited'))).toHaveCount(0);
    await expect
      .poll(
        async () => {
          await nurse.log.evaluate((log) => log.scrollBy(0, -900));
          return nurse.lines(words('was edited')).count();
        },
        { timeout: 60_000 },
      )
      .toBe(1);
    await expect(nurse.lines(old)).toHaveCount(0);
    await expect(nurse.lines(words('to be liked')).getByRole('button', { name: '🎉 Tybalt' })).toBeVisible();
    await expect(nurse.lines(words('to be taken back'))).toHaveCount(0);
    await expect(nurse.page.getByText('Tybalt took this message back.').first()).toBeVisible();
    await expect(nurse.page.getByText('took something back')).toHaveCount(0);
  } finally {
    await tybalt.quit();
  }
});

test('a line is taken back, and a moderator takes one back for everybody', async ({
  enter,
  server,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const tybalt = await atAnotherClient(server, juliet, 'tybalt');
  try {
    await juliet.chatWith('Tybalt');
    const oops = words('meant for somebody else');
    await juliet.write(oops);
    await juliet.expectLine(oops, 'stored');
    await juliet.act(oops, 'Take back');
    await juliet.page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
    await expect(juliet.lines(oops)).toHaveCount(0);
    await expect(juliet.page.getByText('You took this message back.')).toBeVisible();
    await tybalt.hears(/<retract xmlns="urn:xmpp:message-retract:1" id="/, /<fallback/);

    const name = words('Cellar').replace(/[().]/g, '');
    await juliet.page.getByRole('button', { name: 'Create or join a room' }).first().click();
    await juliet.page.getByLabel('Name of the room').fill(name);
    await juliet.page.getByRole('button', { name: 'Create', exact: true }).click();
    await expect(juliet.page.getByRole('heading', { level: 1, name })).toBeVisible();
    const room = `${name.toLowerCase().replace(/ /g, '-')}@conference.localhost`;
    tybalt.does('join', { room, nick: 'Tybalt' });
    await tybalt.gets('joined');
    const rude = words('Free magic potions!');
    tybalt.does('say', { room, body: rude });
    await juliet.act(rude, 'Take back for everybody');
    await juliet.page.getByLabel('Reason (everybody sees it)').fill('No advertisements');
    await juliet.page.getByRole('dialog').getByRole('button', { name: 'Take back for everybody' }).click();
    await expect(juliet.lines(rude)).toHaveCount(0);
    await expect(juliet.page.getByText(/Taken back by Juliet, who moderates here/)).toBeVisible();
    await expect(juliet.page.getByText('Reason: No advertisements')).toBeVisible();
    await tybalt.hears(/<moderated /, /No advertisements/);
    await juliet.page.reload();
    await expect(juliet.page.getByText(/Taken back by Juliet, who moderates here/)).toBeVisible();

    // Who is no moderator is not offered it, and own lines in rooms are taken back as well.
    const own = words('mine in the cellar');
    await juliet.write(own);
    await juliet.expectLine(own, 'stored');
    await juliet.act(own, 'Take back');
    await juliet.page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
    await expect(juliet.page.getByText('You took this message back.')).toBeVisible();
    await tybalt.hears(/<retract /, /took back a message/);
    await juliet.page.reload();
    await expect(juliet.page.getByText('You took this message back.')).toBeVisible();
    await expect(juliet.lines(own)).toHaveCount(0);
  } finally {
    await tybalt.quit();
  }
});
