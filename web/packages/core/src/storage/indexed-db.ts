import type { KeptFile } from '../files/types.ts';
import { type AccountStorage, type OutboxItem, type SavedIndex, stagedFor } from './storage.ts';

const DATABASE = 'stoa';
/** 2: the files. */
const VERSION = 2;

type Store = 'outbox' | 'index' | 'files';
type Kept = KeptFile & { readonly account: string };

const withoutAccount = ({ account: _, ...file }: Kept): KeptFile => file;

/**
 * {@link AccountStorage} in IndexedDB, shared by all tabs. It opens while the page goes on: what is asked of it waits for that, and
 * is refused where it cannot be opened. A write is on the disk before its promise resolves.
 */
export function openIndexedDb(account: string, factory?: IDBFactory): AccountStorage {
  const opened = open(factory);
  opened.catch(() => undefined); // told to whoever asks for something
  const range = () => IDBKeyRange.bound([account], [account, []]);
  const transact = async (stores: readonly Store[], act: (tx: IDBTransaction) => void): Promise<void> => {
    const db = await opened;
    await new Promise<void>((resolve, reject) => {
      const tx = db.transaction(stores, 'readwrite', { durability: 'strict' });
      tx.oncomplete = () => resolve();
      tx.onerror = tx.onabort = () => reject(tx.error ?? new Error('the browser refused to store'));
      act(tx);
    });
  };
  /** All is said at once, and that it is all: a page that goes takes along what still waits for more. */
  const change = (stores: readonly Store[], act: (tx: IDBTransaction) => void): Promise<void> =>
    transact(stores, (tx) => {
      act(tx);
      tx.commit();
    });
  const write = (store: Store, act: (s: IDBObjectStore) => void): Promise<void> =>
    change([store], (tx) => act(tx.objectStore(store)));
  const read = async <T>(store: Store, act: (s: IDBObjectStore) => IDBRequest): Promise<T> => {
    const db = await opened;
    return result<T>(act(db.transaction(store).objectStore(store)));
  };
  /** Reads a file and writes in one transaction, so that no other tab comes between. */
  const withFile = (id: string, act: (s: IDBObjectStore, file: Kept) => void): Promise<void> =>
    transact(['files'], (tx) => {
      const s = tx.objectStore('files');
      const found = s.get([account, id]) as IDBRequest<Kept | undefined>;
      found.onsuccess = () => {
        if (found.result) act(s, found.result);
      };
    });
  return {
    async outbox() {
      const items = await read<(OutboxItem & { account: string })[]>('outbox', (s) => s.getAll(range()));
      return items.map(({ account: _, ...item }) => item).sort((a, b) => a.at - b.at);
    },
    putOutbox: (item) => write('outbox', (s) => s.put({ ...item, account })),
    removeOutbox: (originId) =>
      change(['outbox', 'files'], (tx) => {
        tx.objectStore('outbox').delete([account, originId]);
        tx.objectStore('files').delete([account, originId]);
      }),
    sendStaged: (items) =>
      transact(['outbox', 'files'], (tx) => {
        const staged = tx.objectStore('files');
        for (const item of items) {
          tx.objectStore('outbox').put({ ...item, account });
          const found = staged.get([account, item.originId]) as IDBRequest<Kept | undefined>;
          found.onsuccess = () => {
            if (found.result) staged.put({ ...found.result, staged: false });
          };
        }
      }),
    async stagedFiles(address) {
      const kept = await read<Kept[]>('files', (s) => s.getAll(range()));
      return stagedFor(address, kept.map(withoutAccount));
    },
    putFile: (file) => write('files', (s) => s.put({ ...file, account })),
    amendFile: (id, change) => withFile(id, (s, file) => s.put({ ...file, ...change })),
    removeFile: (id) =>
      withFile(id, (s, file) => {
        if (file.staged) s.delete([account, id]);
      }),
    async file(id) {
      const found = await read<Kept | undefined>('files', (s) => s.get([account, id]));
      return found && withoutAccount(found);
    },
    async index() {
      const saved = await read<{ account: string; index: SavedIndex } | undefined>('index', (s) =>
        s.get(account),
      );
      return saved?.index;
    },
    saveIndex: (index) => write('index', (s) => s.put({ account, index })),
    async clear() {
      await change(['outbox', 'index', 'files'], (tx) => {
        tx.objectStore('outbox').delete(range());
        tx.objectStore('files').delete(range());
        tx.objectStore('index').delete(account);
      });
    },
  };
}

// Some browsers have none at all, and some refuse it when it is named: that too is a promise that is not kept.
async function open(factory: IDBFactory = indexedDB): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(DATABASE, VERSION);
    request.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) {
        request.result.createObjectStore('outbox', { keyPath: ['account', 'originId'] });
        request.result.createObjectStore('index', { keyPath: 'account' });
      }
      request.result.createObjectStore('files', { keyPath: ['account', 'id'] });
    };
    request.onsuccess = () => resolve(request.result);
    // A tab with an earlier version of the page is still open: this one does without until that is closed.
    request.onblocked = () => reject(new Error('an older page holds the storage'));
    request.onerror = () => reject(request.error ?? new Error('the browser has no storage'));
  });
}

function result<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error ?? new Error('the browser could not read its storage'));
  });
}
