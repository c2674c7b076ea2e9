import { NS, child, childText, xml } from '@stoa/xmpp';
import { formField, submitForm } from '../forms/data-form.ts';
import type { Session } from '../session/session.ts';

/**
 * Registering with a room (XEP-0045 §7.10): a nick becomes one's own there, and who may enter anyway a member; of a members-only
 * room a stranger asks in this way to become one.
 */
export function registration({ connection }: Pick<Session, 'connection'>) {
  return {
    async register(address: string, nick: string): Promise<void> {
      const form = submitForm([
        formField('FORM_TYPE', 'http://jabber.org/protocol/muc#register'),
        formField('muc#register_roomnick', nick),
      ]);
      await connection.request('set', address, xml('query', NS.register, {}, form));
    },

    /** The nick that is ours there; undefined when there is none. */
    async reserved(address: string): Promise<string | undefined> {
      const result = await connection.request('get', address, xml('query', NS.register));
      const query = child(result, 'query', NS.register);
      return query && child(query, 'registered') ? childText(query, 'username') : undefined;
    },

    /** Gives the nick back. */
    async release(address: string): Promise<void> {
      await connection.request('set', address, xml('query', NS.register, {}, xml('remove', NS.register)));
    },
  };
}
