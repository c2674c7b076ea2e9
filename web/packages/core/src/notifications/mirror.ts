import type { Notify } from '../marks/marks.ts';
import type { OwnShow } from '../people/types.ts';
import type { NotificationWishes } from './wishes.ts';

/**
 * What the service worker knows of an account while no window is open: enough for the one rule (`decide`), and for names. No
 * token, no messages.
 */
export interface Mirror {
  readonly account: string;
  readonly show: OwnShow;
  readonly wishes: NotificationWishes;
  readonly marks: Readonly<Record<string, Notify>>;
  /** Until when a conversation is quiet; ms. Older ones of this browser do not say. */
  readonly snoozed?: Readonly<Record<string, number>>;
  /** Whose messages ring in “Do not disturb” as well. */
  readonly urgent?: readonly string[];
  /** Names of people and rooms by their address. */
  readonly names: Readonly<Record<string, string>>;
  /** Under which nick the person is in a room. */
  readonly nicks: Readonly<Record<string, string>>;
  /** What this browser shows: as the person set it for the device. */
  readonly device: { readonly on: boolean; readonly preview: boolean; readonly sound: boolean };
  /** In the language the person reads. */
  readonly words: MirrorWords;
  /** The sum of the numbers, to go on counting from. */
  readonly badge: number;
}

export interface MirrorWords {
  readonly message: string;
  readonly call: string;
  readonly request: string;
}

/** Kept in IndexedDB, one for each account of this browser. */
export interface Mirrors {
  read(account: string): Promise<Mirror | undefined>;
  write(mirror: Mirror): Promise<void>;
  /**
   * Counts one more in the badge, in one piece: pushes that come together are all counted, and what the page writes meanwhile stays.
   * Gives the number; undefined for an account that is not kept.
   */
  countOne(account: string): Promise<number | undefined>;
  forget(account: string): Promise<void>;
}

const DATABASE = 'stoa.notifications';
const STORE = 'mirrors';

export async function openMirrors(factory: IDBFactory = indexedDB): Promise<Mirrors> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = factory.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'account' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser has no storage'));
  });
  const run = <T>(mode: IDBTransactionMode, act: (s: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const tx = db.transaction(STORE, mode);
      const request = act(tx.objectStore(STORE));
      tx.oncomplete = () => resolve(request.result);
      tx.onerror = tx.onabort = () => reject(tx.error ?? new Error('the browser refused to store'));
    });
  return {
    read: (account) => run('readonly', (s) => s.get(account) as IDBRequest<Mirror | undefined>),
    countOne: async (account) => {
      let badge: number | undefined;
      await run('readwrite', (store) => {
        const request = store.get(account) as IDBRequest<Mirror | undefined>;
        request.onsuccess = () => {
          const mirror = request.result;
          if (!mirror) return;
          badge = mirror.badge + 1;
          store.put({ ...mirror, badge });
        };
        return request;
      });
      return badge;
    },
    write: async (mirror) => void (await run('readwrite', (s) => atOnce(s.put(mirror)))),
    forget: async (account) => void (await run('readwrite', (s) => atOnce(s.delete(account)))),
  };
}

/** Nothing is asked behind it: a page that goes takes along what still waits for more. */
function atOnce<T>(last: IDBRequest<T>): IDBRequest<T> {
  last.transaction?.commit();
  return last;
}
