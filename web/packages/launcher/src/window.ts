/** Where the chat has a window of its own. The server lets that path alone be tied to the page that opened it. */
export const POP_OUT = '/popout';

/** The window's name: a page that knows it finds the window again. */
const NAME = 'stoa-chat';
const WIDTH = 440;
const HEIGHT = 720;

/** Opens a window at that address, or brings the one that is there to the front as it is. False when the browser refuses. */
export function openWindow(url: string): boolean {
  const width = Math.min(WIDTH, screen.availWidth);
  const height = Math.min(HEIGHT, screen.availHeight);
  const left = Math.max(0, screen.availWidth - width);
  const opened = window.open('', NAME, `popup,width=${width},height=${height},left=${left},top=0`);
  if (!opened) return false;
  try {
    if (opened.location.href === 'about:blank') opened.location.replace(url);
  } catch {
    // It is another origin's by now: the chat is there.
  }
  opened.focus();
  return true;
}
