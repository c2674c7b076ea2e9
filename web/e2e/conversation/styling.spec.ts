import { atAnotherClient } from '../support/other-client.ts';
import { expect, test } from '../support/story.ts';

test('the toolbar, the keys and habits of Markdown write what XEP-0393 reads, and both clients get it', async ({
  enter,
  server,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const tybalt = await atAnotherClient(server, juliet, 'tybalt');
  try {
    await juliet.chatWith('Tybalt');
    const scene = words('');
    await juliet.composer.fill(`bold${scene}`);
    await juliet.composer.press('Control+A');
    await juliet.composer.press('Control+B');
    await expect(juliet.composer).toHaveValue(`*bold${scene}*`);
    await juliet.composer.press('Control+B');
    await expect(juliet.composer).toHaveValue(`bold${scene}`);
    await juliet.page.getByRole('button', { name: 'Formatting' }).click();
    const bar = juliet.page.getByRole('toolbar', { name: 'Formatting' });
    for (const [name, mark] of [
      ['Bold', '*'],
      ['Italic', '_'],
      ['Strikethrough', '~'],
      ['Code', '`'],
    ] as const) {
      await juliet.composer.fill(`word${scene}`);
      await juliet.composer.press('Control+A');
      await bar.getByRole('button', { name, exact: true }).click();
      await expect(juliet.composer).toHaveValue(`${mark}word${scene}${mark}`);
      await juliet.composer.press('Enter');
      await tybalt.gets('message', { body: `${mark}word${scene}${mark}` });
    }
    for (const tag of ['strong', 'em', 's', 'code'])
      await expect(juliet.log.locator(`article ${tag}`, { hasText: `word${scene}` })).toBeVisible();

    await juliet.composer.fill('let x = *1*');
    await juliet.composer.press('Control+A');
    await bar.getByRole('button', { name: 'Code block' }).click();
    await expect(juliet.composer).toHaveValue('```\nlet x = *1*\n```');
    await juliet.composer.press('Enter');
    await expect(juliet.log.locator('pre').last()).toHaveText('let x = *1*');
    await juliet.composer.fill(`bread${scene}`);
    await bar.getByRole('button', { name: 'List' }).click();
    await expect(juliet.composer).toHaveValue(`- bread${scene}`);
    await juliet.composer.press('Enter');
    await tybalt.gets('message', { body: `- bread${scene}` });
    await juliet.composer.fill(`old words${scene}`);
    await bar.getByRole('button', { name: 'Quote' }).click();
    await juliet.composer.press('Enter');
    await expect(juliet.log.locator('blockquote').last()).toHaveText(`old words${scene}`);
    await juliet.write(`**very** and ~~not~~${scene}`);
    await tybalt.gets('message', { body: `*very* and ~not~${scene}` });
    // As long as one waits for its mark, what others say stands before it.
    await expect(juliet.log.locator('article[data-status="pending"]')).toHaveCount(0);

    // What comes from the other client is read in the same way, and never as markup.
    tybalt.does('send', {
      to: 'juliet@localhost',
      body: `<img src=x onerror=alert(1)> _soft_ [x](javascript:alert(1))${scene}\n\`\`\`\n<b>code</b>\n\`\`\``,
    });
    const line = juliet.log.locator('article').last();
    await expect(line.locator('em')).toHaveText('soft');
    await expect(line.locator('pre')).toHaveText('<b>code</b>');
    await expect(line).toContainText('<img src=x onerror=alert(1)>');
    await expect(line.locator('img, b:not(.by b), a')).toHaveCount(0);

    // /me, and emoji alone.
    await juliet.write(`/me draws the *curtain*${scene}`);
    const action = juliet.log.locator('article').last();
    await expect(action).toContainText(`Juliet draws the curtain${scene}`);
    await tybalt.gets('message', { body: `/me draws the *curtain*${scene}` });
    await expect(action).toHaveAttribute('data-status', 'stored');
    tybalt.does('send', { to: 'juliet@localhost', body: '🌹👩‍👩‍👧' });
    await expect(juliet.log.locator('article').last().locator('.bubble')).toHaveClass(/emoji/);
  } finally {
    await tybalt.quit();
  }
});

test('a link opens in a new window that knows neither the chat nor where it came from', async ({
  enter,
  server,
  words,
}) => {
  const person = await enter();
  const juliet = await (await person.window()).signIn('juliet');
  await juliet.chatWith('Mercutio');
  const url = `${server.url}/licences.txt`;
  await juliet.write(words(`see ${url} now`));
  const link = juliet.log.getByRole('link', { name: url }).last();
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  const [opened] = await Promise.all([person.context.waitForEvent('page'), link.click()]);
  await opened.waitForLoadState();
  expect(await opened.evaluate(() => [window.opener === null, document.referrer])).toEqual([true, '']);
  await opened.close();
});

test('Enter that ends what an input method composes sends nothing (E28)', async ({ enter, words }) => {
  const person = await enter();
  const juliet = await (await person.window()).signIn('juliet');
  await juliet.chatWith('Mercutio');
  const cdp = await person.context.newCDPSession(juliet.page);
  await juliet.composer.focus();
  await cdp.send('Input.imeSetComposition', { text: 'ロミオ', selectionStart: 3, selectionEnd: 3 });
  await expect(juliet.composer).toHaveValue('ロミオ');
  // What a browser says of a key that the input method takes.
  const key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 };
  await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
  await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
  await expect(juliet.composer).toHaveValue('ロミオ');
  await cdp.send('Input.insertText', { text: 'ロミオ' });
  await juliet.composer.press('End');
  const text = words('');
  await juliet.composer.pressSequentially(text);
  await juliet.composer.press('Enter');
  await juliet.expectLine(`ロミオ${text}`, 'stored');
  await expect(juliet.lines('ロミオ')).toHaveCount(0);
});

test('Enter can begin a new line instead', async ({ enter, words }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  await juliet.chatWith('Mercutio');
  await juliet.page.getByRole('button', { name: 'Formatting' }).click();
  await juliet.page.getByRole('button', { name: 'Enter sends', exact: true }).click();
  const text = words('one line');
  await juliet.composer.fill(text);
  await juliet.composer.press('Enter');
  await juliet.composer.pressSequentially('two');
  await expect(juliet.composer).toHaveValue(`${text}\ntwo`);
  await juliet.composer.press('Control+Enter');
  await juliet.expectLine(`${text}\ntwo`, 'stored');
  await juliet.page.getByRole('button', { name: 'Ctrl+Enter sends', exact: true }).click();
  await juliet.write(words('sent by Enter'));
  await juliet.expectLine(words('sent by Enter'), 'stored');
});

test('emoji are shown in their colours, also where the machine writes texts in a font that has some in black', async ({
  enter,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  await juliet.chatWith('Nurse');
  const coloured = (emoji: string) =>
    juliet.composer.evaluate((field, text) => {
      const pen = new OffscreenCanvas(60, 60).getContext('2d');
      if (!pen) throw new Error('nothing to draw with');
      pen.font = `40px ${getComputedStyle(field).fontFamily}`;
      pen.fillText(text, 5, 45);
      const { data } = pen.getImageData(0, 0, 60, 60);
      return data.some((red, i) => i % 4 === 0 && Math.abs(red - (data[i + 2] ?? 0)) > 40);
    }, emoji);
  for (const emoji of ['😀', '🎉', '❤️', '👍🏽']) await expect.poll(() => coloured(emoji), emoji).toBe(true);
  expect(await coloured('1')).toBe(false);
});
