import { expect } from '@playwright/test';

/** Where things stand when nothing moves any more: what is asked twice gives the same. */
export async function atRest<T>(where: () => Promise<T>): Promise<T> {
  let last: T | undefined;
  let told = '';
  await expect
    .poll(async () => {
      const seen = told;
      last = await where();
      told = JSON.stringify(last);
      return told === seen;
    })
    .toBe(true);
  return last as T;
}
