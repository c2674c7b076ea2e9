import type { Screen } from '../support/screens.ts';
import { expect } from '../support/story.ts';
import type { Window } from '../support/window.ts';

/** Screens that need what was said in the scene, or a window in a state of its own; after all others. */
async function at(window: Window, path: string): Promise<void> {
  await window.open(path);
  await expect(window.log.locator('article').last()).toBeInViewport();
}

const files = async (window: Window): Promise<void> => {
  await at(window, '/chat/mercutio');
  await expect(window.log.locator('.card')).toBeVisible();
  await expect(window.log.getByText('Six of them still work')).toBeVisible();
  const image = window.log.locator('.picture img');
  await expect
    .poll(() => image.evaluate((i: HTMLImageElement) => i.complete && i.naturalWidth))
    .toBeGreaterThan(0);
};

export const EXTRAS: readonly Screen[] = [
  { name: 'files', show: files },
  {
    name: 'viewer',
    show: async (window) => {
      await files(window);
      await window.page.getByRole('button', { name: 'Look at lanterns.png' }).click();
      const viewed = window.page.getByRole('dialog').locator('img').first();
      await expect
        .poll(() => viewed.evaluate((i: HTMLImageElement) => i.complete && i.naturalWidth))
        .toBeGreaterThan(0);
    },
  },
  {
    name: 'staged',
    show: async (window) => {
      await at(window, '/chat/romeo');
      await window.page.locator('input[data-files="any"]').setInputFiles([
        { name: 'seating plan, second draft.txt', mimeType: 'text/plain', buffer: Buffer.from('Table 1') },
        { name: 'menu.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(48_000, '%') },
      ]);
      await expect(
        window.page.getByRole('list', { name: 'Files to send' }).getByRole('listitem'),
      ).toHaveCount(2);
    },
  },
  {
    name: 'suggestions',
    show: async (window) => {
      // What was staged in the picture before would be staged in the next series as well.
      const staged = window.page.getByRole('list', { name: 'Files to send' }).getByRole('listitem');
      for (let left = await staged.count(); left > 0; left -= 1) {
        await staged
          .first()
          .getByRole('button', { name: /^Remove/ })
          .click();
        await expect(staged).toHaveCount(left - 1);
      }
      await at(window, '/room/garden');
      await expect(window.page.locator('button.count')).toContainText(/[3-9]/);
      await window.composer.pressSequentially('Thank you @');
      await expect(window.page.getByRole('option').first()).toBeVisible();
    },
  },
  {
    name: 'edit',
    show: async (window) => {
      await at(window, '/room/garden');
      // What was begun in the picture before comes back as a draft, now or a moment later.
      await expect(async () => {
        await window.composer.fill('');
        await window.composer.press('ArrowUp');
        await expect(window.page.getByText('Edit your message')).toBeVisible({ timeout: 1_000 });
      }).toPass();
    },
  },
  {
    name: 'focus',
    show: async (window) => {
      await at(window, '/room/garden');
      await expect(window.page.locator('button.count')).toContainText(/[1-9]/);
      const line = window.log.locator('article').last();
      await window.composer.press('Shift+Tab');
      await line.focus();
      await expect(line).toBeFocused();
    },
  },
  {
    name: 'high-contrast',
    show: async (window) => {
      await window.page.emulateMedia({ contrast: 'more' });
      await at(window, '/room/garden');
      await expect(window.page.locator('button.count')).toContainText(/[1-9]/);
    },
  },
  {
    name: 'offline',
    show: async (window) => {
      await window.page.emulateMedia({ contrast: null });
      await at(window, '/chat/nurse');
      await window.page.context().setOffline(true);
      await expect(window.page.getByText('You are offline. What you write is kept')).toBeVisible();
    },
  },
];
