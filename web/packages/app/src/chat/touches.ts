/** How often, at most, the session is told that the person is there. */
const TELL_EVERY_MS = 15_000;

/** Tells that the person touched something in this tab, so that none of the tabs takes them for away. */
export function watchTouches(isAway: () => boolean, touched: () => void): () => void {
  let told = 0;
  let where = '';
  const heard = (event?: Event) => {
    if (event?.type === 'focus' && event.target !== window) return; // the page may move the focus by itself
    if (event instanceof MouseEvent) {
      // Browsers tell of a move, too, when the page changes under a pointer that lies still.
      const here = `${event.screenX} ${event.screenY}`;
      if (event.type === 'pointermove' && here === where) return;
      where = here;
    }
    const now = Date.now();
    if (!isAway() && now - told < TELL_EVERY_MS) return;
    told = now;
    touched();
  };
  const looked = () => {
    if (document.visibilityState === 'visible') heard();
  };
  const events = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'] as const;
  const options = { passive: true, capture: true };
  for (const name of events) addEventListener(name, heard, options);
  document.addEventListener('visibilitychange', looked);
  return () => {
    for (const name of events) removeEventListener(name, heard, options);
    document.removeEventListener('visibilitychange', looked);
  };
}
