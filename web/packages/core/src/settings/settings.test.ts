import { type XmlElement, xml } from '@stoa/xmpp';
import { expect, it } from 'vitest';
import type { Pep } from '../pep/pep.ts';
import { reduce } from '../session/reduce.ts';
import type { Session } from '../session/session.ts';
import { type ChatEvent, initialState } from '../session/state.ts';
import { SETTINGS_NODE, settings } from './settings.ts';

it('changes what is named and nothing that another device has set, however early', async () => {
  let state = initialState('juliet@example.org');
  const emit = (event: ChatEvent) => (state = reduce(state, event));
  const there = { 'show-offline': 'true', 'away-after': '30', 'tell-time': 'false' };
  let item: XmlElement = xml('settings', SETTINGS_NODE, there);
  const pep = {
    on: () => undefined,
    items: async () => [{ id: 'current', payload: item }],
    publish: async (_: string, __: string, payload: XmlElement) => void (item = payload),
  } as unknown as Pep;
  const session = { state: () => state, emit } as unknown as Session;
  await settings(session, pep, () => undefined).change({ showOffline: false });
  expect(item.attrs).toEqual({ ...there, 'show-offline': 'false' });
  expect(state.settings).toEqual({ showOffline: false, awayAfterMinutes: 30, tellTime: false });
});
