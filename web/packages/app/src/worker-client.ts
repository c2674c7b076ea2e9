import { router } from './router.svelte.ts';

/** What the service worker says to a window: somebody clicked a notification. */
export interface Go {
  readonly type: 'go';
  readonly path: string;
}

/**
 * Starts the service worker, which lets the page start without a network and shows notifications, and goes where it says. Not
 * while developing: what it keeps would hide what was just written.
 */
export function startWorker(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  navigator.serviceWorker.addEventListener('message', (event: MessageEvent<Partial<Go>>) => {
    if (event.data.type === 'go' && event.data.path?.startsWith('/')) router.go(event.data.path);
  });
  const register = () => {
    // Fails where the certificate is not trusted: then the page works as without it, and the settings say so.
    navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => undefined);
  };
  if (document.readyState === 'complete') register();
  else addEventListener('load', register);
}
