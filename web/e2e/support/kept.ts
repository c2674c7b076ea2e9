import type { Page } from '@playwright/test';

/** What the browser remembers of the conversation that is open, as JSON: written within a quarter of a second. */
export async function keptTalk(page: Page): Promise<string> {
  const saved = (await kept(page, 'index')) as readonly { readonly index: { readonly open?: unknown } }[];
  return JSON.stringify(saved.map(({ index }) => index.open ?? null));
}

/** What the browser keeps to be sent, as JSON. */
export async function keptOutbox(page: Page): Promise<string> {
  return JSON.stringify(await kept(page, 'outbox'));
}

function kept(page: Page, store: string): Promise<readonly unknown[]> {
  return page.evaluate(
    (name) =>
      new Promise<readonly unknown[]>((resolve) => {
        const opened = indexedDB.open('stoa');
        opened.onsuccess = () => {
          const all = opened.result.transaction(name).objectStore(name).getAll();
          all.onsuccess = () => {
            opened.result.close();
            resolve(all.result);
          };
        };
      }),
    store,
  );
}

/** The files that the browser remembers for one account or another, in the order they stand in, and the messages it has still to send. */
export function keptToSend(page: Page): Promise<{ readonly files: string[]; readonly messages: number }> {
  return page.evaluate(
    () =>
      new Promise<{ files: string[]; messages: number }>((resolve) => {
        const opened = indexedDB.open('stoa');
        opened.onsuccess = () => {
          const tx = opened.result.transaction(['files', 'outbox']);
          const files = tx.objectStore('files').getAll();
          const messages = tx.objectStore('outbox').count();
          tx.oncomplete = () => {
            opened.result.close();
            const all = files.result as readonly {
              readonly order: number;
              readonly file: { readonly name: string };
            }[];
            resolve({
              files: [...all].sort((a, b) => a.order - b.order).map(({ file }) => file.name),
              messages: messages.result,
            });
          };
        };
      }),
  );
}
