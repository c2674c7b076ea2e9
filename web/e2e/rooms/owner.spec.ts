import { Colleague } from '../support/colleague.ts';
import { demoPerson } from '../support/demo.ts';
import { expect, test } from '../support/story.ts';
import { create, occupantMenu, people, roomMenu } from './looking-after.ts';

test('a room is found by name with what it is about, and created public or private', async ({
  enter,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const his = await enter();
  const romeo = await (await his.window()).signIn('romeo');
  const open = words('Fencing club').replace(/[().]/g, '');
  const closed = words('Secret wedding').replace(/[().]/g, '');
  await create(juliet, open, false, 'Thursdays, in the yard');
  await expect(
    juliet.page.getByRole('banner').or(juliet.page.locator('header')).getByText('Thursdays, in the yard'),
  ).toBeVisible();
  const hidden = await create(juliet, closed, true);

  await romeo.page.getByRole('button', { name: 'Create or join a room' }).first().click();
  const dialog = romeo.page.getByRole('dialog', { name: 'Rooms' });
  const listed = dialog.getByRole('listitem').filter({ hasText: open });
  await expect(listed).toContainText('Thursdays, in the yard');
  await expect(listed).toContainText('1 person inside');
  await dialog.getByLabel('Find a room, or type its address').fill(closed);
  await expect(dialog.getByRole('listitem')).toHaveCount(0);
  // Who knows the address is told why not, and how.
  await dialog.getByLabel('Find a room, or type its address').fill(hidden);
  await dialog.getByRole('button', { name: `Join ${hidden}` }).click();
  await expect(romeo.page.getByText('This room is for its members only.')).toBeVisible();
  await romeo.page.getByRole('button', { name: 'Ask to become a member' }).click();
  await expect(romeo.page.getByText('The admins of the room are asked.')).toBeVisible();
  const asks = people(juliet).getByRole('group', { name: 'Romeo asks to become a member' });
  await asks.getByRole('button', { name: 'No' }).click();
  await expect(asks).toHaveCount(0);
  await romeo.page.getByRole('button', { name: 'Remove from the list' }).click();
  await expect(romeo.row(closed)).toHaveCount(0);

  // Invited, he gets a card; declined, it is gone; invited again, he comes in.
  await roomMenu(juliet, 'Invite people…');
  const invite = async () => {
    const inviting = juliet.page.getByRole('dialog', { name: `Invite people to ${closed}` });
    await inviting.getByLabel('Find somebody, or type an address').fill('romeo');
    await inviting.getByRole('checkbox').first().check();
    await inviting.getByLabel('A word to them').fill('bring the ring');
    await inviting.getByRole('button', { name: 'Invite 1 person' }).click();
    await expect(inviting).toHaveCount(0);
  };
  await invite();
  const card = romeo.page.getByRole('region', { name: 'Invitations' });
  await expect(card).toContainText('Juliet invites you');
  await romeo.page.reload();
  await romeo.online();
  await expect(card).toContainText('Juliet invites you');
  await expect(card).toContainText('bring the ring');
  await card.getByRole('button', { name: 'Decline' }).click();
  await expect(card).toHaveCount(0);
  await his.network.heard(romeo.page);
  await romeo.page.reload();
  await romeo.online();
  await expect(romeo.row('Garden')).toBeVisible();
  await expect(card).toHaveCount(0);
  await people(juliet).getByRole('button', { name: 'Invite people…' }).click();
  await invite();
  await card.getByRole('button', { name: 'Join' }).click();
  await expect(romeo.page.getByRole('heading', { level: 1, name: closed })).toBeVisible();
  await expect(people(juliet).getByText('Romeo')).toBeVisible();
  await expect(card).toHaveCount(0);
});

test('invitations of an XMPP client, direct and by way of the room, are cards; the answer goes back (XEP-0249)', async ({
  enter,
  server,
  words,
}) => {
  test.setTimeout(240_000);
  const tybalt = await demoPerson(server, 'tybalt');
  const slixmpp = await Colleague.signIn(server, tybalt.address, tybalt.password);
  try {
    const juliet = await (await (await enter()).window()).signIn('juliet');
    const card = juliet.page.getByRole('region', { name: 'Invitations' });
    const romeo = await (await (await enter()).window()).signIn('romeo');
    const direct = await create(romeo, words('Yard').replace(/[().]/g, ''));
    slixmpp.does('join', { room: direct, nick: 'Tybalt' });
    await slixmpp.gets('joined');
    slixmpp.does('invite_directly', { room: direct, who: 'juliet@localhost', reason: 'come and watch' });
    await expect(card).toContainText('come and watch');
    await card.getByRole('button', { name: 'Join' }).click();
    await expect(people(juliet).getByText('Tybalt')).toBeVisible();

    const mediated = await create(romeo, words('Stable').replace(/[().]/g, ''));
    slixmpp.does('join', { room: mediated, nick: 'Tybalt' });
    await slixmpp.gets('joined');
    slixmpp.does('invite', { room: mediated, who: 'juliet@localhost', reason: 'or here' });
    await expect(card).toContainText('or here');
    await card.getByRole('button', { name: 'Decline' }).click();
    await slixmpp.gets('declined', { room: mediated, by: 'juliet@localhost' });

    // And the other way round.
    await juliet.page.getByRole('button', { name: 'Room actions' }).click();
    await juliet.page.getByRole('menuitem', { name: 'Leave room' }).click();
    const room = await create(juliet, words('Masked ball').replace(/[().]/g, ''));
    await roomMenu(juliet, 'Invite people…');
    const inviting = juliet.page.getByRole('dialog', { name: /^Invite people/ });
    await inviting.getByLabel('Find somebody, or type an address').fill('tybalt@localhost');
    await inviting.getByRole('checkbox').first().check();
    await inviting.getByRole('button', { name: 'Invite 1 person' }).click();
    await slixmpp.gets('invited', { room });
  } finally {
    await slixmpp.quit();
  }
});

test('an owner looks after a room: voice, kick, ban and undo, lists, settings, and its end', async ({
  enter,
  server,
  words,
}) => {
  test.setTimeout(300_000);
  const tybalt = await demoPerson(server, 'tybalt');
  const slixmpp = await Colleague.signIn(server, tybalt.address, tybalt.password);
  try {
    const hers = await enter();
    const juliet = await (await hers.window()).signIn('juliet');
    const { page } = juliet;
    const name = words('Market square').replace(/[().]/g, '');
    const room = await create(juliet, name);
    const join = async () => {
      slixmpp.does('join', { room, nick: 'Prince' });
      await slixmpp.gets('joined');
      await expect(people(juliet).getByText('Prince')).toBeVisible();
    };
    await join();
    slixmpp.does('status', { show: 'away', status: '' });

    // The right to speak, taken, asked for and given.
    await occupantMenu(juliet, 'Prince', 'Take the right to speak');
    await expect(people(juliet).getByText('Reads only')).toBeVisible();
    slixmpp.does('ask_voice', { room });
    const asks = people(juliet).getByRole('group', { name: 'Prince asks to speak' });
    await asks.getByRole('button', { name: 'Allow' }).click();
    await expect(asks).toHaveCount(0);
    await expect(people(juliet).getByText('Reads only')).toHaveCount(0);
    const text = words('thanks');
    slixmpp.does('say', { room, body: text });
    await juliet.expectLine(text, 'received');

    await occupantMenu(juliet, 'Prince', 'Make a moderator');
    await expect(people(juliet).getByText('Moderator')).toBeVisible();
    await occupantMenu(juliet, 'Prince', 'No longer a moderator');
    await expect(people(juliet).getByText('Moderator')).toHaveCount(0);

    await occupantMenu(juliet, 'Prince', 'Take out of the room…');
    await page.getByRole('dialog').getByLabel('Reason').fill('too loud');
    await page.getByRole('button', { name: 'Take out' }).click();
    await expect(people(juliet).getByText('Prince')).toHaveCount(0);
    await join();

    await occupantMenu(juliet, 'Prince', 'Ban from the room…');
    await page.getByRole('button', { name: 'Ban', exact: true }).click();
    await expect(people(juliet).getByText('Prince')).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await hers.network.heard(page); // the room has taken it back
    await join();

    // The lists.
    await roomMenu(juliet, 'Room settings…');
    const settings = page.getByRole('dialog', { name: 'Room settings' });
    await settings.getByRole('tab', { name: 'People' }).click();
    const members = settings.getByRole('region', { name: /^Members/ });
    await members.getByLabel('Add to: Members').fill('Nurse');
    await members.getByRole('button', { name: 'Add' }).click();
    await expect(members.getByText('nurse@localhost')).toBeVisible();
    const banned = settings.getByRole('region', { name: /^Banned/ });
    await banned.getByLabel('Add to: Banned').fill('paris@example.org');
    await banned.getByRole('button', { name: 'Add' }).click();
    await expect(banned.getByText('paris@example.org')).toBeVisible();
    await banned.getByRole('button', { name: /^Remove paris/ }).click();
    await expect(banned.getByText('paris@example.org')).toHaveCount(0);
    await settings
      .getByRole('region', { name: /^Owners/ })
      .getByLabel('Add to: Owners')
      .fill('romeo');
    await settings
      .getByRole('region', { name: /^Owners/ })
      .getByRole('button', { name: 'Add' })
      .click();
    await expect(settings.getByText('romeo@localhost')).toBeVisible();

    // The settings, in words; also those we have no words for.
    await settings.getByRole('tab', { name: 'Settings' }).click();
    await settings.getByLabel('Description').fill('Where everybody meets');
    await settings.getByLabel('Name', { exact: true }).fill(`${name} of Verona`);
    await settings.getByRole('switch', { name: 'Ask for a password at the door' }).check();
    await settings.getByLabel('Password', { exact: true }).fill('open sesame');
    await settings.getByLabel('Who sees the real addresses').selectOption({ index: 0 });
    await settings.getByRole('button', { name: 'Save' }).click();
    await expect(settings.getByText('The settings are saved.')).toBeVisible();
    expect(await settings.locator('label', { hasText: 'muc#' }).count()).toBe(0);
    await expect(juliet.row(`${name} of Verona`)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(settings).toHaveCount(0);

    // Whoever comes now is asked for it.
    const his = await enter();
    const friar = await (await his.window()).signIn('laurence');
    await friar.open(`/room/${room.split('@')[0]}`);
    await expect(friar.page.getByText('This room asks for a password.')).toBeVisible();
    await friar.page.getByLabel('Password of the room').fill('wrong');
    await friar.page.getByRole('button', { name: 'Enter' }).click();
    await expect(friar.page.getByText('That is not the password.')).toBeVisible();
    await friar.page.getByLabel('Password of the room').fill('open sesame');
    await friar.page.getByRole('button', { name: 'Enter' }).click();
    await expect(people(friar).getByText('Juliet')).toBeVisible();
    await expect(friar.composer).toBeVisible();
    await his.network.heard(friar.page); // the bookmark has it
    await friar.page.reload();
    await expect(people(friar).getByText('Juliet')).toBeVisible(); // it is kept

    // A nick that is taken is said so.
    await friar.page.getByRole('button', { name: 'Room actions' }).click();
    await friar.page.getByRole('menuitem', { name: 'Change your nick' }).click();
    await friar.page.getByLabel('Your nick in this room').fill('Juliet');
    await friar.page.getByRole('button', { name: 'Save' }).click();
    await expect(friar.page.getByText('Somebody else here has this nick.')).toBeVisible();
    await friar.page.getByLabel('Your nick in this room').fill('Brother John');
    await friar.page.getByRole('button', { name: 'Save' }).click();
    await expect(people(juliet).getByText('Brother John')).toBeVisible();

    // Its end is typed.
    await roomMenu(juliet, 'Room settings…');
    await settings.getByRole('tab', { name: 'Delete' }).click();
    const end = settings.getByRole('button', { name: 'Delete the room' });
    await expect(end).toBeDisabled();
    await settings.getByLabel('What to tell them').fill('market day is over');
    await settings.getByLabel(/^Type “/).fill(`${name} of Verona`);
    await end.click();
    await expect(juliet.row(name)).toHaveCount(0);
    await expect(friar.page.getByText('This room no longer exists.')).toBeVisible();
    await expect(friar.page.getByText('Reason: market day is over')).toBeVisible();
  } finally {
    await slixmpp.quit();
  }
});
