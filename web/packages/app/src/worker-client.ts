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
  const loaded = new Promise<unknown>((resolve) => {
    if (document.readyState === 'complete') resolve(undefined);
    else addEventListener('load', resolve);
  });
  // Fails where the certificate is not trusted: then the page works as without it, and the settings say so.
  started = loaded
    .then(() => navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }))
    .then(active)
    .catch(() => undefined);
}

let started: Promise<ServiceWorkerRegistration | undefined> = Promise.resolve(undefined);

/** The service worker when it can be worked with, which on a first visit takes a while; undefined where there is none. */
export const serviceWorker = (): Promise<ServiceWorkerRegistration | undefined> => started;

/** Until it is active it shows nothing, and no push service knows it. */
function active(registration: ServiceWorkerRegistration): Promise<ServiceWorkerRegistration | undefined> {
  const coming = registration.installing ?? registration.waiting;
  if (registration.active || !coming) return Promise.resolve(registration);
  return new Promise((resolve) => {
    coming.addEventListener('statechange', () => {
      if (coming.state === 'activated') resolve(registration);
      else if (coming.state === 'redundant') resolve(undefined);
    });
  });
}
