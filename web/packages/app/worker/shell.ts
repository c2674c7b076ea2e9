/** The files the page is made of, kept so that it starts without a network. */
declare const self: ServiceWorkerGlobalScope;

const PREFIX = 'stoa.shell.';
const CACHE = PREFIX + __STOA_SHELL__.version;

/** So long a server that does not answer is waited for before the page is shown as it was. */
const ANSWERS_MS = 5_000;

/** The version before this one stays: windows that are open still load parts of it. */
const KEPT_VERSIONS = 2;

const INDEX = '/';

/** The paths that the page itself makes up; everything else is the server's. */
const PAGES = /^\/(?:(?:chat|room|account|help|about|setup|invite|share)(?:\/.*)?)?$/;
const HASHED = /^\/assets\//;

export async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  // What is named by its content may come from the browser's own cache; the rest has to be what the server has now.
  await cache.addAll(
    [INDEX, ...__STOA_SHELL__.files].map(
      (file) => new Request(file, { cache: HASHED.test(file) ? 'default' : 'reload' }),
    ),
  );
}

export async function dropOldShells(): Promise<void> {
  const shells = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const others = shells.filter((name) => name !== CACHE);
  await Promise.all(
    others.slice(0, Math.max(0, others.length - KEPT_VERSIONS + 1)).map((n) => caches.delete(n)),
  );
}

/** The answer to a request, or undefined where the worker has nothing to do with it. */
export function answer(request: Request): Promise<Response> | undefined {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return undefined;
  if (request.mode === 'navigate') return PAGES.test(url.pathname) ? page(request) : undefined;
  if (HASHED.test(url.pathname)) return keptFirst(request);
  return __STOA_SHELL__.files.includes(url.pathname) ? networkFirst(request) : undefined;
}

/** A page comes from the server whenever that answers: nobody is caught in an old version. */
async function page(request: Request): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ANSWERS_MS);
  try {
    const response = await fetch(request, { signal: late.signal });
    if (response.status < 500) return response;
    return (await kept(INDEX)) ?? response;
  } catch (e) {
    const shell = await kept(INDEX);
    if (shell) return shell;
    throw e;
  } finally {
    clearTimeout(timer);
  }
}

/** What is named by its content never changes. */
async function keptFirst(request: Request): Promise<Response> {
  const found = await caches.match(request);
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(CACHE)).put(request, response.clone());
  return response;
}

async function networkFirst(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (e) {
    const found = await kept(request);
    if (found) return found;
    throw e;
  }
}

async function kept(what: string | Request): Promise<Response | undefined> {
  return (await caches.open(CACHE)).match(what);
}
