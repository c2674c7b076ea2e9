import type { Command, CommandValue } from '@stoa/core';
import { POP_OUT, openWindow } from '../../../launcher/src/window.ts';
import { router } from '../router.svelte.ts';

/** Opens the chat in a window of its own, at what is open here; or brings that window to the front. */
export function popOut(): boolean {
  return openWindow(POP_OUT + (router.path === '/' ? '' : router.path));
}

/** What a window of its own needs beyond the chat itself. Returns what ends it. */
export function inItsOwnWindow(
  address: string,
  perform: (command: Command) => Promise<CommandValue>,
): () => void {
  const alone = onlyWindow(address);
  const deaf = greetOpener(perform);
  return () => {
    alone();
    deaf();
  };
}

/**
 * An account has one such window in a browser. Pages that do not know each other's windows can open two: then the one that came first
 * closes, for only the new one is sure to be before the person's eyes. What was being written is kept as a draft.
 */
function onlyWindow(address: string): () => void {
  const channel = new BroadcastChannel(`stoa.window ${address}`);
  channel.onmessage = () => window.close();
  channel.postMessage('here');
  return () => channel.close();
}

/**
 * The page that opened this window may carry the chat icon. It is told that the window is there, which is all that anybody learns;
 * whoever answers gets a token for the unread number, if the server lets pages of that origin have one. The browser says which it is.
 */
function greetOpener(perform: (command: Command) => Promise<CommandValue>): () => void {
  const opener = window.opener as WindowProxy | null;
  if (!opener) return () => undefined;
  const heard = (event: MessageEvent<unknown>) => {
    const said = event.data as { readonly stoa?: unknown } | null;
    if (event.source !== opener || event.origin === location.origin || said?.stoa !== 'host') return;
    const answer = (words: object) => opener.postMessage(words, event.origin);
    perform({ type: 'launcher-token', origin: event.origin }).then(
      (token) => answer({ stoa: 'token', token }),
      () => answer({ stoa: 'refused' }),
    );
  };
  addEventListener('message', heard);
  opener.postMessage({ stoa: 'here' }, '*');
  return () => removeEventListener('message', heard);
}
