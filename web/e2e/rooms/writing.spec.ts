import { Colleague } from '../support/colleague.ts';
import { demoPerson } from '../support/demo.ts';
import { atAnotherClient } from '../support/other-client.ts';
import { expect, test } from '../support/story.ts';
import { create, end } from './looking-after.ts';

test('who writes in a room is named, moves nothing in the list, and is stored nowhere', async ({
  enter,
  server,
  words,
}) => {
  const room = 'garden@conference.localhost';
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const romeo = await atAnotherClient(server, juliet, 'romeo');
  const { address, password } = await demoPerson(server, 'laurence');
  const laurence = await Colleague.signIn(server, address, password);
  try {
    for (const [who, nick] of [
      [romeo, 'Romeo M'],
      [laurence, 'Friar L'],
    ] as const) {
      who.does('join', { room, nick });
      await who.gets('joined');
    }
    await juliet.row('Garden').click();
    await juliet.write(words('Who is there?'));
    await juliet.expectLine(words('Who is there?'), 'stored');
    const order = () => juliet.page.getByRole('navigation').locator('a b').allInnerTexts();
    const before = await order();
    const state = (name: string) => ({
      stanza: `<message to='${room}' type='groupchat'><${name} xmlns='http://jabber.org/protocol/chatstates'/></message>`,
    });
    romeo.does('wire', state('composing'));
    await expect(juliet.log.getByText('Romeo M is writing…')).toBeVisible();
    laurence.does('wire', state('composing'));
    await expect(juliet.log.getByText('Romeo M and Friar L are writing…')).toBeVisible();
    expect(await order()).toEqual(before);
    romeo.does('wire', state('paused'));
    await expect(juliet.log.getByText('Friar L is writing…', { exact: true })).toBeVisible();
    laurence.does('say', { room, body: words('It is I') });
    await expect(juliet.lines(words('It is I'))).toBeVisible();
    await expect(juliet.log.getByText(/writing…/)).toHaveCount(0);

    // And what she writes is told to the others, but is no line of the room's archive.
    await juliet.composer.pressSequentially('Wel');
    await juliet.composer.fill(''); // not after a pause, which would be told itself
    await romeo.hears(/type="groupchat"/, /<composing/);
    await romeo.hears(/type="groupchat"/, /<active/);
    romeo.does('history', { where: room });
    const { lines } = await romeo.gets('history');
    const last = (lines as { body: string }[]).at(-1);
    expect(last?.body).toBe(words('It is I'));
  } finally {
    await romeo.quit();
    await laurence.quit();
  }
});

test('before everybody in a room is called one is told how many that is', async ({
  enter,
  server,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  // A room of its own: in others somebody may still be leaving.
  const name = words('Supper').replace(/[().]/g, '');
  const room = await create(juliet, name);
  const romeo = await atAnotherClient(server, juliet, 'romeo');
  const { address, password } = await demoPerson(server, 'laurence');
  const laurence = await Colleague.signIn(server, address, password);
  try {
    romeo.does('join', { room, nick: 'Romeo M' });
    laurence.does('join', { room, nick: 'Friar L' });
    await romeo.gets('joined');
    await laurence.gets('joined');
    await expect(juliet.page.getByRole('button', { name: /^People in this room/ })).toContainText('3');
    const text = `@all ${words('supper is ready')}`;
    await juliet.write(text);
    const question = juliet.page.getByRole('dialog');
    await expect(question).toContainText('names 2 people');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(juliet.log.getByText(words('supper is ready'))).toHaveCount(0);
    await expect(juliet.composer).toHaveValue(text);
    await juliet.write(text);
    await question.getByRole('button', { name: 'Send' }).click();
    const heard = await romeo.hears(/supper is ready/);
    expect(heard).toContain(`uri="xmpp:${room}"`);

    // The one who is called so is named.
    romeo.does('wire', {
      stanza: `<message to='${room}' type='groupchat' id='all-${Date.now()}'><body>@here ${words('look')}</body><reference xmlns='urn:xmpp:reference:0' type='mention' begin='0' end='5' uri='xmpp:${room}'/></message>`,
    });
    const line = juliet.page.locator('article').filter({ hasText: words('look') });
    await expect(line).toHaveClass(/named/);
    await end(juliet, name);
  } finally {
    await romeo.quit();
    await laurence.quit();
  }
});
