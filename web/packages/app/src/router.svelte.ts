import { jid } from '@stoa/xmpp';

/** What the address bar says. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'chat'; readonly address: string }
  | { readonly page: 'room'; readonly address: string }
  | { readonly page: 'setup'; readonly token: string }
  | { readonly page: 'invite'; readonly token: string };

/** Reads a location. Names of the person's own domain may stand without it: /chat/romeo, /room/garden. */
export function routeOf(path: string, hash: string, domain: string): Route {
  const [, page = '', rest = ''] = /^\/([a-z]+)(?:\/([^/]*))?\/?$/.exec(path) ?? [];
  const name = decode(rest);
  const token = hash.replace(/^#/, '');
  switch (page) {
    case 'chat':
      return name ? { page, address: name.includes('@') ? name : `${name}@${domain}` } : { page: 'home' };
    case 'room':
      return name
        ? { page, address: name.includes('@') ? name : `${name}@conference.${domain}` }
        : { page: 'home' };
    case 'setup':
    case 'invite':
      return { page, token };
    default:
      return { page: 'home' };
  }
}

export function pathOf(kind: 'chat' | 'room', address: string, domain: string): string {
  const home = kind === 'chat' ? domain : `conference.${domain}`;
  const own = jid.domain(address) === home && !address.includes('/');
  const name = own ? jid.local(address) : address;
  return `/${kind}/${encodeURIComponent(name).replaceAll('%40', '@')}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

class Router {
  path = $state(location.pathname);
  hash = $state(location.hash);

  constructor() {
    const read = () => {
      this.path = location.pathname;
      this.hash = location.hash;
    };
    addEventListener('popstate', read);
    addEventListener('hashchange', read);
  }

  go(path: string, replace = false): void {
    if (path === this.path && !location.hash) return;
    history[replace ? 'replaceState' : 'pushState'](null, '', path);
    this.path = path;
    this.hash = '';
  }
}

export const router = new Router();
