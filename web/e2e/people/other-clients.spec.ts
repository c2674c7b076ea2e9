import { Colleague } from '../support/colleague.ts';
import { demoPerson } from '../support/demo.ts';
import { lineComes, median } from '../support/measure.ts';
import { withNewcomer } from '../support/other-client.ts';
import { expect, test } from '../support/story.ts';

test('the colleague is in an ordinary XMPP client: status, talk, a room, and what came meanwhile', async ({
  enter,
  server,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  // Somebody whom no other story has left on a connection that is waited for.
  const sampson = { address: 'sampson@localhost', password: 'we will not carry coals' };
  const name = ['--name', 'Sampson', '--password-stdin'];
  await server.command(['user', 'add', sampson.address, ...name], sampson.password);
  const address = 'juliet@localhost';
  await expect(juliet.row('Sampson').getByRole('img', { name: 'Offline' })).toBeVisible();

  let slixmpp = await Colleague.signIn(server, sampson.address, sampson.password);
  try {
    await expect(juliet.row('Sampson').getByRole('img', { name: 'Available' })).toBeVisible();
    await juliet.chatWith('Sampson');
    const question = words('What, art thou drawn?');
    await juliet.write(question);
    await juliet.expectLine(question, 'stored');
    await slixmpp.gets('message', { body: question });
    const took: number[] = [];
    for (const answer of ['Have at thee.', 'And thee.', 'And all of thee.'].map(words)) {
      const heard = await lineComes(juliet.page, answer);
      const said = Date.now();
      slixmpp.does('send', { to: address, body: answer });
      await juliet.expectLine(answer, 'received');
      took.push((await heard()) - said);
    }
    expect(median(took)).toBeLessThan(1_000);

    const room = 'garden@conference.localhost';
    slixmpp.does('join', { room, nick: 'Sampson of slixmpp' });
    await slixmpp.gets('joined');
    // What a list is told of a room at first counts as read: it has that by now.
    await expect(juliet.row('Garden').locator('.preview')).toHaveText(/\S/);
    const said = words('Peace? I hate the word.');
    slixmpp.does('say', { room, body: said });
    await expect(juliet.row('Garden').getByLabel('1 unread message')).toBeVisible();
    await juliet.row('Garden').click();
    await juliet.expectLine(said, 'received');
    const people = juliet.page.getByRole('complementary', { name: 'People in this room' });
    await expect(people.getByText('Sampson of slixmpp')).toBeVisible();
    const reply = words('Not in my garden.');
    await juliet.write(reply);
    await juliet.expectLine(reply, 'stored');
    await slixmpp.gets('groupchat', { body: reply });

    await slixmpp.quit();
    await expect(people.getByText('Sampson of slixmpp')).toHaveCount(0);
    await expect(juliet.row('Sampson').getByRole('img', { name: 'Offline' })).toBeVisible();
    await juliet.chatWith('Sampson');
    const meanwhile = words('Said while you were away.');
    await juliet.write(meanwhile);
    await juliet.expectLine(meanwhile, 'stored');
    slixmpp = await Colleague.signIn(server, sampson.address, sampson.password);
    await slixmpp.gets('message', { body: meanwhile });
    const after = words('And now?');
    await juliet.write(after);
    await slixmpp.gets('message', { body: after });
    expect(slixmpp.count('message', { body: meanwhile })).toBe(0); // it came once
  } finally {
    await slixmpp.quit();
    await server.command(['user', 'remove', sampson.address]);
  }
});

test('another client of mine counts its ids anew each time: all that it has sent is shown, now and later', async ({
  enter,
  server,
  words,
}) => {
  await withNewcomer(server, 'Gregory', async () => {
    const nurse = await (await (await enter()).window()).signIn('nurse');
    await nurse.chatWith('Gregory');
    await nurse.loaded();
    const { address, password } = await demoPerson(server, 'nurse');
    const said = ['What comfort?', 'Even so lies she.', 'Stand up.'].map(words);
    for (const text of said) {
      const slixmpp = await Colleague.signIn(server, address, password);
      try {
        slixmpp.does('send', { to: 'gregory@localhost', body: text, id: '1' });
        await nurse.expectLine(text, 'stored');
      } finally {
        await slixmpp.quit();
      }
    }
    for (const text of said) await nurse.expectLine(text, 'stored');
    await nurse.page.reload();
    for (const text of said) await nurse.expectLine(text, 'stored');
  });
});
