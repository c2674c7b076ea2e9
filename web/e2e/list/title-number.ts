import type { Window } from '../support/window.ts';

/** The number in the title; 0 for none. What is open is counted there, too, where its row shows nothing. */
export async function titleNumber(window: Window): Promise<number> {
  return Number(/^\((\d+)\)/.exec(await window.page.title())?.[1] ?? 0);
}
