/** Held (Web Locks) by every tab that can be seen, and by the one that has the focus: gone with the tab, whatever ends it. */
export const VISIBLE = 'stoa:visible';
export const LOOKED = 'stoa:looked';

/** Whether some tab of this browser holds it. In the service worker, too. */
export async function isHeld(name: typeof VISIBLE | typeof LOOKED): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some((lock) => lock.name === name);
}
