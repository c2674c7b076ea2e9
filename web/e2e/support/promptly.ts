import { expect } from '@playwright/test';

/**
 * What is done is seen within a second: in two of three times, for a machine that stalls takes its time from one of them, and a
 * product that is slow from all.
 */
export async function withinASecond(
  does: (time: number) => unknown,
  sees: (time: number) => Promise<unknown>,
): Promise<void> {
  const took: number[] = [];
  for (const time of [0, 1, 2]) {
    await does(time);
    const since = Date.now();
    await sees(time);
    took.push(Date.now() - since);
  }
  const [, second] = took.sort((a, b) => a - b);
  expect(second, `of ${took.join(', ')} ms`).toBeLessThan(1_000);
}
