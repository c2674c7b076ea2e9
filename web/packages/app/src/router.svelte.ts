import { type HelpTopic, TOPICS } from './help/topics.ts';
import type { Spot } from './paths.ts';

export { type Spot, pathOf } from './paths.ts';

export const ACCOUNT_SECTIONS = [
  'profile',
  'password',
  'devices',
  'notifications',
  'blocked',
  'connect',
  'language',
] as const;
export type AccountSection = (typeof ACCOUNT_SECTIONS)[number];

/** What the address bar says. */
export type Route =
  | { readonly page: 'home' }
  | ({ readonly page: 'chat'; readonly address: string } & Spot)
  | ({ readonly page: 'room'; readonly address: string } & Spot)
  | { readonly page: 'account'; readonly section: AccountSection }
  | { readonly page: 'help'; readonly topic: HelpTopic }
  | { readonly page: 'about' }
  /** Another app has shared a text; it is in the query. */
  | { readonly page: 'share' }
  /** An application asks to be let in (XEP-0493); what it asks is in the query. */
  | { readonly page: 'authorize' }
  | { readonly page: 'setup'; readonly token: string }
  | { readonly page: 'invite'; readonly token: string };

/** Reads a location. Names of the person's own domain may stand without it: /chat/romeo, /room/garden. */
export function routeOf(path: string, hash: string, domain: string): Route {
  const [, page = '', rest = '', where = '', id = ''] =
    /^\/([a-z]+)(?:\/([^/]*))?(?:\/(message|day)\/([^/]+))?\/?$/.exec(path) ?? [];
  const spot: Spot = where === 'message' ? { line: decode(id) } : where === 'day' ? { day: decode(id) } : {};
  const name = decode(rest);
  const token = hash.replace(/^#/, '');
  switch (page) {
    case 'chat':
      return name
        ? { page, address: name.includes('@') ? name : `${name}@${domain}`, ...spot }
        : { page: 'home' };
    case 'room':
      return name
        ? { page, address: name.includes('@') ? name : `${name}@conference.${domain}`, ...spot }
        : { page: 'home' };
    case 'account':
      return { page, section: ACCOUNT_SECTIONS.find((s) => s === name) ?? 'profile' };
    case 'help':
      return { page, topic: TOPICS.find((topic) => topic === name) ?? 'window' };
    case 'about':
    case 'share':
      return { page };
    case 'oauth':
      return { page: name === 'authorize' ? 'authorize' : 'home' };
    case 'setup':
    case 'invite':
      return { page, token };
    default:
      return { page: 'home' };
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

const findIn = (search: string) => new URLSearchParams(search).get('find') ?? undefined;

/** Where the chat has a window of its own: the same paths, below this one. */
const POP_OUT = '/popout';

class Router {
  /** This window is the chat's own, opened by the icon: without other tabs and an address bar. */
  readonly inOwnWindow = location.pathname === POP_OUT || location.pathname.startsWith(`${POP_OUT}/`);
  private readonly base = this.inOwnWindow ? POP_OUT : '';
  path = $state(this.read());
  hash = $state(location.hash);
  /** The words that are looked for in the open conversation; undefined when nothing is. */
  looksFor = $state(findIn(location.search));

  constructor() {
    const read = () => {
      this.path = this.read();
      this.hash = location.hash;
      this.looksFor = findIn(location.search);
    };
    addEventListener('popstate', read);
    addEventListener('hashchange', read);
  }

  go(path: string, replace = false): void {
    if (path === this.path && !location.hash) return;
    history[replace ? 'replaceState' : 'pushState'](null, '', this.base + path);
    this.path = path;
    this.hash = '';
    this.looksFor = undefined;
  }

  /** Begins to look for words, changes them, or ends it: in the address, and nothing to go back to. */
  lookFor(words: string | undefined): void {
    this.looksFor = words;
    const query = words === undefined ? '' : `?${new URLSearchParams({ find: words }).toString()}`;
    history.replaceState(null, '', location.pathname + query);
  }

  private read(): string {
    return location.pathname.slice(this.base.length) || '/';
  }
}

export const router = new Router();
