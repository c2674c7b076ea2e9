import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from '@playwright/test';
import { Colleague } from '../support/colleague.ts';
import { demoPerson } from '../support/demo.ts';
import type { Server } from '../support/server.ts';
import { type Person, expect } from '../support/story.ts';

let set = false;

/** What a picture in the talk shows: lanterns over a table, drawn here. */
const LANTERNS = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="640" viewBox="0 0 96 64"><defs>
<linearGradient id="s" x2="0" y2="1"><stop stop-color="#1d2b4a"/><stop offset=".6" stop-color="#6a5470"/><stop offset="1" stop-color="#e39a6a"/></linearGradient>
<radialGradient id="g"><stop stop-color="#ffe9b0" stop-opacity=".8"/><stop offset="1" stop-color="#ffd98a" stop-opacity="0"/></radialGradient></defs>
<path fill="url(#s)" d="M0 0h96v64H0z"/><path fill="#2c3a35" d="M0 44q12-9 24-4t22-3 26 3 24-2v26H0z"/>
<path fill="none" stroke="#20242c" stroke-width=".4" d="M0 8q24 16 48 6t48-4"/>
${[10, 24, 38, 52, 66, 80]
  .map((x, i) => {
    const y = [13.2, 16.8, 17, 13, 10.6, 9.8][i] ?? 0;
    return `<circle cx="${x}" cy="${y + 4}" r="9" fill="url(#g)"/><rect x="${x - 2}" y="${y}" width="4" height="6" rx="1.6" fill="${i % 2 ? '#f6c46b' : '#f08a5b'}"/>`;
  })
  .join('')}
<path fill="#5b3b28" d="M18 50h60l6 5H12zM20 55h3v9h-3zM73 55h3v9h-3z"/><path fill="#f3ead9" d="M22 50h52l3 3H19z"/></svg>`;

/** The drawing as a file that can be sent. */
async function lanterns(context: BrowserContext, folder: string): Promise<string> {
  const page = await context.newPage();
  await page.setViewportSize({ width: 960, height: 640 });
  await page.setContent(`<body style="margin:0">${LANTERNS}</body>`);
  const path = join(folder, 'lanterns.png');
  await page.screenshot({ path });
  await page.close();
  return path;
}

/** A few people are there, and a little more was said than the demonstration begins with. Gives what ends it. */
export async function setScene(enter: () => Promise<Person>, server: Server): Promise<() => Promise<void>> {
  const his = await enter();
  const romeo = await (await his.window()).signIn('romeo');
  const nurse = await (await (await enter()).window()).signIn('nurse');
  const colleagues: Colleague[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'stoa-gallery-'));
  for (const name of ['mercutio', 'laurence', 'tybalt']) {
    const { address, password } = await demoPerson(server, name);
    colleagues.push(await Colleague.signIn(server, address, password));
  }
  if (!set) {
    set = true;
    await romeo.open('/room/garden');
    await romeo.online();
    const last = romeo.page.locator('article', { hasText: 'That is the first list I ever enjoyed' });
    await last.focus();
    await romeo.page.keyboard.press('+');
    await romeo.page.keyboard.press('Enter');
    await expect(last.getByRole('list', { name: 'Reactions' })).toBeVisible();
    await last.focus();
    await romeo.page.keyboard.press('r');
    await romeo.write('It has a line for *poetry*. I am on it twice.');
    await romeo.expectLine('It has a line for poetry. I am on it twice.', 'stored');
    await nurse.open('/chat/juliet');
    await nurse.online();
    await nurse.write('The cook has agreed to forty-two. He is sitting down now.');
    await nurse.write('Come and taste the almond cake when you can.');
    await expect(nurse.log.locator('article[data-status=stored]').last()).toContainText('almond cake');
    const list = join(folder, 'who brings what.txt');
    writeFileSync(list, 'Tables: the abbey. Benches: Mercutio.\n');
    const juliet = (await demoPerson(server, 'juliet')).address;
    const [mercutio] = colleagues;
    for (const path of [await lanterns(his.context, folder), list])
      mercutio?.does('file', { to: juliet, path });
    mercutio?.does('send', { to: juliet, body: 'Found these in the cellar. Six of them still work.' });
  }
  for (const [i, nick] of (['Mercutio', 'Friar Laurence'] as const).entries()) {
    colleagues[i]?.does('join', { room: 'garden@conference.localhost', nick });
    await colleagues[i]?.gets('joined');
  }
  await nurse.menu('Away');
  return async () => {
    await nurse.menu('Available');
    for (const colleague of colleagues) await colleague.quit();
    rmSync(folder, { recursive: true, force: true });
  };
}
