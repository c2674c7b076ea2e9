import { expect } from '../support/story.ts';
import type { Window } from '../support/window.ts';

/** The people of the room that is open. */
export const people = (window: Window) =>
  window.page.getByRole('complementary', { name: 'People in this room' });

export const addressOf = (window: Window) =>
  `${decodeURIComponent(window.page.url().split('/room/')[1] ?? '')}@conference.localhost`;

/** Makes a room and gives its address. */
export async function create(window: Window, name: string, isPrivate = false, topic = ''): Promise<string> {
  await window.page.getByRole('button', { name: 'Create or join a room' }).first().click();
  const dialog = window.page.getByRole('dialog', { name: 'Rooms' });
  await dialog.getByLabel('Name of the room').fill(name);
  if (topic) await dialog.getByLabel('What it is about').fill(topic);
  if (isPrivate) await dialog.getByRole('radio', { name: /Only whom you invite/ }).check();
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(window.page.getByRole('heading', { level: 1, name })).toBeVisible();
  return addressOf(window);
}

export async function roomMenu(window: Window, item: string): Promise<void> {
  await window.page.getByRole('button', { name: 'Room actions' }).click();
  await window.page.getByRole('menuitem', { name: item }).click();
}

export async function occupantMenu(window: Window, who: string, item: string): Promise<void> {
  await people(window).getByRole('button', { name: who }).click();
  await window.page.getByRole('menuitem', { name: item }).click();
}

/** Ends a room by its settings. */
export async function end(window: Window, name: string, instead = ''): Promise<void> {
  await roomMenu(window, 'Room settings…');
  const settings = window.page.getByRole('dialog', { name: 'Room settings' });
  await settings.getByRole('tab', { name: 'Delete' }).click();
  await settings.getByLabel('Where they go instead').fill(instead);
  await settings.getByLabel(/^Type “/).fill(name);
  await settings.getByRole('button', { name: 'Delete the room' }).click();
  await expect(window.row(name)).toHaveCount(0);
}
