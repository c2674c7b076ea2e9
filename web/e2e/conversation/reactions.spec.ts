import { atAnotherClient, newId, withNewcomer } from '../support/other-client.ts';
import { expect, test } from '../support/story.ts';

test('reactions: the usual six, any other by name, one’s own on and off, who reacted', async ({
  enter,
  server,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const tybalt = await atAnotherClient(server, juliet, 'tybalt');
  const to = 'juliet@localhost';
  try {
    await juliet.chatWith('Tybalt');
    const line = newId();
    const text = words('I can be gentle.');
    tybalt.does('send', { to, body: text, id: line });
    await juliet.expectLine(text, 'received');
    tybalt.does('react', { to, kind: 'chat', line, emoji: '👍' });
    const thumbs = juliet.lines(text).getByRole('button', { name: /^👍/ });
    await expect(thumbs).toHaveAttribute('aria-label', '👍 Tybalt');
    await expect(juliet.row('Tybalt').getByLabel(/unread/)).toHaveCount(0);

    // The same one joins; a second press takes it away.
    await thumbs.click();
    await expect(thumbs).toHaveAttribute('aria-label', '👍 You and Tybalt');
    await expect(thumbs).toHaveAttribute('aria-pressed', 'true');
    await expect(thumbs).toContainText('2');
    await tybalt.hears(new RegExp(`<reactions[^>]* id="${line}"`), /👍/);
    await thumbs.click();
    await expect(thumbs).toHaveAttribute('aria-pressed', 'false');
    await tybalt.hears(new RegExp(`<reactions[^>]* id="${line}"[^>]*/>`));

    // One of the six, then another one found by its name.
    await juliet.press(text, 'React');
    const palette = juliet.page.getByRole('menu');
    await expect(palette.getByRole('menuitemcheckbox')).toHaveCount(6);
    await palette.getByRole('menuitemcheckbox', { name: 'React with 🎉' }).click();
    await expect(juliet.lines(text).getByRole('button', { name: '🎉 You' })).toBeVisible();
    await juliet.press(text, 'React');
    await juliet.page.getByRole('menuitem', { name: 'Another reaction…' }).click();
    await juliet.page.getByRole('searchbox', { name: 'Search emoji' }).fill('turtle');
    await expect(juliet.page.getByRole('button', { name: 'turtle', exact: true })).toBeVisible();
    await juliet.page.keyboard.press('Enter');
    await expect(juliet.lines(text).getByRole('button', { name: '🐢 You' })).toBeVisible();
    await tybalt.hears(/🎉/, /🐢/);

    // Who reacted shows on hover, and is said to those who listen.
    await thumbs.hover();
    await expect
      .poll(() =>
        thumbs.evaluate(
          (b) => getComputedStyle(b, '::after').display + getComputedStyle(b, '::after').content,
        ),
      )
      .toBe('block"Tybalt"');

    await juliet.page.reload();
    await expect(juliet.lines(text).getByRole('button', { name: '🐢 You' })).toBeVisible();
    await expect(juliet.lines(text).getByRole('button', { name: '🎉 You' })).toBeVisible();
    await expect(thumbs).toHaveAttribute('aria-label', '👍 Tybalt');
    tybalt.does('wire', {
      stanza: `<message to='${to}' type='chat' id='${newId()}'><reactions xmlns='urn:xmpp:reactions:0' id='${line}'/><store xmlns='urn:xmpp:hints'/></message>`,
    });
    await expect(thumbs).toHaveCount(0);
  } finally {
    await tybalt.quit();
  }
});

test('a reaction that comes to a line above moves nothing one reads (E17)', async ({
  enter,
  server,
  words,
}) => {
  const nurse = await (await (await enter()).window()).signIn('nurse');
  const to = 'nurse@localhost';
  await withNewcomer(server, 'Gregory', async (gregory) => {
    await nurse.chatWith('Gregory');
    // What comes before the talk is there is unread, and then it begins at the first of these.
    await nurse.loaded();
    const ids = Array.from({ length: 40 }, () => newId());
    const text = (i: number) => words(`step ${i}`);
    ids.forEach((id, i) => gregory.does('send', { to, body: text(i), id }));
    await nurse.expectLine(text(39), 'received');
    const line = (i: number) => nurse.lines(text(i));
    await line(22).evaluate((node) => node.scrollIntoView({ block: 'start' }));
    await expect(line(22)).toBeInViewport();
    const y = async () => (await line(25).boundingBox())?.y ?? NaN;
    // What is above the window, and rendered all the same.
    const before = await y();
    for (const i of [12, 15, 17])
      gregory.does('react', { to, kind: 'chat', line: ids[i] ?? '', emoji: '🎉' });
    await expect(line(17).getByRole('button', { name: '🎉 Gregory' })).toHaveCount(1);
    await expect.poll(async () => Math.abs((await y()) - before)).toBeLessThanOrEqual(2);
    gregory.does('react', { to, kind: 'chat', line: ids[39] ?? '', emoji: '👍' });
    await nurse.page.getByRole('button', { name: 'Jump to the newest message' }).click();
    await expect(line(39).getByRole('button', { name: '👍 Gregory' })).toBeInViewport();
  });
});

test('in rooms, and in the other windows of the same person', async ({ enter, server, words }) => {
  const here = await enter();
  const juliet = await (await here.window()).signIn('juliet');
  const second = await (await here.window()).open('/room/garden');
  const tybalt = await atAnotherClient(server, juliet, 'tybalt');
  const room = 'garden@conference.localhost';
  try {
    await juliet.row('Garden').click();
    tybalt.does('join', { room, nick: 'Tybalt reacts' });
    await tybalt.gets('joined');
    const text = words('Who watches the gate?');
    await juliet.write(text);
    await juliet.expectLine(text, 'stored');
    const heard = await tybalt.hears(/watches the gate/);
    const line = /<stanza-id[^>]* id="(\d+)"/.exec(heard)?.[1] ?? 'none';
    tybalt.does('react', { to: room, kind: 'groupchat', line, emoji: '😮' });
    for (const window of [juliet, second])
      await expect(window.lines(text).getByRole('button', { name: '😮 Tybalt reacts' })).toBeVisible();
    await second.lines(text).getByRole('button', { name: /^😮/ }).click();
    await expect(juliet.lines(text).getByRole('button', { name: '😮 You and Tybalt reacts' })).toBeVisible();
    await tybalt.hears(
      new RegExp(`<reactions[^>]* id="${line}"`),
      /from="garden@conference.localhost\/Juliet"/,
    );
  } finally {
    await tybalt.quit();
  }
});
