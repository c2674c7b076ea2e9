import type { CDPSession, Page, Worker } from '@playwright/test';
import { Colleague } from '../support/colleague.ts';
import { demoPerson } from '../support/demo.ts';
import { Server } from '../support/server.ts';
import { type Person, expect, personIn, test as stories } from '../support/story.ts';
import { Window } from '../support/window.ts';
import { PushService } from './push-service.ts';
import { type Notified, allow, openSettings, serviceWorker, set } from './support.ts';

interface Own {
  readonly service: PushService;
  readonly own: Server;
}

/** A server that tells browsers through a push service of the tests' own. */
const test = stories.extend<Own>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures from the pattern
  service: async ({}, use) => {
    const service = await PushService.start();
    await use(service);
    await service.stop();
  },
  own: [
    async ({ service }, use) => {
      const server = await Server.start('--demo', '--set', `push.web_services=["${service.origin}"]`);
      await use(server);
      await server.stop();
    },
    { timeout: 11 * 60_000 },
  ],
});

/** The worker, counting what it has done with pushes. */
interface Handling {
  handled: number;
  readonly PushEvent: { readonly prototype: { waitUntil(work: Promise<unknown>): void } };
}

/** Hands a push to the service worker, as the browser does when its maker's service has one; done when the worker is. */
async function pusher(
  cdp: CDPSession,
  origin: string,
  worker: Worker,
): Promise<(data: string) => Promise<void>> {
  const registered = new Promise<string>((resolve) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const found = registrations.find((r) => !r.isDeleted && r.scopeURL.startsWith(origin));
      if (found) resolve(found.registrationId);
    });
  });
  await cdp.send('ServiceWorker.enable');
  const registrationId = await registered;
  await worker.evaluate(() => {
    const scope = globalThis as unknown as Handling;
    const { prototype } = scope.PushEvent;
    scope.handled = 0;
    const { waitUntil } = prototype;
    prototype.waitUntil = function (work: Promise<unknown>) {
      waitUntil.call(this, work);
      void work.finally(() => scope.handled++);
    };
  });
  const handled = () => worker.evaluate(() => (globalThis as unknown as Handling).handled);
  return async (data) => {
    const before = await handled();
    await cdp.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
    await expect.poll(handled).toBe(before + 1);
  };
}

/** The account's item of XEP-0490, published: how far a conversation was displayed. */
const displayed = (conversation: string, self: string, id: string): string =>
  "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:mds:displayed:0'>" +
  `<item id='${conversation}'><displayed xmlns='urn:xmpp:mds:displayed:0'>` +
  `<stanza-id xmlns='urn:xmpp:sid:0' by='${self}' id='${id}'/></displayed></item></publish></pubsub>`;

/** What the page keeps for the service worker, a moment after it has changed. */
interface Mirror {
  readonly show: string;
  readonly urgent: readonly string[];
  readonly device: { readonly preview: boolean };
  readonly wishes: { readonly quiet: { readonly on: boolean; readonly from: number; readonly to: number } };
}

/** Undefined as long as there is none. */
function mirror(page: Page): Promise<Mirror | undefined> {
  return page.evaluate(async () => {
    const db = await new Promise<IDBDatabase | undefined>((resolve) => {
      const request = indexedDB.open('stoa.notifications');
      // What the page has not made yet is not made here: it would be empty for good.
      request.onupgradeneeded = () => request.transaction?.abort();
      request.onerror = () => resolve(undefined);
      request.onsuccess = () => resolve(request.result);
    });
    if (!db) return undefined;
    const kept = await new Promise<Mirror | undefined>((resolve) => {
      const request = db.transaction('mirrors').objectStore('mirrors').get('juliet@localhost');
      request.onsuccess = () => resolve(request.result as Mirror | undefined);
    });
    db.close();
    return kept;
  });
}

