import type { AccountStorage, OutboxItem, SavedIndex } from './storage.ts';

const DATABASE = 'stoa';
const VERSION = 1;

/** {@link AccountStorage} in IndexedDB, shared by all tabs. A write is on the disk before its promise resolves. */
export async function openIndexedDb(
  account: string,
  factory: IDBFactory = indexedDB,
): Promise<AccountStorage> {
  const db = await open(factory);
  const range = IDBKeyRange.bound([account], [account, []]);
  const write = (store: 'outbox' | 'index', act: (s: IDBObjectStore) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      const tx = db.transaction(store, 'readwrite', { durability: 'strict' });
      tx.oncomplete = () => resolve();
      tx.onerror = tx.onabort = () => reject(tx.error ?? new Error('the browser refused to store'));
      act(tx.objectStore(store));
    });
  return {
    async outbox() {
      const items = await result<(OutboxItem & { account: string })[]>(
        db.transaction('outbox').objectStore('outbox').getAll(range),
      );
      return items.map(({ account: _, ...item }) => item).sort((a, b) => a.at - b.at);
    },
    putOutbox: (item) => write('outbox', (s) => s.put({ ...item, account })),
    removeOutbox: (originId) => write('outbox', (s) => s.delete([account, originId])),
    async index() {
      const saved = await result<{ account: string; index: SavedIndex } | undefined>(
        db.transaction('index').objectStore('index').get(account),
      );
      return saved?.index;
    },
    saveIndex: (index) => write('index', (s) => s.put({ account, index })),
    async clear() {
      await write('outbox', (s) => s.delete(range));
      await write('index', (s) => s.delete(account));
    },
  };
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(DATABASE, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('outbox', { keyPath: ['account', 'originId'] });
      request.result.createObjectStore('index', { keyPath: 'account' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser has no storage'));
  });
}

function result<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error ?? new Error('the browser could not read its storage'));
  });
}
