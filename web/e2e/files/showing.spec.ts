import { picture } from './picture.ts';
import { atRest } from '../support/at-rest.ts';
import { expect, expectDrawn, fileFor, line, picker, send, shownPictures, staged, test } from './stage.ts';

const GREEN = picture(900, 600, [40, 110, 70]);
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>parent.ran = true</script></svg>';
const ME = 'juliet@localhost';

const described = (to: string, url: string, about: string) =>
  `<message xmlns='jabber:client' to='${to}' type='chat'><body>${url}</body>` +
  `<file-sharing xmlns='urn:xmpp:sfs:0' disposition='inline'><file xmlns='urn:xmpp:file:metadata:0'>${about}</file>` +
  `<sources><url-data xmlns='http://jabber.org/protocol/url-data' target='${url}'/></sources></file-sharing>` +
  `<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:sfs:0'><body/></fallback></message>`;

test('what another client shares is shown: a picture, and a document as a card', async ({
  juliet,
  abram,
  onDisk,
}) => {
  const { page } = juliet;
  abram.does('file', { to: ME, path: onDisk('balcony.png', GREEN) });
  await expect(line(page, 'received')).toHaveCount(1);
  await expectDrawn(shownPictures(page), 900);
  await expect(juliet.row('Abram').first()).toContainText('📷 Photo');
  abram.does('file', { to: ME, path: onDisk('sonnet.txt', 'Shall I compare thee') });
  const card = page.getByRole('log').locator('.card');
  await expect(card).toContainText('sonnet.txt');
  await expect(juliet.row('Abram').first()).toContainText('📎 File: sonnet.txt');
  const download = page.waitForEvent('download');
  await card.getByRole('link', { name: 'Download sonnet.txt' }).click();
  expect((await download).suggestedFilename()).toBe('sonnet.txt');
});

test('pictures have their space before they come: nothing moves by two pixels (E18)', async ({
  juliet,
  abram,
  onDisk,
  words,
}) => {
  const { page } = juliet;
  await picker(page).setInputFiles(onDisk('wall.png', GREEN));
  await expect(staged(page)).toHaveCount(1);
  await send(page);
  const { url } = await fileFor(abram);
  await expect(line(page, 'stored')).toHaveCount(1);

  // From now on pictures come when we say so, and nothing of them is in a cache.
  let letThrough: () => void = () => undefined;
  const wait = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route('**/files/**', async (route) => {
    await wait;
    await route.fallback();
  });
  const stated =
    '<media-type>image/png</media-type><name>wall.png</name><width>900</width><height>600</height>';
  for (const about of [stated, '<media-type>image/png</media-type>', stated])
    abram.does('wire', { stanza: described(ME, url, about) });
  const last = words('and below them words');
  abram.does('send', { to: ME, body: last });
  await juliet.expectLine(last, 'received');
  await expect(line(page, 'received')).toHaveCount(4);
  await expect(juliet.lines(last)).toBeInViewport();
  const tops = () =>
    page.locator('article').evaluateAll((all) => all.map((a) => a.getBoundingClientRect().top));
  const before = await atRest(tops);
  letThrough();
  for (const i of [1, 2, 3]) await expectDrawn(shownPictures(page).nth(i), 900);
  const after = await atRest(tops);
  expect(after).toHaveLength(before.length);
  after.forEach((top, i) => expect(Math.abs(top - (before[i] ?? 0))).toBeLessThanOrEqual(2));
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('a picture opens large, by mouse and by keys, and so do its neighbours', async ({
  juliet,
  abram,
  onDisk,
}) => {
  const { page } = juliet;
  for (const name of ['first.png', 'second.png']) {
    abram.does('file', { to: ME, path: onDisk(name, GREEN) });
    await expect(page.getByRole('button', { name: `Look at ${name}` })).toBeVisible();
  }
  const opens = page.getByRole('button', { name: 'Look at first.png' });
  await opens.click();
  const viewer = page.getByRole('dialog', { name: 'first.png' });
  await expect(viewer).toContainText('1 of 2');
  await expect(viewer.getByRole('button', { name: 'Previous picture' })).toBeDisabled();
  const width = () => viewer.locator('img').evaluate((i) => i.getBoundingClientRect().width);
  await expectDrawn(viewer.locator('img'), 900);
  const fitting = await width();
  await page.keyboard.press('+');
  await expect.poll(width).toBeGreaterThan(fitting);
  await viewer.getByRole('button', { name: 'Smaller' }).click();
  await expect.poll(width).toBe(fitting);
  await page.keyboard.press('ArrowRight');
  const second = page.getByRole('dialog', { name: 'second.png' });
  await expect(second).toContainText('2 of 2');
  await expect(second.getByRole('link', { name: 'Download second.png' })).toHaveAttribute(
    'href',
    /^\/files\//,
  );
  await page.keyboard.press('Escape');
  await expect(second).toHaveCount(0);
  await expect(opens).toBeFocused();
});

test('nothing that could run is shown, nothing is asked of other hosts, and nothing false is believed', async ({
  juliet,
  abram,
  onDisk,
}) => {
  const { page } = juliet;
  await picker(page).setInputFiles([
    onDisk('evil.svg', SVG),
    onDisk('evil.html', '<script>parent.ran = true</script>'),
  ]);
  await expect(staged(page)).toHaveCount(2);
  await expect(staged(page).locator('img')).toHaveCount(0);
  await send(page);
  const cards = page.getByRole('log').locator('.card');
  await expect(line(page, 'stored')).toHaveCount(2);
  await expect(cards).toHaveCount(2);
  for (let i = 0; i < 2; i++) {
    const headers = (await page.request.get((await fileFor(abram)).url)).headers();
    expect(headers['content-disposition']).toMatch(/^attachment/);
    expect(headers['content-type']).toBe('application/octet-stream');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toContain('sandbox');
  }

  const elsewhere = 'https://files.montague.example/x/summit.jpg';
  abram.does('wire', {
    stanza: described(ME, elsewhere, '<media-type>image/jpeg</media-type><width>9</width><height>9</height>'),
  });
  const link = page.getByRole('link', { name: 'Open summit.jpg at files.montague.example' });
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  await expect(cards.nth(2)).toContainText('at files.montague.example');
  await expect(juliet.row('Abram').first()).toContainText('📷 Photo');

  abram.does('wire', { stanza: described(ME, 'javascript:alert(1)', '<name>x.png</name>') });
  await expect(page.locator('article .body').getByText('javascript:alert(1)')).toBeVisible();
  await expect(page.locator('a[href^="javascript"]')).toHaveCount(0);
  abram.does('wire', {
    stanza: described(ME, `${elsewhere}2`, '<name>invoice\u202Egpj.exe</name><size>-3</size>'),
  });
  await expect(cards.last()).toContainText('invoice gpj.exe');
  await expect(cards).toHaveCount(4);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
});
