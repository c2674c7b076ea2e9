/**
 * The chat icon for pages of other origins: `<script src="https://chat.example.org/launcher.js" defer></script>`. It shows how much is
 * unread and opens the chat in a window of its own. Nothing of it may ever disturb the page it is in: it throws nothing, takes
 * no global name, and what it has to say of mistakes stands in the console, once.
 */
import { showIcon } from './icon.ts';
import { isListed } from './listed.ts';
import { UnreadNumber } from './number.ts';
import { PopOut } from './pop-out.ts';
import { warn } from './warn.ts';

// Known only while the script runs for the first time.
const script = document.currentScript;

function begin(chat: string): void {
  const number = new UnreadNumber(chat);
  const popOut = new PopOut(chat, (token) => number.use(token));
  const icon = showIcon(() => popOut.open());
  number.start((unread) => icon.show(unread));
}

async function start(): Promise<void> {
  if (!(script instanceof HTMLScriptElement) || !script.src) {
    warn('Load launcher.js by a script element with its address in src, not as a module.');
    return;
  }
  const chat = new URL(script.src).origin;
  // Twice in a page it is there once.
  if (document.documentElement.dataset.stoaLauncher !== undefined) return;
  document.documentElement.dataset.stoaLauncher = '';
  if (document.readyState === 'loading')
    await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
  if (await isListed(chat)) begin(chat);
}

start().catch((e: unknown) => warn(`The chat icon could not be shown: ${String(e)}`));
