import { decidePush, openMirrors, readPush, shownOf } from '@stoa/core/notifications';
import { jid } from '@stoa/xmpp';
import { LOOKED, isHeld } from '../src/notifications/held.ts';
import { type Carried, show, takeBack } from '../src/notifications/show.ts';
import { pathOf } from '../src/paths.ts';

declare const self: ServiceWorkerGlobalScope;

/** A push service has brought something; the browser has decrypted it (RFC 8291). */
export async function told(text: string): Promise<void> {
  const push = readPush(text);
  if (!push) return;
  const mirrors = await openMirrors();
  const mirror = await mirrors.read(push.account);
  if (!mirror?.device.on) {
    // Nobody is signed in here, or they want none: the push service is to say so to the server.
    await (await self.registration.pushManager.getSubscription())?.unsubscribe();
    return;
  }
  await takeBack(self.registration, push.account, push.read ?? {});
  const verdict = decidePush(push, mirror, Date.now(), await isHeld(LOOKED));
  if (!verdict.tell) return;
  const { title, body, conversation, kind, line } = shownOf(push, mirror);
  const spot = line === undefined ? {} : { line };
  await show(self.registration, {
    title,
    body,
    sound: mirror.device.sound,
    data: {
      account: push.account,
      conversation,
      path: conversation ? pathOf(kind, conversation, jid.domain(push.account), spot) : '/',
      ...spot,
    },
  });
  // An open window counts by itself.
  const windows = await self.clients.matchAll({ type: 'window' });
  if (windows.length > 0) return;
  const badge = await mirrors.countOne(push.account);
  if (badge !== undefined) await self.navigator.setAppBadge?.(badge).catch(() => undefined);
}

/** Somebody clicked: the window there is shows the very line, else one is opened. */
export async function clicked(notification: Notification): Promise<void> {
  notification.close();
  const { path } = notification.data as Carried;
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const window =
    windows.find((w) => w.focused) ?? windows.find((w) => w.visibilityState === 'visible') ?? windows[0];
  if (!window) {
    await self.clients.openWindow(path);
    return;
  }
  window.postMessage({ type: 'go', path });
  await window.focus().catch(() => undefined); // where the browser does not allow it, it is there all the same
}
