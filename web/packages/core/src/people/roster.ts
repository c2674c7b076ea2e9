import { type XmlElement, NS, child, children, jid, xml } from '@stoa/xmpp';
import { shownName } from '../texts/shown-text.ts';
import type { Session } from '../session/session.ts';
import type { Person } from './types.ts';

/** The roster (RFC 6121 §2): the people of the domain come listed in it by themselves. */
export function roster(session: Session) {
  return {
    async load(): Promise<void> {
      const result = await session.connection.request('get', undefined, xml('query', NS.roster));
      const query = child(result, 'query', NS.roster);
      const people = query ? children(query, 'item').map(readItem) : [];
      session.emit({ type: 'roster', people: people.filter((p) => p.address !== '') });
    },

    /** A roster push; only our own server may send one (RFC 6121 §2.1.6). */
    push(iq: XmlElement): boolean {
      const query = child(iq, 'query', NS.roster);
      const { from } = iq.attrs;
      if (!query || (from !== undefined && from !== session.self)) return false;
      for (const item of children(query, 'item')) {
        const person = readItem(item);
        if (item.attrs.subscription === 'remove')
          session.emit({ type: 'person-removed', address: person.address });
        else if (person.address) session.emit({ type: 'person', person });
      }
      return true;
    },
  };
}

function readItem(item: XmlElement): Person {
  const address = item.attrs.jid ?? '';
  return { address, name: shownName(item.attrs.name ?? '') || jid.local(address) || address };
}