/** The whole day, from now on; the settings are open. The server has heard of it, and so has the service worker. */
async function quietHours(person: Person, window: Window, on: boolean): Promise<void> {
  await set(window, 'Quiet hours', on);
  if (on) {
    await window.page.getByLabel('From', { exact: true }).fill('00:00');
    await window.page.getByLabel('to', { exact: true }).fill('00:00');
  }
  await expect
    .poll(async () => (await mirror(window.page))?.wishes.quiet)
    .toMatchObject(on ? { on, from: 0, to: 0 } : { on });
  await person.network.heard(window.page);
}

test('the tab is closed: the server posts, the browser wakes the worker, a notification says it, a click opens the very line (E46)', async ({
  browser,
  service,
  own,
  faults,
  words,
}) => {
  test.setTimeout(300_000);
  const context = await browser.newContext({ locale: 'en-GB' });
  const person = await personIn(context, own.url, faults);
  // The browser's maker cannot be reached from here: the subscription is one at the tests' own service. What the page does
  // with it, and all behind it, is as it is.
  await context.addInitScript((json) => {
    // A subscription outlives the page.
    const KEPT = 'test.subscribed';
    const subscription = {
      options: { applicationServerKey: null },
      toJSON: () => json,
      unsubscribe: () => {
        localStorage.removeItem(KEPT);
        return Promise.resolve(true);
      },
    };
    PushManager.prototype.getSubscription = () =>
      Promise.resolve(
        (localStorage.getItem(KEPT) ? subscription : null) as unknown as PushSubscription | null,
      );
    PushManager.prototype.subscribe = (options) => {
      const key = options?.applicationServerKey as Uint8Array;
      if (key.length !== 65 || key[0] !== 4) throw new Error('no point of P-256');
      localStorage.setItem(KEPT, 'yes');
      return Promise.resolve(subscription as unknown as PushSubscription);
    };
  }, service.subscription);
  const juliet = await (await person.window()).signIn('juliet');
  await allow(person, juliet);
  await expect(juliet.page.getByText('You are told even when this page is closed.')).toBeVisible();
  const worker = await serviceWorker(person);
  const shown = () =>
    worker.evaluate(async () => {
      const scope = globalThis as unknown as { readonly registration: ServiceWorkerRegistration };
      return (await scope.registration.getNotifications()).map(({ title, body, data }) => ({
        title,
        body,
        path: (data as { readonly path: string }).path,
      }));
    }) as Promise<Notified[]>;

  const blank = await context.newPage();
  const deliver = await pusher(await context.newCDPSession(blank), own.url, worker);
  await quietHours(person, juliet, true);
  await juliet.page.close();

  const { address, password } = await demoPerson(own, 'romeo');
  const romeo = await Colleague.signIn(own, address, password);
  const hers = await demoPerson(own, 'juliet');
  const phone = await Colleague.signIn(own, hers.address, hers.password);
  try {
    const says = (body: string) => romeo.does('send', { to: 'juliet@localhost', body });
    // In quiet hours, by the zone of the browser, nothing is posted that the worker would have to drop.
    const asleep = words('Is she asleep?');
    says(asleep);
    await phone.gets('message', { body: asleep });
    await phone.quit();
    const waking = await new Window(await context.newPage(), own.url).open('/');
    await waking.online();
    await expect(waking.row('Romeo')).toContainText(asleep);
    expect(service.count).toBe(0);
    await openSettings(waking);
    await quietHours(person, waking, false);
    await waking.page.close();

    // What was read elsewhere is taken away with what comes next, although no tab is open.
    const other = await demoPerson(own, 'tybalt');
    const cousin = await Colleague.signIn(own, other.address, other.password);
    cousin.does('send', { to: hers.address, body: words('What, drawn?') });
    const drawn = await service.next();
    await deliver(drawn);
    await expect.poll(shown).toEqual([expect.objectContaining({ title: 'Tybalt' })]);
    const reading = await Colleague.signIn(own, hers.address, hers.password);
    const { id } = JSON.parse(drawn) as { readonly id: string };
    reading.does('ask', {
      to: hers.address,
      kind: 'set',
      payload: displayed(other.address, hers.address, id),
    });
    await reading.gets('answer');
    await Promise.all([reading.quit(), cousin.quit()]);

    const text = words('I will omit no opportunity');
    says(text);
    const payload = await service.next();
    expect(payload).toContain(text);
    await deliver(payload);
    await expect.poll(shown).toEqual([expect.objectContaining({ title: 'Romeo', body: text })]);
    const [notification] = await shown();
    expect(notification?.path).toMatch(/^\/chat\/romeo\/message\/\d+$/);

    // A push that comes twice is told once; one that nobody here has asked for shows nothing.
    await deliver(payload);
    await deliver(JSON.stringify({ account: 'nobody@localhost', kind: 'message', body: 'x' }));
    await deliver('no json');
    expect(await shown()).toHaveLength(1);

    // The click. A click of the tests' making may not open windows, so what would be opened is written down, and opened here.
    const opened = await worker.evaluate(async () => {
      const scope = globalThis as unknown as {
        readonly registration: ServiceWorkerRegistration;
        readonly clients: { openWindow: (url: string) => Promise<unknown> };
        dispatchEvent(event: Event): boolean;
        readonly NotificationEvent: new (type: string, init: object) => Event;
      };
      const [one] = await scope.registration.getNotifications();
      return new Promise<string>((resolve) => {
        scope.clients.openWindow = (url) => {
          resolve(url);
          return Promise.resolve(null);
        };
        scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification: one }));
      });
    });
    expect(opened).toBe(notification?.path);
    await expect.poll(shown).toEqual([]);
    const again = new Window(await context.newPage(), own.url);
    await again.open(opened);
    await again.online();
    await again.expectLine(text, 'received');
    await expect(again.lines(text)).toBeInViewport();
    expect(new URL(again.page.url()).pathname).toBe(opened);

    // Without a preview the server says who, and not what: the words do not even leave it.
    await openSettings(again);
    await set(again, 'Show what messages say', false);
    // In “Do not disturb” the browser is not registered at all until there is somebody who may disturb: then anew, and the server
    // has no reason to put anything off.
    const registered = again.page.getByText('You are told even when this page is closed.');
    await expect(registered).toBeVisible();
    await again.menu('Do not disturb');
    await expect(again.page.getByRole('button', { name: 'Your status and settings' })).toContainText(
      'Do not disturb',
    );
    await expect(registered).toHaveCount(0);
    await again.row('Romeo').click({ button: 'right' });
    await again.page.getByRole('menuitemcheckbox', { name: 'Also in “Do not disturb”' }).click();
    // The server has answered the registration, and knows the exception that was said before it.
    await expect(registered).toBeVisible();
    await expect
      .poll(() => mirror(again.page))
      .toMatchObject({ show: 'dnd', urgent: ['romeo@localhost'], device: { preview: false } });
    await person.network.heard(again.page);
    await again.page.close();
    const third = await demoPerson(own, 'tybalt');
    const tybalt = await Colleague.signIn(own, third.address, third.password);
    const laptop = await Colleague.signIn(own, hers.address, hers.password);
    const unheard = words('Peace? I hate the word.');
    tybalt.does('send', { to: 'juliet@localhost', body: unheard });
    await laptop.gets('message', { body: unheard });
    await Promise.all([tybalt.quit(), laptop.quit()]);
    says(words('A secret'));
    const hidden = await service.next();
    expect(hidden).toContain('romeo@localhost');
    expect(hidden).not.toContain('A secret');
    await deliver(hidden);
    await expect.poll(shown).toEqual([expect.objectContaining({ title: 'Romeo', body: 'New message' })]);

    // Signing out ends it: the server posts nothing more, and what was shown is gone.
    const last = await new Window(await context.newPage(), own.url).open('/');
    await last.menu('Available');
    await last.online();
    await last.menu('Sign out of Stoa');
    await expect(last.page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await expect.poll(shown).toEqual([]);
    const late = words('Is she gone?');
    says(late);
    const back = await last.signIn('juliet');
    await expect(back.row('Romeo')).toContainText(late);
    expect(service.count).toBe(0);
  } finally {
    await phone.quit();
    await romeo.quit();
    await context.close();
  }
});
