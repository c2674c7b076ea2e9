import { kept } from '../kept.ts';

const KEY = 'stoa.notifications';

const PUSH_STATES = ['off', 'on', 'unreachable', 'unoffered'] as const;

/** How far telling people of what comes while the browser is closed has got. */
export type PushState = (typeof PUSH_STATES)[number];

interface Saved {
  readonly on: boolean;
  readonly preview: boolean;
  readonly sound: boolean;
  /** `due`: there would have been something to tell; `declined`: not to be offered again. */
  readonly offer?: 'due' | 'declined';
  /** How far it got with the push service. */
  readonly push?: PushState;
}

const DEFAULT: Saved = { on: false, preview: true, sound: true };

/** What this browser does about notifications: kept here, shared by its tabs, forgotten at signing out. */
class NotificationDevice {
  private saved = $state.raw<Saved>(read());
  permission = $state<NotificationPermission | 'unsupported'>(permissionNow());
  private readonly listeners = new Set<() => void>();

  constructor() {
    addEventListener('storage', (event) => {
      if (event.key !== KEY && event.key !== null) return;
      const before = this.saved;
      this.saved = read();
      this.tell(before);
    });
    navigator.permissions
      ?.query({ name: 'notifications' })
      .then((status) => {
        status.onchange = () => {
          this.permission = permissionNow();
          for (const heard of this.listeners) heard();
        };
      })
      .catch(() => undefined); // a browser that does not say
  }

  get on(): boolean {
    return this.saved.on;
  }

  get preview(): boolean {
    return this.saved.preview;
  }

  get push(): PushState {
    return this.saved.push ?? 'off';
  }

  get sound(): boolean {
    return this.saved.sound;
  }

  /** The person wants notifications here, and the browser lets us. */
  get tells(): boolean {
    return this.saved.on && this.permission === 'granted';
  }

  /** Whether the offer is to be shown: something could not be told, and nobody was asked yet. */
  get offers(): boolean {
    return this.saved.offer === 'due' && !this.saved.on && this.permission === 'default';
  }

  change(change: Partial<Saved>): void {
    const next = { ...this.saved, ...change };
    const before = this.saved;
    kept.set(KEY, JSON.stringify(next));
    this.saved = next;
    this.permission = permissionNow();
    this.tell(before);
  }

  /** There was something to tell. */
  missed(): void {
    if (this.saved.offer === undefined && !this.saved.on) this.change({ offer: 'due' });
  }

  forget(): void {
    kept.remove(KEY);
    this.saved = DEFAULT;
  }

  /** Hears when what this browser does about notifications was changed, in whichever tab. */
  onChange(heard: () => void): () => void {
    this.listeners.add(heard);
    return () => this.listeners.delete(heard);
  }

  private tell(before: Saved): void {
    const { on, preview, sound } = this.saved;
    if (on === before.on && preview === before.preview && sound === before.sound) return;
    for (const heard of this.listeners) heard();
  }
}

function read(): Saved {
  try {
    const saved: unknown = JSON.parse(kept.get(KEY) ?? 'null');
    if (typeof saved !== 'object' || saved === null) return DEFAULT;
    const { on, preview, sound, offer, push } = saved as Partial<Saved>;
    return {
      on: on === true,
      preview: preview !== false,
      sound: sound !== false,
      ...(push !== undefined && PUSH_STATES.includes(push) ? { push } : {}),
      ...(offer === 'due' || offer === 'declined' ? { offer } : {}),
    };
  } catch {
    return DEFAULT;
  }
}

/** A browser without service workers cannot show anything once its window is away. */
function permissionNow(): NotificationPermission | 'unsupported' {
  return 'Notification' in globalThis && 'serviceWorker' in navigator
    ? Notification.permission
    : 'unsupported';
}

export const device = new NotificationDevice();
