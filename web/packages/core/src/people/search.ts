import { NS, RequestFailed, child, childText, children, jid, xml } from '@stoa/xmpp';
import type { Session } from '../session/session.ts';
import { shownName } from '../texts/shown-text.ts';
import type { Person } from './types.ts';

export type SearchCommand = { readonly type: 'find-people'; readonly text: string };

/** Whom the server knows by that name; nobody, too, where it does not say. */
export type SearchEvent = {
  readonly type: 'found';
  readonly text: string;
  readonly people: readonly Person[];
};

/** The longest question the server hears; names are shorter. */
const MAX_TEXT = 200;

/**
 * Looks for people of the domain who are not in the list, where it is too large for one (XEP-0055). One question is on its way
 * at a time: of what is typed meanwhile only the newest is asked, so results are as fast as the server.
 */
export function search(session: Session) {
  let offered = true;
  let asking = false;
  let next: string | undefined;

  async function people(text: string): Promise<readonly Person[]> {
    if (!offered) return [];
    const query = xml('query', NS.search, {}, xml('nick', NS.search, {}, text.slice(0, MAX_TEXT)));
    try {
      const result = await session.connection.request('set', session.domain, query);
      const found = child(result, 'query', NS.search);
      return (found ? children(found, 'item') : []).flatMap((item) => {
        const address = item.attrs.jid ?? '';
        if (jid.domain(address) !== session.domain) return [];
        return { address, name: shownName(childText(item, 'nick') ?? '') || jid.local(address) };
      });
    } catch (e) {
      if (!(e instanceof RequestFailed)) throw e;
      // A server without, or one that shows nobody: it is not asked again.
      if (e.reason.kind === 'stanza') offered = false;
      return [];
    }
  }

  async function ask(first: string): Promise<void> {
    asking = true;
    for (let text: string | undefined = first; text !== undefined; text = next) {
      next = undefined;
      session.emit({ type: 'found', text, people: await people(text) });
    }
    asking = false;
  }

  return {
    look(text: string): void {
      if (asking) next = text;
      else void ask(text).finally(() => (asking = false));
    },
  };
}
