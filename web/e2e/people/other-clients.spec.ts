import { Colleague } from '../support/colleague.ts';
import { expect, test } from '../support/story.ts';

interface Demo {
  readonly demo: readonly { readonly address: string; readonly password: string }[];
}

test('the colleague is in an ordinary XMPP client: status, talk, a room, and what came meanwhile', async ({
  enter,
  server,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const { demo } = (await (await juliet.page.request.get(`${server.url}/api/v1/instance`)).json()) as Demo;
  const tybalt = demo.find((d) => d.address.startsWith('tybalt@'));
  if (!tybalt) throw new Error('the demo has no Tybalt');
  const address = 'juliet@localhost';
  await expect(juliet.row('Tybalt').getByRole('img', { name: 'Offline' })).toBeVisible();

  let slixmpp = await Colleague.signIn(server, tybalt.address, tybalt.password);
  try {
    await expect(juliet.row('Tybalt').getByRole('img', { name: 'Available' })).toBeVisible();
    await juliet.chatWith('Tybalt');
    const question = words('What, art thou drawn?');
    await juliet.write(question);
    await juliet.expectLine(question, 'stored');
    await slixmpp.gets('message', { body: question });
    const answer = words('Have at thee.');
    slixmpp.does('send', { to: address, body: answer });
    await expect(juliet.lines(answer)).toBeVisible({ timeout: 1_000 });
    await juliet.expectLine(answer, 'received');

    const room = 'garden@conference.localhost';
    slixmpp.does('join', { room, nick: 'Tybalt of slixmpp' });
    await slixmpp.gets('joined');
    const said = words('Peace? I hate the word.');
    slixmpp.does('say', { room, body: said });
    await expect(juliet.row('Garden').getByLabel('1 unread message')).toBeVisible();
    await juliet.row('Garden').click();
    await juliet.expectLine(said, 'received');
    const people = juliet.page.getByRole('complementary', { name: 'People in this room' });
    await expect(people.getByText('Tybalt of slixmpp')).toBeVisible();
    const reply = words('Not in my garden.');
    await juliet.write(reply);
    await juliet.expectLine(reply, 'stored');
    await slixmpp.gets('groupchat', { body: reply });

    await slixmpp.quit();
    await expect(people.getByText('Tybalt of slixmpp')).toHaveCount(0);
    await expect(juliet.row('Tybalt').getByRole('img', { name: 'Offline' })).toBeVisible();
    await juliet.chatWith('Tybalt');
    const meanwhile = words('Said while you were away.');
    await juliet.write(meanwhile);
    await juliet.expectLine(meanwhile, 'stored');
    slixmpp = await Colleague.signIn(server, tybalt.address, tybalt.password);
    await slixmpp.gets('message', { body: meanwhile });
    const after = words('And now?');
    await juliet.write(after);
    await slixmpp.gets('message', { body: after });
    expect(slixmpp.count('message', { body: meanwhile })).toBe(0); // it came once
  } finally {
    await slixmpp.quit();
  }
});
