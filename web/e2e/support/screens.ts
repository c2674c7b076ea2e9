import { type Locator, expect } from '@playwright/test';
import type { Window } from './window.ts';

/** Each screen is there by then. */
const SHOWN_WITHIN_MS = 20_000;

/** Walks through screens and looks at each. What does not come is told with what was found, so that one run tells all. */
export async function tour(
  window: Window,
  screens: readonly Screen[],
  say: Say,
  look: (name: string) => Promise<readonly string[]>,
): Promise<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  for (const { name, show } of screens) {
    try {
      window.page.setDefaultTimeout(SHOWN_WITHIN_MS); // one that never comes leaves the others their time
      await show(window, say);
      const problems = await look(name);
      if (problems.length > 0) found[name] = problems;
    } catch (e) {
      found[name] = [String(e).split('\n').slice(0, 6).join(' ')];
    }
  }
  return found;
}

/** How a text of the English catalogue is said in the language of the page. */
export type Say = (text: string) => string;
export const english: Say = (text) => text;

/** A screen or dialog of the web chat, and how one comes there in the demonstration. */
export interface Screen {
  readonly name: string;
  /** Brings the window there, and waits until it is all there. */
  readonly show: (window: Window, say: Say) => Promise<void>;
}

const button = (window: Window, name: string): Locator =>
  window.page.getByRole('button', { name, exact: true }).first();
const dialog = (window: Window): Locator => window.page.getByRole('dialog').last();

/** Opens a place and waits until one is there: the picture of oneself says so. */
async function at(window: Window, path: string): Promise<void> {
  await window.open(path);
  await expect(window.page.locator('nav > header svg.available')).toBeAttached();
}

async function talk(window: Window, path: string): Promise<void> {
  await at(window, path);
  await expect(window.log.locator('article').last()).toBeInViewport();
}

/** In it, not only before its lines. */
async function room(window: Window): Promise<void> {
  await talk(window, '/room/garden');
  await expect(window.page.locator('button.count')).toContainText(/[1-9]/);
}

async function home(window: Window): Promise<void> {
  await at(window, '/');
  await expect(window.page.locator('nav a[href="/chat/romeo"]')).toBeVisible();
}

async function ownMenu(window: Window, say: Say): Promise<Locator> {
  await home(window);
  await window.page.getByRole('button', { name: say('Your status and settings') }).click();
  return window.page.getByRole('menu');
}

async function roomMenu(window: Window, say: Say, item: string): Promise<void> {
  await room(window);
  await button(window, say('Room actions')).click();
  await window.page.getByRole('menuitem', { name: say(item), exact: true }).click();
  await expect(dialog(window)).toBeVisible();
}

