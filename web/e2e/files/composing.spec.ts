import { keptToSend } from '../support/kept.ts';
import { picture } from './picture.ts';
import { expect, fileFor, line, paste, picker, send, staged, test, transferOf } from './stage.ts';

const BLUE = picture(80, 60, [30, 60, 160]);
const image = { name: 'image.png', type: 'image/png', content: BLUE };
const note = { name: 'note.txt', type: 'text/plain', content: 'a note' };

test('pictures and files are pasted, and dropped anywhere in the conversation', async ({ juliet, abram }) => {
  const { page } = juliet;
  await paste(juliet.composer, await transferOf(page, [image, note]));
  await expect(staged(page)).toHaveCount(2);

  const transfer = await transferOf(page, [{ ...note, name: 'dropped.txt' }]);
  const zone = page.getByText(/^Drop files to send them to Abram/);
  await juliet.page
    .locator('section.pane header')
    .first()
    .dispatchEvent('dragover', { dataTransfer: transfer });
  await expect(zone).toBeVisible();
  await page.getByRole('navigation').first().dispatchEvent('dragover', { dataTransfer: transfer });
  await expect(zone).toBeHidden();
  await page.locator('section.pane header').first().dispatchEvent('drop', { dataTransfer: transfer });
  await expect(staged(page)).toHaveCount(3);
  await expect(juliet.composer).toBeFocused();

  await send(page);
  await expect(line(page, 'stored')).toHaveCount(3);
  const first = await fileFor(abram);
  expect(await (await page.request.get(first.url)).body()).toEqual(BLUE);
  expect((await fileFor(abram)).url).toMatch(/note\.txt$/);
  expect((await fileFor(abram)).url).toMatch(/dropped\.txt$/);
});

test('a long text that is pasted may go as a file, or as the text it is', async ({ juliet, abram }) => {
  const { page } = juliet;
  const text = 'Never was a story of more woe. '.repeat(400);
  const offer = page.getByRole('group', { name: 'Send as a file' });
  await paste(juliet.composer, await transferOf(page, [], text));
  await expect(offer).toContainText('That text has 12,400 characters.');
  await offer.getByRole('button', { name: 'Send as a file' }).press('Escape');
  await expect(offer).toBeHidden();
  await expect(juliet.composer).toHaveValue('');

  await paste(juliet.composer, await transferOf(page, [], text));
  await offer.getByRole('button', { name: 'Paste as text' }).click();
  await expect(juliet.composer).toHaveValue(text);
  await juliet.composer.fill('');

  await paste(juliet.composer, await transferOf(page, [], text.repeat(2)));
  await expect(offer).toContainText('more than a message holds');
  await expect(offer.getByRole('button', { name: 'Paste as text' })).toHaveCount(0);
  await offer.getByRole('button', { name: 'Send as a file' }).click();
  await expect(staged(page)).toContainText('pasted text.txt');
  await expect(juliet.composer).toBeFocused();
  await juliet.composer.press('Enter');
  const { url } = await fileFor(abram);
  expect(await (await page.request.get(url)).text()).toBe(text.repeat(2));
});

test('what is staged is there after a reload, in its order, and in no other conversation', async ({
  juliet,
  laptop,
  onDisk,
}) => {
  const { page } = juliet;
  await picker(page).setInputFiles([onDisk('a.png', BLUE), onDisk('b.txt', 'b')]);
  await expect(staged(page)).toHaveCount(2);
  await staged(page).nth(1).hover();
  await page.getByRole('button', { name: 'Move b.txt to the left' }).click();
  await expect(staged(page).nth(0)).toContainText('b.txt');
  await juliet.composer.fill('and this');
  await expect.poll(async () => (await keptToSend(page)).files).toEqual(['b.txt', 'a.png']);
  await page.reload();
  await expect(staged(page)).toHaveCount(2);
  // Also when it is known what the other devices were told.
  await juliet.online();
  await laptop.network.heard(page);
  await expect(staged(page).nth(0)).toContainText('b.txt');
  await expect(juliet.composer).toHaveValue('and this');
  await expect(staged(page).nth(1).locator('img')).toBeVisible();

  await juliet.row('Romeo').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Romeo' })).toBeVisible();
  await expect(staged(page)).toHaveCount(0);
  await page.goBack();
  await expect(staged(page)).toHaveCount(2);
  await juliet.composer.fill('');
  await page.getByRole('button', { name: 'Remove b.txt' }).click();
  await page.getByRole('button', { name: 'Remove a.png' }).click();
  await expect.poll(async () => (await keptToSend(page)).files).toEqual([]);
  await laptop.network.heard(page);
  await page.reload();
  await juliet.online();
  await laptop.network.heard(page);
  await expect(staged(page)).toHaveCount(0);
});

test('a phone offers its camera', async ({ enter, abram, server }) => {
  expect(abram).toBeDefined();
  expect(server).toBeDefined();
  const person = await enter({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  const { page } = await (await (await person.window()).signIn('juliet')).open('/chat/romeo');
  await page.getByRole('button', { name: 'Attach files' }).tap();
  const menu = page.getByRole('menu', { name: 'Attach files' });
  await expect(menu.getByRole('menuitem', { name: 'File or picture' })).toBeFocused();
  const chooser = page.waitForEvent('filechooser');
  await menu.getByRole('menuitem', { name: 'Take a photo' }).tap();
  expect((await chooser).isMultiple()).toBe(false);
  const camera = page.locator('input[data-files="camera"]');
  await expect(camera).toHaveAttribute('capture', 'environment');
  await expect(camera).toHaveAttribute('accept', 'image/*');
});
