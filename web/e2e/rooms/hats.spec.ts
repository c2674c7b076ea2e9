import { Colleague } from '../support/colleague.ts';
import { demoPerson } from '../support/demo.ts';
import { expect, test } from '../support/story.ts';
import { create, end, occupantMenu, people, roomMenu } from './looking-after.ts';

const wears =
  (...hats: readonly string[]) =>
  (event: Readonly<Record<string, unknown>>) =>
    JSON.stringify(event.hats) === JSON.stringify(hats);

test('an owner makes hats, gives and takes them, and another client sees them (XEP-0317)', async ({
  enter,
  server,
  words,
}) => {
  test.setTimeout(300_000);
  const tybalt = await demoPerson(server, 'tybalt');
  const slixmpp = await Colleague.signIn(server, tybalt.address, tybalt.password);
  try {
    const juliet = await (await (await enter()).window()).signIn('juliet');
    const { page } = juliet;
    const name = words('Theatre').replace(/[().]/g, '');
    const room = await create(juliet, name);
    slixmpp.does('join', { room, nick: 'Prince' });
    await slixmpp.gets('joined');
    const seen = (nick: string, ...hats: readonly string[]) =>
      slixmpp.gets('occupant', { sender: `${room}/${nick}`, kind: 'available' }, 20_000, wears(...hats));
    await seen('Juliet');
    await seen('Prince'); // both came without

    // Made for somebody, and worn at once.
    await occupantMenu(juliet, 'Prince', 'Hats…');
    const dialog = page.getByRole('dialog', { name: 'Hats of Prince' });
    await expect(dialog.getByText('There are no hats in this room yet.')).toBeVisible();
    await dialog.getByLabel('What it says').fill('Stage manager');
    await dialog.getByRole('radio', { name: 'Violet' }).check();
    await dialog.getByRole('button', { name: 'Make and give' }).click();
    const box = dialog.getByRole('checkbox', { name: 'Stage manager' });
    await expect(box).toBeChecked();
    await seen('Prince', 'Stage manager');

    // Taken off and put on again.
    await box.uncheck();
    await seen('Prince');
    await box.check();
    await seen('Prince', 'Stage manager');
    await page.keyboard.press('Escape');
    await expect(people(juliet).getByText('Stage manager')).toBeVisible();

    // One's own.
    await occupantMenu(juliet, 'Juliet', 'Hats…');
    await page
      .getByRole('dialog', { name: 'Hats of Juliet' })
      .getByRole('checkbox', { name: 'Stage manager' })
      .check();
    await seen('Juliet', 'Stage manager');
    await page.keyboard.press('Escape');

    // Another admin was faster: it is said, and what is shown is what holds.
    await occupantMenu(juliet, 'Prince', 'Make an admin');
    await expect(people(juliet).getByText('Admin', { exact: true })).toBeVisible();
    await occupantMenu(juliet, 'Prince', 'Hats…');
    await expect(box).toBeChecked();
    const uri = await hatUri(slixmpp, room);
    slixmpp.does('wire', {
      stanza: `<iq type='set' id='off' to='${room}'><command xmlns='http://jabber.org/protocol/commands' node='urn:xmpp:hats:commands:unassign'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:xmpp:hats:commands</value></field><field var='hats#jid'><value>${tybalt.address}</value></field><field var='hats#uri'><value>${uri}</value></field></x></command></iq>`,
    });
    await seen('Prince');
    await box.uncheck();
    await expect(dialog.getByRole('alert')).toHaveText(
      'That hat is gone, or was taken already. The list is up to date now.',
    );
    await expect(box).not.toBeChecked();
    await page.keyboard.press('Escape');

    // The room's hats: who wears each, also people who are not inside.
    await roomMenu(juliet, 'Room settings…');
    const settings = page.getByRole('dialog', { name: 'Room settings' });
    await settings.getByRole('tab', { name: 'Hats' }).click();
    await settings.getByLabel('What it says').fill('Prompter');
    await settings.getByRole('button', { name: 'Make the hat' }).click();
    await expect(settings.getByText('Nobody wears it.')).toBeVisible();
    await settings.getByRole('button', { name: 'Give the hat “Prompter” to somebody' }).click();
    await settings.getByLabel('Name or address').fill('no address');
    await settings.getByRole('button', { name: 'Give', exact: true }).click();
    await expect(settings.getByRole('alert')).toHaveText('That is no address.');
    await settings.getByLabel('Name or address').fill('Nurse');
    await settings.getByRole('button', { name: 'Give', exact: true }).click();
    await settings.getByRole('button', { name: 'Take the hat “Prompter” from Nurse' }).click();
    await expect(settings.getByText('Nobody wears it.')).toBeVisible();

    await settings.getByRole('button', { name: 'Delete the hat “Stage manager”' }).click();
    await expect(settings.getByText('1 person loses it.')).toBeVisible();
    await settings.getByRole('button', { name: 'Delete', exact: true }).click();
    await seen('Juliet');
    await expect(settings.getByText('Stage manager')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(people(juliet).getByText('Stage manager')).toHaveCount(0);

    // Who looks after nothing here is offered nothing.
    const romeo = await (await (await enter()).window()).signIn('romeo');
    await romeo.open(`/room/${room.split('@')[0]}`);
    await expect(people(romeo).getByText('Juliet')).toBeVisible();
    await expect(people(romeo).getByRole('button', { name: 'Juliet' })).toBeDisabled();

    await end(juliet, name);
  } finally {
    await slixmpp.quit();
  }
});

/** The URI of the only hat, as an admin's other client is told it. */
async function hatUri(slixmpp: Colleague, room: string): Promise<string> {
  slixmpp.does('hats', { room });
  const { hats } = await slixmpp.gets('hats');
  return (hats as readonly string[])[0] ?? '';
}
