/**
 * The service worker: starts the page without a network, shows what a push service brings, and leads from a notification to the
 * line it tells of. It has no connection and no token of its own.
 */
import { answer, dropOldShells, keepShell } from './shell.ts';
import { clicked, told } from './telling.ts';

declare const self: ServiceWorkerGlobalScope;

self.addEventListener('install', (event) => {
  // It keeps no state that a page relies on, so nobody has to wait for the last window to be closed.
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([dropOldShells(), self.clients.claim()]));
});

self.addEventListener('fetch', (event) => {
  const response = answer(event.request);
  if (response) event.respondWith(response);
});

self.addEventListener('push', (event) => {
  event.waitUntil(told(event.data?.text() ?? ''));
});

self.addEventListener('notificationclick', (event) => {
  event.waitUntil(clicked(event.notification));
});