/** What can be done with the newest line that another wrote, as the keyboard opens it. */
async function lineMenu(window: Window): Promise<Locator> {
  await room(window);
  const menu = window.page.getByRole('menu');
  // Others are seen in the room before one is in it oneself, and until then only little can be done.
  await expect(async () => {
    if (await menu.isVisible()) await window.page.keyboard.press('Escape');
    await window.log.locator('article').last().focus();
    await window.page.keyboard.press('Enter');
    await expect(menu.getByRole('menuitem').nth(3)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  return menu;
}

const account = (section: string): Screen => ({
  name: `account-${section}`,
  show: async (window) => {
    await at(window, `/account/${section}`);
    await expect(window.page.locator('.content h2')).toBeVisible();
    if (section === 'devices') await expect(window.page.locator('.content li').first()).toBeVisible();
    if (section === 'connect') await expect(window.page.locator('.content svg').first()).toBeVisible();
  },
});

const settings = (tab: string, name: string): Screen => ({
  name: `room-settings-${name}`,
  show: async (window, say) => {
    await roomMenu(window, say, 'Room settings…');
    await window.page.getByRole('tab', { name: say(tab), exact: true }).click();
    await expect(window.page.getByRole('tabpanel')).toBeVisible();
    if (name === 'form') await expect(window.page.getByRole('switch').first()).toBeVisible();
  },
});

/** Every screen and dialog that is seen by who is signed in; juliet owns the garden and administers the domain. */
export const SIGNED_IN: readonly Screen[] = [
  { name: 'welcome', show: home },
  {
    name: 'search',
    show: async (window, say) => {
      await home(window);
      await window.page.getByRole('combobox', { name: say('Chat with…') }).fill('r');
      await expect(window.page.locator('nav a[href="/chat/romeo"]')).toBeVisible();
    },
  },
  {
    name: 'search-nothing',
    show: async (window, say) => {
      await home(window);
      await window.page.getByRole('combobox', { name: say('Chat with…') }).fill('balthasar@example.org');
      await expect(window.page.locator('nav a[href="/chat/romeo"]')).toHaveCount(0);
    },
  },
  { name: 'chat', show: (window) => talk(window, '/chat/romeo') },
  {
    name: 'chat-first',
    show: async (window) => {
      await at(window, '/chat/tybalt');
      await expect(window.page.locator('.hello')).toBeVisible();
    },
  },
  { name: 'room', show: room },
  {
    name: 'room-people',
    show: async (window) => {
      await room(window);
      const count = window.page.locator('button.count');
      if ((await count.getAttribute('aria-expanded')) === 'false') await count.click();
      await expect(window.page.getByRole('complementary')).toBeVisible();
    },
  },
  {
    name: 'room-gone',
    show: async (window) => {
      await at(window, '/room/crypt');
      await expect(window.page.locator('.pane h1')).toBeVisible();
    },
  },
  {
    name: 'menu',
    show: async (window, say) => expect(await ownMenu(window, say)).toBeVisible(),
  },
  {
    name: 'row-menu',
    show: async (window) => {
      await home(window);
      await window.page.locator('nav a[href="/chat/romeo"]').click({ button: 'right' });
      await expect(window.page.getByRole('menu')).toBeVisible();
    },
  },
  {
    name: 'room-menu',
    show: async (window, say) => {
      await room(window);
      await button(window, say('Room actions')).click();
      await expect(window.page.getByRole('menu')).toBeVisible();
    },
  },
  { name: 'line-menu', show: async (window) => expect(await lineMenu(window)).toBeVisible() },
  {
    name: 'emoji',
    show: async (window, say) => {
      await talk(window, '/chat/romeo');
      await button(window, say('Emoji')).click();
      await expect(dialog(window).getByRole('button').nth(20)).toBeVisible();
    },
  },
  {
    name: 'calendar',
    show: async (window) => {
      await talk(window, '/chat/romeo');
      await window.page.locator('.day button').last().click();
      await expect(dialog(window)).toBeVisible();
    },
  },
  {
    name: 'find',
    show: async (window) => {
      await room(window);
      await window.page.keyboard.press('Control+f');
      await window.page.getByRole('search').getByRole('searchbox').fill('tables');
      await expect(window.page.getByRole('search').getByRole('status')).not.toBeEmpty();
    },
  },
  {
    name: 'formatting',
    show: async (window, say) => {
      await talk(window, '/chat/nurse');
      // On a phone the button comes with the first words.
      const words = window.page.locator('textarea');
      if (!(await button(window, say('Formatting')).isVisible())) await words.fill('*Forty-two*');
      await button(window, say('Formatting')).click();
      await expect(button(window, say('Bold'))).toBeVisible();
    },
  },
  {
    name: 'status',
    show: async (window, say) => {
      const menu = await ownMenu(window, say);
      await menu.getByText(say('Set a status text…'), { exact: true }).click();
      await expect(dialog(window)).toBeVisible();
    },
  },
  {
    name: 'shortcuts',
    show: async (window) => {
      await home(window);
      await window.page.locator('body').press('?');
      await expect(dialog(window)).toBeVisible();
    },
  },
  {
    name: 'rooms',
    show: async (window, say) => {
      await home(window);
      await button(window, say('Create or join a room')).click();
      await expect(dialog(window).getByText('Garden')).toBeVisible();
    },
  },
  {
    name: 'room-new',
    show: async (window, say) => {
      await home(window);
      await button(window, say('Create or join a room')).click();
      await dialog(window).getByRole('textbox').first().fill('Musicians');
      await expect(dialog(window).getByRole('radio').first()).toBeVisible();
    },
  },
  {
    name: 'invite-link',
    show: async (window, say) => {
      const menu = await ownMenu(window, say);
      await menu.getByText(say('Invite people'), { exact: true }).click();
      await expect(dialog(window)).toBeVisible();
    },
  },
  { name: 'room-invite', show: (window, say) => roomMenu(window, say, 'Invite people…') },
  { name: 'room-subject', show: (window, say) => roomMenu(window, say, 'Set the subject') },
  settings('About', 'about'),
  settings('Settings', 'form'),
  settings('People', 'lists'),
  settings('Delete', 'end'),
  {
    name: 'block',
    show: async (window, say) => {
      await home(window);
      await window.page.locator('nav a[href="/chat/romeo"]').click({ button: 'right' });
      await window.page.getByRole('menuitem', { name: say('Block…') }).click();
      await expect(dialog(window)).toBeVisible();
    },
  },
  {
    name: 'take-back',
    show: async (window, say) => {
      const menu = await lineMenu(window);
      await menu.getByRole('menuitem', { name: say('Take back for everybody') }).click();
      await expect(dialog(window)).toBeVisible();
    },
  },
  ...['profile', 'password', 'devices', 'notifications', 'blocked', 'connect', 'language'].map(account),
  ...['window', 'rooms'].map((topic) => ({
    name: `help-${topic}`,
    show: async (window: Window) => {
      await at(window, `/help/${topic}`);
      await expect(window.page.locator('.content h2')).toBeVisible();
    },
  })),
  {
    name: 'share',
    show: async (window) => {
      await at(window, '/share?title=Lanterns&url=https%3A%2F%2Fexample.org%2Flanterns');
      await expect(window.page.locator('.page li button').first()).toBeVisible();
    },
  },
  {
    name: 'about',
    show: async (window) => {
      await at(window, '/about');
      await expect(window.page.locator('.page li').first()).toBeVisible();
    },
  },
];

/** What is seen before one is signed in. */
export const SIGNED_OUT: readonly Screen[] = [
  {
    name: 'sign-in',
    show: async (window) => {
      await window.open('/');
      await expect(window.page.locator('input[type=password]')).toBeVisible();
    },
  },
  {
    name: 'sign-in-refused',
    show: async (window) => {
      await window.open('/');
      await window.page.locator('input').first().fill('juliet');
      await window.page.locator('input[type=password]').fill('not the password');
      await window.page.locator('button[type=submit]').click();
      await expect(window.page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'invitation-void',
    show: async (window) => {
      await window.open('/invite#no-such-invitation');
      await expect(window.page.getByRole('heading', { level: 1 })).toBeVisible();
    },
  },
];
