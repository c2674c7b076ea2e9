/** What bars of the browser take is less than this, what a keyboard takes is more. */
const LEAST_KEYBOARD_PX = 120;

/**
 * Keeps the page above the soft keyboard. Most browsers lay the page out anew in the room that is left (interactive-widget in
 * index.html); Safari only covers its lower part, so there the page is made as high as what is seen, by --seen-height.
 */
export function standAboveKeyboard(): () => void {
  const seen = window.visualViewport;
  if (!seen) return () => undefined;
  const { style } = document.documentElement;
  const fit = () => {
    // Who has zoomed in sees less for that reason.
    const covered = seen.scale === 1 && innerHeight - seen.height > LEAST_KEYBOARD_PX;
    if (!covered) {
      style.removeProperty('--seen-height');
      return;
    }
    style.setProperty('--seen-height', `${seen.height}px`);
    scrollTo(0, 0); // it has moved the page up to show the field, which now stands in view by itself
  };
  seen.addEventListener('resize', fit);
  return () => {
    seen.removeEventListener('resize', fit);
    style.removeProperty('--seen-height');
  };
}
