import { type XmlElement, xml } from '@stoa/xmpp';
import type { Pep } from '../pep/pep.ts';
import type { Session } from '../session/session.ts';

/** What a person has set for all their devices. */
export interface PersonalSettings {
  /** S17: people who are offline are listed, greyed; else only those one has talked with. */
  readonly showOffline: boolean;
  /** S15: after how many minutes without a touch one is away by oneself; 0: never. */
  readonly awayAfterMinutes: number;
  /** E21: contacts who ask are told one's local time (XEP-0202). */
  readonly tellTime: boolean;
}

export const DEFAULT_SETTINGS: PersonalSettings = {
  showOffline: true,
  awayAfterMinutes: 10,
  tellTime: true,
};

/** The choices that are offered. */
export const AWAY_AFTER_MINUTES: readonly number[] = [0, 2, 5, 10, 15, 30, 60];

export type SettingsEvent = { readonly type: 'settings'; readonly settings: PersonalSettings };
export type SettingsCommand = { readonly type: 'settings'; readonly change: Partial<PersonalSettings> };

/** The private node (XEP-0223) they are kept in: one item. */
export const SETTINGS_NODE = 'urn:stoa:settings:0';
const ITEM = 'current';

/** The person's settings, the same on every device: each hears of a change at once. */
export function settings(session: Session, pep: Pep, changed: () => void) {
  let loaded = false;
  const take = (payload: XmlElement | undefined) => {
    loaded = true;
    session.emit({ type: 'settings', settings: payload ? read(payload) : DEFAULT_SETTINGS });
    changed();
  };
  pep.on(SETTINGS_NODE, (item) => take(item.payload));

  const load = async (): Promise<void> => {
    const items = await pep.items(SETTINGS_NODE);
    take(items.find((i) => i.id === ITEM)?.payload);
  };

  return {
    /** Whether what the person has set is known: before, nothing is told that they may not want to be told. */
    isLoaded: () => loaded,

    load,

    /** Holds here at once, everywhere when the server has it. What other devices have set is known before it is written again. */
    async change(change: Partial<PersonalSettings>): Promise<void> {
      if (!loaded) await load();
      const before = session.state().settings;
      const next = { ...before, ...change };
      session.emit({ type: 'settings', settings: next });
      changed();
      try {
        await pep.publish(SETTINGS_NODE, ITEM, write(next));
      } catch (e) {
        session.emit({ type: 'settings', settings: before });
        changed();
        throw e;
      }
    },
  };
}

function write(s: PersonalSettings): XmlElement {
  return xml('settings', SETTINGS_NODE, {
    'show-offline': String(s.showOffline),
    'away-after': String(s.awayAfterMinutes),
    'tell-time': String(s.tellTime),
  });
}

function read(payload: XmlElement): PersonalSettings {
  const minutes = Number(payload.attrs['away-after']);
  return {
    showOffline: payload.attrs['show-offline'] !== 'false',
    awayAfterMinutes: AWAY_AFTER_MINUTES.includes(minutes) ? minutes : DEFAULT_SETTINGS.awayAfterMinutes,
    tellTime: payload.attrs['tell-time'] !== 'false',
  };
}
