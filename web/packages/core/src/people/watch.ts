import { NS, RequestFailed, child, children, xml } from '@stoa/xmpp';
import type { Session } from '../session/session.ts';
import type { ChatEvent } from '../session/state.ts';

/** Whom a tab shows now who are no contacts; empty: nobody any more. */
export type WatchCommand = {
  readonly type: 'watch';
  readonly tab: string;
  readonly addresses: readonly string[];
};

/** Whose presence the server has told us and goes on telling, beside that of contacts. */
export type WatchEvent = { readonly type: 'watched'; readonly addresses: readonly string[] };

/** The server takes so many at a time. */
const MOST = 100;

/** What is found changes with each key: who is watched, this long after. */
const PAUSE_MS = 150;

/**
 * Watches the presence of people who are shown and are no contacts, where a domain is too large to list everybody
 * (docs/features/rosters-and-presence.md). One request is on its way at a time: of what changes meanwhile only the newest is
 * asked. Presence comes before the answer: with it, whoever has shown none is offline.
 */
export function watch(session: Session) {
  const shown = new Map<string, readonly string[]>();
  /** Whom the server watches for this session; undefined when that is not known. */
  let told: readonly string[] | undefined = [];
  let offered: boolean | undefined;
  let asking = false;
  let waits: (() => void) | undefined;

  const soon = () => {
    waits ??= session.clock.after(PAUSE_MS, () => {
      waits = undefined;
      void tell();
    });
  };

  /** Of the tab that said so last before all others, where they are too many. */
  const now = () => [...new Set([...shown.values()].reverse().flat())].slice(0, MOST);

  async function tell(): Promise<void> {
    const addresses = now();
    if (asking || session.state().show === 'offline' || isSame(addresses, told)) return;
    asking = true;
    const afresh = told === undefined;
    told = addresses;
    let outcome: readonly string[] | undefined = addresses;
    try {
      offered ??= await isOffered();
      // Of whom the server watches already it tells nothing once more.
      if (offered && afresh) await replace([]);
      if (offered) await replace(addresses);
    } catch (e) {
      if (!(e instanceof RequestFailed)) throw e;
      // As long as our own presence has not got there nobody is watched. What else was refused, or lost with the network, is
      // asked again with the next change, or when a tab says so once more.
      outcome = e.reason.kind === 'stanza' && e.reason.condition === 'unexpected-request' ? [] : undefined;
    } finally {
      asking = false;
    }
    if (told === addresses) told = outcome;
    if (!isSame(now(), told ?? addresses)) soon();
  }

  async function replace(addresses: readonly string[]): Promise<void> {
    // Nothing stays of who was watched before: what comes behind this is all there is to know.
    const { watched } = session.state();
    session.emit({ type: 'watched', addresses: addresses.filter((a) => watched.includes(a)) });
    const items = addresses.map((a) => xml('item', NS.stoaWatch, { jid: a }));
    await session.connection.request('set', session.domain, xml('watch', NS.stoaWatch, {}, ...items));
    if (told === addresses) session.emit({ type: 'watched', addresses });
  }

  async function isOffered(): Promise<boolean> {
    const result = await session.connection.request('get', session.domain, xml('query', NS.discoInfo));
    const query = child(result, 'query', NS.discoInfo);
    return query !== undefined && children(query, 'feature').some((f) => f.attrs.var === NS.stoaWatch);
  }

  return {
    show({ tab, addresses }: WatchCommand): void {
      shown.delete(tab);
      if (addresses.length > 0) shown.set(tab, addresses);
      soon();
    },

    /** Something has happened: a new session watches nobody yet, nor does one that appears offline. */
    note(event: ChatEvent): void {
      if (event.type !== 'session-started' && event.type !== 'show') return;
      if (event.type === 'session-started') offered = undefined;
      if (event.type === 'session-started' || event.show === 'offline') told = [];
      soon();
    },
  };
}

const isSame = (some: readonly string[], others: readonly string[] | undefined): boolean =>
  some.join() === others?.join();
