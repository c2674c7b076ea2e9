import { truncateSync } from 'node:fs';
import { keptToSend } from '../support/kept.ts';
import { picture } from './picture.ts';
import { expect, expectDrawn, fileFor, line, picker, send, shownPictures, staged, test } from './stage.ts';

const RED = picture(640, 400, [170, 60, 40]);

test('a picture is sent: any client gets its address, and from there its bytes', async ({
  juliet,
  abram,
  onDisk,
}) => {
  const { page } = juliet;
  await picker(page).setInputFiles(onDisk('garden wall.png', RED));
  await expect(staged(page)).toHaveCount(1);
  await expect(staged(page)).toContainText('garden wall.png');
  await expect(juliet.composer).toBeFocused();
  await juliet.composer.press('Enter');
  await expect(staged(page)).toHaveCount(0);
  await expect(line(page, 'stored')).toHaveCount(1);
  await expectDrawn(shownPictures(page), 640);

  await page.getByRole('button', { name: 'Look at garden wall.png' }).click();
  await expectDrawn(page.getByRole('dialog', { name: 'garden wall.png' }).locator('img'), 640);
  await page.keyboard.press('Escape');

  const { url, body, xml } = await fileFor(abram);
  expect(body).toBe(url);
  expect(url).toMatch(/^https:\/\/localhost:\d+\/files\/[\w-]+\/garden%20wall\.png$/);
  for (const part of [
    '<width>640</width>',
    '<height>400</height>',
    'image/png',
    `<size>${RED.length}</size>`,
  ])
    expect(xml).toContain(part);
  const got = await page.request.get(url);
  expect(await got.body()).toEqual(RED);
  expect(got.headers()['x-content-type-options']).toBe('nosniff');

  await expect(juliet.row('Abram').first()).toContainText('You: 📷 Photo');
  await page.reload();
  await expect(line(page, 'stored')).toHaveCount(1);
  await expectDrawn(shownPictures(page), 640);
});

test('several files go in the order they are put in, and what is said with them comes behind', async ({
  juliet,
  abram,
  onDisk,
  words,
}) => {
  const { page } = juliet;
  await picker(page).setInputFiles([
    onDisk('one.png', RED),
    onDisk('two.txt', 'two houses'),
    onDisk('three.txt', 'both alike in dignity'),
  ]);
  await expect(staged(page)).toHaveCount(3);
  await staged(page).nth(1).focus();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(staged(page).nth(0)).toContainText('two.txt');
  await expect(staged(page).nth(0)).toBeFocused();
  await staged(page).nth(2).dragTo(staged(page).nth(1));
  await expect(staged(page).nth(1)).toContainText('three.txt');
  await staged(page).nth(1).focus();
  await page.keyboard.press('Delete');
  await expect(staged(page)).toHaveCount(2);

  const caption = words('in fair Verona');
  await juliet.composer.fill(caption);
  await juliet.composer.press('Enter');
  await juliet.expectLine(caption, 'stored');
  expect((await fileFor(abram)).url).toMatch(/two\.txt$/);
  expect((await fileFor(abram)).url).toMatch(/one\.png$/);
  await abram.gets('message', { body: caption });
  expect(abram.heardSoFar(/three\.txt/)).toBe(false);
  expect(abram.heardSoFar(/oob/)).toBe(false);
  await expect(page.getByRole('log').getByRole('link', { name: 'Download two.txt' })).toBeVisible();
});

test('an upload that the network breaks off begins again by itself, and arrives once', async ({
  juliet,
  abram,
  onDisk,
  words,
}) => {
  const { page } = juliet;
  let puts = 0;
  await page.route('**/files/**', async (route) => {
    if (route.request().method() === 'PUT' && ++puts === 1) await route.abort('internetdisconnected');
    else await route.fallback();
  });
  await picker(page).setInputFiles(onDisk('letter.txt', 'The letter was not nice but full of charge'));
  await expect(staged(page)).toHaveCount(1);
  await send(page);
  await expect(line(page, 'stored')).toHaveCount(1);
  expect(puts).toBe(2);
  const { url } = await fileFor(abram);
  expect(await (await page.request.get(url)).text()).toBe('The letter was not nice but full of charge');

  const last = words('that is all');
  await juliet.write(last);
  await abram.gets('message', { body: last });
  expect(abram.heardSoFar(/oob/)).toBe(false);
});

test('a reload in the middle loses nothing and doubles nothing', async ({ juliet, abram, onDisk, words }) => {
  const { page } = juliet;
  let held = 0;
  await page.route('**/files/**', async (route) => {
    if (route.request().method() === 'PUT') held += 1;
    else await route.fallback();
  });
  await picker(page).setInputFiles(onDisk('tomb.png', RED));
  await expect(staged(page)).toHaveCount(1);
  const caption = words('here lies');
  await juliet.composer.fill(caption);
  await send(page);
  await expect.poll(() => held).toBe(1);
  await expectDrawn(shownPictures(page), 640);
  await expect(page.getByRole('progressbar')).toBeVisible();
  await juliet.expectLine(caption, 'pending');

  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.reload();
  await juliet.expectLine(caption, 'stored');
  await expect(line(page, 'stored')).toHaveCount(2);
  await expectDrawn(shownPictures(page), 640);
  await fileFor(abram);
  await abram.gets('message', { body: caption });
  expect(abram.heardSoFar(/oob/)).toBe(false);
});

test('an upload can be stopped for a while, gone on with, and cancelled', async ({
  juliet,
  abram,
  onDisk,
}) => {
  const { page } = juliet;
  let held = true;
  let puts = 0;
  await page.route('**/files/**', async (route) => {
    if (route.request().method() === 'PUT') puts += 1;
    if (!held) await route.fallback();
  });
  await picker(page).setInputFiles(onDisk('first.txt', 'first'));
  await send(page);
  await expect.poll(() => puts).toBe(1);
  await page.getByRole('button', { name: 'Pause the upload' }).click();
  await expect(page.getByRole('log')).toContainText('Paused');
  held = false;
  await page.getByRole('button', { name: 'Go on with the upload' }).click();
  await expect(line(page, 'stored')).toHaveCount(1);
  await fileFor(abram);

  held = true;
  await picker(page).setInputFiles(onDisk('second.txt', 'second'));
  await expect(staged(page)).toHaveCount(1);
  await send(page);
  await page.getByRole('button', { name: 'Cancel the upload' }).click();
  await expect(page.locator('article')).toHaveCount(1);
  await expect.poll(() => keptToSend(page)).toEqual({ files: [], messages: 0 });
  await page.reload();
  await expect(line(page, 'stored')).toHaveCount(1);
  await expect(page.locator('article')).toHaveCount(1);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('what the server would not take is said before anything is uploaded', async ({ juliet, onDisk }) => {
  const { page } = juliet;
  const large = onDisk('opera.wav', '');
  truncateSync(large, 101 * 1024 * 1024);
  await picker(page).setInputFiles([large, onDisk('nothing.txt', ''), onDisk('small.txt', 'small')]);
  await expect(page.getByRole('alert')).toContainText(
    'opera.wav is too large: this server takes files of up to 105 MB',
  );
  await expect(page.getByRole('alert')).toContainText('nothing.txt is empty');
  await expect(staged(page)).toHaveCount(1);
  await expect(staged(page)).toContainText('small.txt');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove small.txt' }).click();
  await expect(staged(page)).toHaveCount(0);
});
