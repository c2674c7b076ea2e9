import { Colleague } from '../support/colleague.ts';
import { demoPerson } from '../support/demo.ts';
import { expect, test } from '../support/story.ts';
import { create, end, people, roomMenu } from './looking-after.ts';

test('somebody asks with another client to become a member, and is let in (XEP-0045 §9.9)', async ({
  enter,
  server,
  words,
}) => {
  const tybalt = await demoPerson(server, 'tybalt');
  const slixmpp = await Colleague.signIn(server, tybalt.address, tybalt.password);
  try {
    const juliet = await (await (await enter()).window()).signIn('juliet');
    const name = words('Guild').replace(/[().]/g, '');
    const room = await create(juliet, name, true);
    slixmpp.does('wire', {
      stanza: `<iq type='set' id='reg' to='${room}'><query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#register</value></field><field var='muc#register_roomnick'><value>Prince</value></field></x></query></iq>`,
    });
    const asks = people(juliet).getByRole('group', { name: 'Prince asks to become a member' });
    await asks.getByRole('button', { name: 'Allow' }).click();
    await expect(asks).toHaveCount(0);
    await slixmpp.gets('invited', { room });
    slixmpp.does('join', { room, nick: 'Prince' });
    await slixmpp.gets('joined');
    await expect(people(juliet).getByText('Prince')).toBeVisible();
    await end(juliet, name);
  } finally {
    await slixmpp.quit();
  }
});

test('who is banned by name is told why, and who is inside of a room that ends is told where to go instead', async ({
  enter,
  words,
}) => {
  test.setTimeout(240_000);
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const friar = await (await (await enter()).window()).signIn('laurence');
  const cell = words('Old cell').replace(/[().]/g, '');
  const chapel = words('New chapel').replace(/[().]/g, '');
  const instead = await create(juliet, chapel);
  const room = await create(juliet, cell);
  await friar.open(`/room/${room.split('@')[0]}`);
  await expect(people(friar).getByText('Juliet')).toBeVisible();

  await roomMenu(juliet, 'Room settings…');
  const settings = juliet.page.getByRole('dialog', { name: 'Room settings' });
  await settings.getByLabel('Lines of talk').fill('7');
  await settings.getByLabel('Who may write to others privately').selectOption('Whoever may speak');
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(settings.getByText('The settings are saved.')).toBeVisible();
  await settings.getByRole('tab', { name: 'People' }).click();
  const banned = settings.getByRole('region', { name: /^Banned/ });
  await banned.getByLabel('Add to: Banned').fill('paris@example.org');
  await banned.getByLabel('Reason').fill('crashed the party');
  await banned.getByRole('button', { name: 'Add' }).click();
  await expect(banned.getByText('crashed the party')).toBeVisible();
  await juliet.page.keyboard.press('Escape');

  await end(juliet, cell, chapel);
  await expect(friar.page.getByText('This room no longer exists.')).toBeVisible();
  await friar.page.getByRole('button', { name: `Go to ${instead}` }).click();
  await expect(friar.page.getByRole('heading', { level: 1, name: chapel })).toBeVisible();
  await expect(people(friar).getByText('Juliet')).toBeVisible();
  await juliet.row(chapel).click();
  await end(juliet, chapel);
});
