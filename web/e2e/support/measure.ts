import type { Page } from '@playwright/test';

/** Of several times the one in the middle: a machine that stalls once is not what was measured. */
export const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Infinity;

interface Noted {
  notedAt?: Promise<number>;
}

/** When a line that says this comes into a page, as the page itself sees it; gives what waits for that. */
export async function lineComes(page: Page, text: string): Promise<() => Promise<number>> {
  await page.evaluate((words) => {
    (window as Noted).notedAt = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        const bodies = [...document.querySelectorAll('article .body')];
        if (!bodies.some((body) => body.textContent.trim() === words)) return;
        observer.disconnect();
        resolve(Date.now());
      });
      observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    });
  }, text);
  return () => noted(page);
}

/** When the row of somebody has no number of unread lines any more, as the page itself sees it; it has one now. */
export async function numberGoes(page: Page, name: string): Promise<() => Promise<number>> {
  await page.evaluate((person) => {
    (window as Noted).notedAt = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        const row = [...document.querySelectorAll('nav a')].find(
          (a) => a.querySelector('b')?.textContent === person,
        );
        if (!row || row.querySelector('[aria-label*="unread"]')) return;
        observer.disconnect();
        resolve(Date.now());
      });
      observer.observe(document.body, { childList: true, subtree: true, attributes: true });
    });
  }, name);
  return () => noted(page);
}

/** When Enter is pressed next in a page. */
export async function enterComes(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    (window as Noted).notedAt = new Promise((resolve) =>
      addEventListener('keydown', () => resolve(Date.now()), { capture: true, once: true }),
    );
  });
  return () => noted(page);
}

const noted = (page: Page): Promise<number> =>
  page.evaluate(async () => (await (window as Noted).notedAt) ?? Infinity);
