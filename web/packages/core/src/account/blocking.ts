import { type XmlElement, NS, child, children, xml } from '@stoa/xmpp';
import type { Session } from '../session/session.ts';

export type BlockingEvent = { readonly type: 'blocked'; readonly addresses: readonly string[] };
export type BlockingCommand = { readonly type: 'block' | 'unblock'; readonly address: string };

/** Whom the person has blocked (XEP-0191): the list, kept in step by the server's pushes. */
export function blocking(session: Session) {
  const list = () => new Set(session.state().blocked ?? []);
  const emit = (addresses: Iterable<string>) =>
    session.emit({ type: 'blocked', addresses: [...addresses].sort() });

  return {
    async load(): Promise<void> {
      const result = await session.connection.request('get', undefined, xml('blocklist', NS.blocking));
      const answer = child(result, 'blocklist', NS.blocking);
      emit(answer ? children(answer, 'item').map((i) => i.attrs.jid ?? '') : []);
    },

    async change({ type, address }: BlockingCommand): Promise<void> {
      const payload = xml(type, NS.blocking, {}, xml('item', NS.blocking, { jid: address }));
      await session.connection.request('set', undefined, payload);
      const all = list();
      if (type === 'block') all.add(address);
      else all.delete(address);
      emit(all);
    },

    /** A push (§3.3, §3.4); only our own account may send one. Empty <unblock/> means everybody. */
    push(iq: XmlElement): boolean {
      const { from } = iq.attrs;
      if (from !== undefined && from !== session.self) return false;
      const block = child(iq, 'block', NS.blocking);
      const unblock = child(iq, 'unblock', NS.blocking);
      const change = block ?? unblock;
      if (!change) return false;
      const named = children(change, 'item').map((i) => i.attrs.jid ?? '');
      const all = list();
      for (const address of named) {
        if (block) all.add(address);
        else all.delete(address);
      }
      emit(unblock && named.length === 0 ? [] : all);
      return true;
    },
  };
}
