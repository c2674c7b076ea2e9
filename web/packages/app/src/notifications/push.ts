import { type Command, type CommandValue, openMirrors } from '@stoa/core';
import { userAgent } from '../account.ts';
import { serviceWorker } from '../worker-client.ts';
import { type PushState, device } from './device.svelte.ts';

export interface Asks {
  perform(command: Command): Promise<CommandValue>;
}

/**
 * Brings the server's registration of this browser in line with what the person wants now: told, or not told. To be called
 * whenever a session begins, as browsers change their subscriptions, and whenever what is wanted changes.
 *
 * @param busy whether only what rings in “Do not disturb” is wanted
 */
export async function keepRegistered(chat: Asks, wanted: boolean, busy: boolean): Promise<PushState> {
  const registration = await serviceWorker();
  if (!registration || !('pushManager' in registration)) return 'unoffered';
  const node = userAgent().id;
  if (!wanted) {
    // A subscription that nothing is sent to stays good, and is there at once when it is wanted again.
    if (await registration.pushManager.getSubscription()) await chat.perform({ type: 'push-disable', node });
    return 'off';
  }
  const key = (await chat.perform({ type: 'push-key' })) as string | undefined;
  if (key === undefined) return 'unoffered';
  const subscription = await subscribe(registration, key).catch(() => undefined);
  const { endpoint, keys } = subscription?.toJSON() ?? {};
  if (!endpoint || !keys?.p256dh || !keys.auth) return 'unreachable';
  const to = { endpoint, p256dh: keys.p256dh, auth: keys.auth, preview: device.preview, busy };
  await chat.perform({ type: 'push-enable', node, to });
  return 'on';
}

/** The subscription for that key of the server's; one for another key is of no use any more. */
async function subscribe(registration: ServiceWorkerRegistration, key: string): Promise<PushSubscription> {
  const { pushManager } = registration;
  const wanted = bytesOf(key);
  const before = await pushManager.getSubscription();
  if (before && sameBytes(before.options.applicationServerKey, wanted)) return before;
  await before?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted });
}

/** The person leaves: the server tells this browser nothing more, nor does the push service know it. */
export async function unregister(chat?: Asks): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  const subscription = await registration?.pushManager?.getSubscription();
  if (!subscription) return;
  await chat?.perform({ type: 'push-disable', node: userAgent().id }).catch(() => undefined);
  // Whatever the server still holds ends at the first message.
  await subscription.unsubscribe();
}

/** Nothing of the account's stays in this browser, on the screen or kept. To be called when it is signed out. */
export async function forgetNotifications(self: string): Promise<void> {
  device.forget();
  const registration = await navigator.serviceWorker?.getRegistration();
  for (const one of (await registration?.getNotifications()) ?? []) one.close();
  await (navigator as { clearAppBadge?: () => Promise<void> }).clearAppBadge?.().catch(() => undefined);
  await (await openMirrors()).forget(self);
}

/** RFC 7515's base64url. */
function bytesOf(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

function sameBytes(one: ArrayBuffer | null, other: Uint8Array): boolean {
  if (!one) return false;
  const bytes = new Uint8Array(one);
  return bytes.length === other.length && bytes.every((b, i) => b === other[i]);
}
