import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { Colleague } from '../support/colleague.ts';
import { type Person, test as base, expect } from '../support/story.ts';
import type { Window } from '../support/window.ts';

interface Files {
  /** Juliet's browser. */
  readonly laptop: Person;
  /** Juliet's window, at the talk with a colleague of this story's own. */
  readonly juliet: Window;
  /** The colleague, who uses slixmpp. */
  readonly abram: Colleague;
  /** Puts a file on the disk, for as long as the story lasts. */
  readonly onDisk: (name: string, content: Buffer | string) => string;
}

let count = 0;

/** Stories of files: each with a colleague nobody else talks with, who is gone afterwards. */
export const test = base.extend<Files>({
  abram: async ({ server }, use) => {
    const address = `abram-${++count}@localhost`;
    const password = 'two thumbs, bitten';
    await server.command(['user', 'add', address, '--name', `Abram ${count}`, '--password-stdin'], password);
    const colleague = await Colleague.signIn(server, address, password);
    colleague.does('learn', { plugins: 'xep_0334' });
    await colleague.gets('learnt');
    await use(colleague);
    await colleague.quit();
    await server.command(['user', 'remove', address]);
  },
  laptop: async ({ enter }, use) => use(await enter()),
  juliet: async ({ laptop, abram }, use) => {
    expect(abram).toBeDefined();
    const juliet = await (await laptop.window()).signIn('juliet');
    await juliet.open(`/chat/abram-${count}`);
    await juliet.online();
    await expect(juliet.page.getByRole('heading', { level: 1, name: `Abram ${count}` })).toBeVisible();
    await expect(juliet.composer).toBeEnabled();
    await use(juliet);
  },
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures from the pattern
  onDisk: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'stoa-files-'));
    await use((name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    });
    rmSync(folder, { recursive: true, force: true });
  },
});

export { expect };

export const picker = (page: Page): Locator => page.locator('input[data-files="any"]');
export const staged = (page: Page): Locator =>
  page.getByRole('list', { name: 'Files to send' }).getByRole('listitem');
export const line = (page: Page, status: string): Locator => page.locator(`article[data-status="${status}"]`);
export const shownPictures = (page: Page): Locator => page.getByRole('log').locator('.picture img');
export const send = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Send', exact: true }).click();

/** The next message that brings a file: what it says to clients that know only XEP-0066, and all of it. */
export async function fileFor(colleague: Colleague): Promise<{ url: string; body: string; xml: string }> {
  const xml = await colleague.hears(/jabber:x:oob/);
  const url = /<url>([^<]+)<\/url>/.exec(xml)?.[1] ?? '';
  const body = /<body>([^<]*)<\/body>/.exec(xml)?.[1] ?? '';
  return { url, body, xml };
}

/** A picture is decoded and on the screen. */
export async function expectDrawn(image: Locator, width: number): Promise<void> {
  await expect.poll(() => image.evaluate((i: HTMLImageElement) => i.complete && i.naturalWidth)).toBe(width);
}

/** Data as a browser hands it over when something is dropped or pasted. */
export async function transferOf(
  page: Page,
  files: readonly { readonly name: string; readonly type: string; readonly content: Buffer | string }[],
  text = '',
) {
  const data = files.map((f) => ({ ...f, content: Buffer.from(f.content).toString('base64') }));
  return page.evaluateHandle(
    ({ data, text }) => {
      const transfer = new DataTransfer();
      for (const { name, type, content } of data)
        transfer.items.add(
          new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], name, { type }),
        );
      if (text) transfer.setData('text/plain', text);
      return transfer;
    },
    { data, text },
  );
}

export async function paste(
  target: Locator,
  transfer: Awaited<ReturnType<typeof transferOf>>,
): Promise<void> {
  await target.evaluate((node, clipboardData) => {
    node.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, transfer);
}
