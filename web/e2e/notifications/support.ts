import { type Page, expect } from '@playwright/test';
import { cover } from '../support/cover.ts';
import type { Person } from '../support/story.ts';
import type { Window } from '../support/window.ts';

/** Another window is in front of this one; or it is looked at again, and all its tabs know. */
export async function look(page: Page, at: boolean): Promise<void> {
  await cover(page, !at);
  // What a tab says of itself is known to all of them when its lock is held, or let go.
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const { held = [] } = await navigator.locks.query();
        return held.some((lock) => lock.name === 'stoa:looked');
      }),
    )
    .toBe(at);
}

export interface Notified {
  readonly title: string;
  readonly body: string;
  readonly path: string;
}

/** What the system shows of this browser now. */
export function notified(page: Page): Promise<readonly Notified[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const shown = await registration.getNotifications();
    return shown.map(({ title, body, data }) => ({
      title,
      body,
      path: (data as { readonly path: string }).path,
    }));
  });
}

/** Exactly these are shown, soon. */
export async function expectNotified(page: Page, ...wanted: readonly Partial<Notified>[]): Promise<void> {
  await expect
    .poll(() => notified(page))
    .toEqual(wanted.map((one) => expect.objectContaining(one) as unknown));
}

/** Lets this browser show notifications, as a person does in their account. */
export async function allow(person: Person, window: Window): Promise<void> {
  await person.context.grantPermissions(['notifications'], { origin: new URL(window.page.url()).origin });
  await openSettings(window);
  await set(window, 'Notifications in this browser', true);
}

/** Turns a switch; it shows the new state when that holds. */
export async function set(window: Window, name: string, on: boolean): Promise<void> {
  const box = window.page.getByRole('switch', { name, exact: true });
  if ((await box.isChecked()) !== on) await box.click();
  await expect(box).toBeChecked({ checked: on });
}

export async function openSettings(window: Window): Promise<void> {
  await window.menu('Your account');
  await window.page.getByRole('link', { name: 'Notifications', exact: true }).click();
  await expect(window.page.getByRole('heading', { name: 'Notifications', exact: true })).toBeVisible();
}

/** Clicks a notification, as the system tells the service worker of it. */
export async function click(person: Person, title: string): Promise<void> {
  const worker = await serviceWorker(person);
  await worker.evaluate(async (wanted) => {
    const scope = globalThis as unknown as {
      readonly registration: ServiceWorkerRegistration;
      dispatchEvent(event: Event): boolean;
      readonly NotificationEvent: new (type: string, init: object) => Event;
    };
    const [notification] = (await scope.registration.getNotifications()).filter((n) => n.title === wanted);
    if (!notification) throw new Error(`no notification ${wanted}`);
    scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
  }, title);
}

export async function serviceWorker(person: Person) {
  return person.context.serviceWorkers()[0] ?? (await person.context.waitForEvent('serviceworker'));
}
