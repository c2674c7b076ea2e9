import { keptToSend } from '../support/kept.ts';
import type { Person } from '../support/story.ts';
import type { Window } from '../support/window.ts';
import { picture } from './picture.ts';
import { expect, expectDrawn, fileFor, line, picker, send, staged, test } from './stage.ts';

const BLUE = picture(80, 60, [30, 60, 160]);

/** Juliet's other device, at the talk that is open on this one. */
async function beside({ page }: Window, person: Person): Promise<Window> {
  const other = await (await person.window()).signIn('juliet');
  await other.open(new URL(page.url()).pathname);
  await other.online();
  await expect(other.composer).toBeEnabled();
  return other;
}

test('what is staged follows to another device, is changed on either, and leaves both when it is sent', async ({
  juliet,
  abram,
  enter,
  onDisk,
  words,
}) => {
  const { page } = juliet;
  await picker(page).setInputFiles([onDisk('wall.png', BLUE), onDisk('note.txt', 'a note')]);
  const phone = await beside(juliet, await enter());
  await expect(staged(phone.page)).toHaveCount(2);
  await expect(staged(phone.page).nth(0)).toContainText('wall.png');
  await expectDrawn(staged(phone.page).nth(0).locator('img'), 80);

  // Removed there, it is removed here; staged there, it is staged here; and so is its place.
  await phone.page.getByRole('button', { name: 'Remove note.txt' }).click();
  await expect(staged(page)).toHaveCount(1);
  await expect.poll(async () => (await keptToSend(page)).files).toEqual(['wall.png']);
  await picker(phone.page).setInputFiles(onDisk('second.txt', 'second'));
  await expect(staged(page)).toHaveCount(2);
  await staged(page).nth(1).focus();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(staged(page).nth(0)).toContainText('second.txt');
  await expect(staged(page).nth(0)).toBeFocused();
  await expect(staged(phone.page).nth(0)).toContainText('second.txt');

  // A device that has neither in its storage sends both, after a reload.
  await phone.page.reload();
  await expect(staged(phone.page)).toHaveCount(2);
  const caption = words('a wall, and a note');
  await phone.composer.fill(caption);
  await phone.composer.press('Enter');
  await phone.expectLine(caption, 'stored');
  for (const window of [juliet, phone]) await expect(staged(window.page)).toHaveCount(0);
  const second = await fileFor(abram);
  expect(second.url).toMatch(/second\.txt$/);
  const wall = await fileFor(abram);
  expect(wall.url).toMatch(/wall\.png$/);
  for (const part of ['<width>80</width>', '<height>60</height>', 'image/png', `<size>${BLUE.length}</size>`])
    expect(wall.xml).toContain(part);
  expect(await (await page.request.get(wall.url)).body()).toEqual(BLUE);
  await abram.gets('message', { body: caption });
  expect(abram.heardSoFar(/oob/)).toBe(false);

  await juliet.expectLine(caption, 'stored');
  await expect.poll(async () => (await keptToSend(page)).files).toEqual([]);
  await page.reload();
  await juliet.expectLine(caption, 'stored');
  await expect(staged(page)).toHaveCount(0);
});

test('what two devices send at once, one of them without a network, is said once', async ({
  juliet,
  abram,
  enter,
  onDisk,
  words,
}) => {
  const { page } = juliet;
  await picker(page).setInputFiles(onDisk('once.txt', 'never twice'));
  const person = await enter();
  const phone = await beside(juliet, person);
  await expect(staged(phone.page)).toHaveCount(1);
  await person.network.cut();
  await send(phone.page);
  await expect(line(phone.page, 'pending')).toHaveCount(1);
  await expect(staged(phone.page)).toHaveCount(0);
  await expect(staged(page)).toHaveCount(1);
  await send(page);
  await expect(line(page, 'stored')).toHaveCount(1);
  await fileFor(abram);

  person.network.mend();
  await phone.tryNow();
  await expect(line(phone.page, 'stored')).toHaveCount(1);
  await expect(phone.page.locator('article')).toHaveCount(1);
  const last = words('that is all');
  await phone.write(last);
  await abram.gets('message', { body: last });
  expect(abram.heardSoFar(/oob/)).toBe(false);
  await expect(page.locator('article')).toHaveCount(2);
});

test('what cannot be uploaded yet waits in the composer, and follows when it can', async ({
  juliet,
  abram,
  enter,
  onDisk,
}) => {
  const { page } = juliet;
  let down = true;
  await page.route('**/files/**', async (route) => {
    if (down && route.request().method() === 'PUT') await route.abort('internetdisconnected');
    else await route.fallback();
  });
  // The phone first: while it comes the pauses between the attempts would become ever longer.
  const phone = await beside(juliet, await enter());
  await picker(page).setInputFiles(onDisk('waits.txt', 'patience perforce'));
  await expect(staged(page)).toContainText('Waiting to upload');
  await expect(staged(phone.page)).toHaveCount(0);
  down = false;
  await expect(staged(phone.page)).toContainText('waits.txt');
  await expect(staged(page)).not.toContainText('Waiting to upload');
  await send(phone.page);
  await expect(staged(page)).toHaveCount(0);
  const { url } = await fileFor(abram);
  expect(await (await page.request.get(url)).text()).toBe('patience perforce');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('what the server has no more is uploaded again where it is kept, and said on the other device', async ({
  juliet,
  abram,
  enter,
  onDisk,
  words,
}) => {
  const { page } = juliet;
  let puts = 0;
  page.on('response', (response) => {
    if (response.request().method() === 'PUT' && response.ok()) puts += 1;
  });
  await picker(page).setInputFiles(onDisk('old.txt', 'so light a foot'));
  const phone = await beside(juliet, await enter());
  await expect(staged(phone.page)).toHaveCount(1);
  await expect.poll(() => puts).toBe(1);

  // As it answers when files.keep_days are over.
  for (const window of [juliet, phone])
    await window.page.route('**/files/**', async (route) => {
      if (route.request().method() === 'HEAD') await route.fulfill({ status: 404 });
      else await route.fallback();
    });
  await phone.page.reload();
  await expect(staged(phone.page)).toContainText('No longer on the server');
  await expect(phone.page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  const alone = words('without it');
  await phone.write(alone);
  await abram.gets('message', { body: alone });
  expect(abram.heardSoFar(/oob/)).toBe(false);
  await expect(staged(phone.page)).toHaveCount(1);

  await page.reload();
  await expect.poll(() => puts).toBe(2);
  await expect(staged(phone.page)).not.toContainText('No longer on the server');
  await send(phone.page);
  await expect(staged(page)).toHaveCount(0);
  const { url } = await fileFor(abram);
  expect(await (await page.request.get(url)).text()).toBe('so light a foot');
  for (const window of [juliet, phone]) await window.page.unrouteAll({ behavior: 'ignoreErrors' });
});
