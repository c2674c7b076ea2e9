import { demoPerson } from '../support/demo.ts';
import { Colleague } from '../support/colleague.ts';
import { withNewcomer } from '../support/other-client.ts';
import { expect, test } from '../support/story.ts';
import type { Window } from '../support/window.ts';
import { create, end, people, roomMenu } from './looking-after.ts';

/** A picture of one colour, as the browser draws it. */
const drawn = async (window: Window) =>
  Buffer.from(
    await window.page.evaluate(() => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 300;
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      context.fillStyle = '#287';
      context.fillRect(0, 0, 300, 300);
      return canvas.toDataURL('image/png').split(',')[1] ?? '';
    }),
    'base64',
  );

test('an owner gives a room a picture, which everybody inside sees in any client, and takes it away (XEP-0486)', async ({
  enter,
  server,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const friar = await (await (await enter()).window()).signIn('laurence');
  const name = words('Orchard').replace(/[().]/g, '');
  const room = await create(juliet, name);
  await friar.open(`/room/${room.split('@')[0]}`);
  await expect(people(friar).getByText('Juliet')).toBeVisible();
  await withNewcomer(server, 'Abraham', async (abraham) => {
    const card = () => abraham.does('ask', { to: room, payload: "<vCard xmlns='vcard-temp'/>" });

    await roomMenu(juliet, 'Room settings…');
    const settings = juliet.page.getByRole('dialog', { name: 'Room settings' });
    const file = settings.locator('input[type=file]');
    await file.setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await expect(settings.getByText('This file is no picture')).toBeVisible();
    await file.setInputFiles({ name: 'orchard.png', mimeType: 'image/png', buffer: await drawn(juliet) });
    await settings.getByRole('button', { name: 'Use this picture' }).click();
    await expect(settings.locator('.avatar img')).toBeVisible();
    for (const window of [juliet, friar]) await expect(window.row(name).locator('.avatar img')).toBeVisible();
    card();
    expect((await abraham.gets('answer')).xml).toMatch(/<BINVAL>\S{100,}<\/BINVAL>/);
    // Whoever is not an owner sees no way to change it.
    await roomMenu(friar, 'About this room…');
    const about = friar.page.getByRole('dialog');
    await expect(about.getByText(room)).toBeVisible();
    await expect(about.locator('input[type=file]')).toHaveCount(0);
    await friar.page.keyboard.press('Escape');

    // It is there at once when one comes back.
    await friar.page.reload();
    await expect(friar.row(name).locator('.avatar img')).toBeVisible();

    // It goes before the eyes of all who are inside, and he is again.
    await expect(people(friar).getByText('Juliet')).toBeVisible();
    await settings.getByRole('button', { name: 'Remove the picture' }).click();
    for (const window of [juliet, friar])
      await expect(window.row(name).locator('.avatar img')).toHaveCount(0);
    card();
    expect((await abraham.gets('answer')).xml).not.toContain('BINVAL');
    await juliet.page.keyboard.press('Escape');
    await expect(settings).toHaveCount(0);
  });
  await end(juliet, name);
});

test('a nick is kept for whoever asks, and given back (XEP-0045 §7.10)', async ({ enter, server, words }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const friar = await (await (await enter()).window()).signIn('laurence');
  const name = words('Chapter house').replace(/[().]/g, '');
  const room = await create(juliet, name);
  await friar.open(`/room/${room.split('@')[0]}`);
  await expect(people(friar).getByText('Juliet')).toBeVisible();
  const { page } = friar;
  const dialog = page.getByRole('dialog', { name: 'Change your nick' });
  const keep = dialog.getByRole('switch', { name: 'Keep this nick for me' });

  await roomMenu(friar, 'Change your nick');
  await expect(keep).not.toBeChecked();
  await expect(dialog.getByText('It makes you a member.')).toBeVisible();
  await dialog.getByLabel('Your nick in this room').fill('Confessor');
  await keep.check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(people(juliet).getByText('Confessor')).toBeVisible();

  // He is out, and nobody else takes it, whatever client they use.
  await roomMenu(friar, 'Leave room');
  await expect(people(juliet).getByText('Confessor')).toHaveCount(0);
  await withNewcomer(server, 'Abraham', async (abraham) => {
    const join = `<presence to='${room}/Confessor'><x xmlns='http://jabber.org/protocol/muc'/></presence>`;
    abraham.does('wire', { stanza: join });
    await abraham.gets('presence-error', { condition: 'conflict' });
  });

  await friar.open(`/room/${room.split('@')[0]}`);
  await expect(people(friar).getByText('Juliet')).toBeVisible();
  await roomMenu(friar, 'Change your nick');
  await expect(keep).toBeChecked();
  await keep.uncheck();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await roomMenu(friar, 'Change your nick');
  await expect(keep).not.toBeChecked();
  await page.keyboard.press('Escape');
  await end(juliet, name);
});

test('a whole domain is banned, and the password of the room to go to instead is passed on', async ({
  enter,
  server,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const friar = await (await (await enter()).window()).signIn('laurence');
  const tybalt = await demoPerson(server, 'tybalt');
  const cell = words('Cold cell').replace(/[().]/g, '');
  const crypt = words('Crypt').replace(/[().]/g, '');
  const settings = juliet.page.getByRole('dialog', { name: 'Room settings' });

  const instead = await create(juliet, crypt);
  await roomMenu(juliet, 'Room settings…');
  await settings.getByRole('switch', { name: 'Ask for a password at the door' }).check();
  await settings.getByLabel('Password', { exact: true }).fill('open sesame');
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(settings.getByText('The settings are saved.')).toBeVisible();
  await juliet.page.keyboard.press('Escape');

  const room = await create(juliet, cell);
  await friar.open(`/room/${room.split('@')[0]}`);
  await expect(people(friar).getByText('Juliet')).toBeVisible();
  await roomMenu(juliet, 'Room settings…');
  await settings.getByRole('tab', { name: 'People' }).click();
  const banned = settings.getByRole('region', { name: /^Banned/ });
  await banned.getByLabel('Add to: Banned').fill('padua.example');
  await banned.getByLabel('Reason').fill('they laugh at us');
  await banned.getByRole('button', { name: 'Add' }).click();
  await expect(banned.getByText('Everybody of padua.example')).toBeVisible();
  await expect(banned.getByText('they laugh at us')).toBeVisible();
  // So it stands in the room, for every client; one looks as its owner.
  const owners = settings.getByRole('region', { name: /^Owners/ });
  await owners.getByLabel('Add to: Owners').fill('tybalt');
  await owners.getByRole('button', { name: 'Add' }).click();
  await expect(owners.getByText('tybalt@localhost')).toBeVisible();
  const slixmpp = await Colleague.signIn(server, tybalt.address, tybalt.password);
  try {
    const list = "<query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='outcast'/></query>";
    slixmpp.does('ask', { to: room, payload: list });
    expect((await slixmpp.gets('answer')).xml).toMatch(/<item[^>]*jid="padua\.example"/);
  } finally {
    await slixmpp.quit();
  }
  await banned.getByRole('button', { name: 'Remove Everybody of padua.example' }).click();
  await expect(banned.getByText('Everybody of padua.example')).toHaveCount(0);

  await settings.getByRole('tab', { name: 'Delete' }).click();
  await expect(settings.getByLabel('Password of that room')).toHaveCount(0);
  await settings.getByLabel('Where they go instead').fill(crypt);
  await settings.getByLabel('Password of that room').fill('open sesame');
  await settings.getByLabel(/^Type “/).fill(cell);
  await settings.getByRole('button', { name: 'Delete the room' }).click();
  await expect(friar.page.getByText('This room no longer exists.')).toBeVisible();
  await friar.page.getByRole('button', { name: `Go to ${instead}` }).click();
  await expect(friar.page.getByRole('heading', { level: 1, name: crypt })).toBeVisible();
  await expect(people(friar).getByText('Juliet')).toBeVisible();
  await juliet.row(crypt).click();
  await end(juliet, crypt);
});
