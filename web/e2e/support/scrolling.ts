import type { Page } from '@playwright/test';

/**
 * Leaps to each place in the open talk, from 0, its first line, to 1, and scrolls up and down from there by hand's breadths.
 * Measures how far any line in view moves otherwise than it was scrolled, and counts the frames over 50 ms.
 */
export function scrollThrough(
  page: Page,
  places: readonly number[],
): Promise<{ worst: number; frames: number; slow: number }> {
  return page.evaluate(async (leaps) => {
    const found = document.querySelector<HTMLElement>('[role=log]');
    if (!found) throw new Error('no list');
    const log = found;
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const tops = () =>
      new Map(
        [...log.querySelectorAll<HTMLElement>('article[data-line]')]
          .map((line) => [line.dataset.line ?? '', line.getBoundingClientRect()] as const)
          .filter(([, box]) => box.bottom > 0 && box.top < innerHeight)
          .map(([key, box]) => [key, box.top] as const),
      );
    let worst = 0;
    let frames = 0;
    let slow = 0;
    let last = await frame();
    /** Every frame counts, from its beginning to the beginning of the next. */
    const counted = async () => {
      const now = await frame();
      frames += 1;
      if (now - last > 50) slow += 1;
      last = now;
    };
    const step = async (by: number) => {
      const before = tops();
      const from = log.scrollTop;
      log.scrollTop += by;
      const wanted = log.scrollTop - from;
      await counted();
      await counted();
      const then = tops();
      for (const [key, top] of before) {
        const after = then.get(key);
        if (after !== undefined) worst = Math.max(worst, Math.abs(after - (top - wanted)));
      }
    };
    for (const leap of leaps) {
      log.scrollTop = (log.scrollHeight - log.clientHeight) * leap;
      await counted();
      await counted();
      for (let i = 0; i < 8; i++) await step(i % 2 === 0 ? -180 : -340);
      for (let i = 0; i < 8; i++) await step(260);
    }
    return { worst, frames, slow };
  }, places);
}
