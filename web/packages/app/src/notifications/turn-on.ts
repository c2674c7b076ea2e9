import { serviceWorker } from '../worker-client.ts';
import { device } from './device.svelte.ts';

export type TurnedOn = 'on' | 'blocked' | 'later' | 'unsupported' | 'no-worker';

/** Asks the browser, which asks the person: only ever because they wanted it. */
export async function turnOn(): Promise<TurnedOn> {
  if (device.permission === 'unsupported') return 'unsupported';
  const permission = await Notification.requestPermission();
  if (permission !== 'granted') {
    device.change(permission === 'denied' ? { offer: 'declined' } : {});
    return permission === 'denied' ? 'blocked' : 'later';
  }
  device.change({ on: true, offer: 'declined' });
  return (await serviceWorker()) ? 'on' : 'no-worker';
}

/** A real notification, the way all others are made. */
export async function tryOut(title: string, body: string): Promise<boolean> {
  const registration = await serviceWorker();
  if (!registration || Notification.permission !== 'granted') return false;
  const data = { account: '', conversation: '', path: '/account/notifications' };
  const options = { body, tag: 'test', data, icon: '/icon-192.png', badge: '/badge-96.png', renotify: true };
  await registration.showNotification(title, { ...options, silent: !device.sound } as NotificationOptions);
  return true;
}

/** Whose words to use for where the browser keeps its permissions, and the system its own. */
export function browserKind(agent = navigator.userAgent): 'firefox' | 'safari' | 'ios' | 'chromium' {
  if (/iPhone|iPad/.test(agent)) return 'ios';
  if (/Firefox\//.test(agent)) return 'firefox';
  return /Chrome\/|Chromium\/|Edg\//.test(agent) ? 'chromium' : 'safari';
}

export function systemKind(agent = navigator.userAgent): 'windows' | 'mac' | 'android' | 'ios' | 'other' {
  if (/iPhone|iPad/.test(agent)) return 'ios';
  if (agent.includes('Android')) return 'android';
  if (agent.includes('Windows')) return 'windows';
  return agent.includes('Mac OS') ? 'mac' : 'other';
}
