import { NS, RequestFailed, child, childText, children, xml } from '@stoa/xmpp';
import { type DataForm, type FormField, readForm, submitForm } from '../forms/data-form.ts';
import type { Session } from '../session/session.ts';
import { shownText } from '../texts/shown-text.ts';
import type { Affiliated, RoomCommand } from './room-commands.ts';
import type { Affiliation, Role } from './types.ts';

/** What those inside are told when a room ends (XEP-0045 §10.9). */
type Ending = Pick<Extract<RoomCommand, { type: 'room-destroy' }>, 'reason' | 'alternate' | 'password'>;

/** What moderators, admins and owners do (XEP-0045 §8 to §10). The room decides whether they may. */
export function administration(session: Session) {
  const ask = session.connection;

  const set = (address: string, attrs: Record<string, string>, reason?: string) =>
    ask.request(
      'set',
      address,
      xml(
        'query',
        NS.mucAdmin,
        {},
        xml(
          'item',
          NS.mucAdmin,
          attrs,
          reason !== undefined && reason !== '' && xml('reason', NS.mucAdmin, {}, reason),
        ),
      ),
    );

  return {
    async config(address: string): Promise<DataForm> {
      const result = await ask.request('get', address, xml('query', NS.mucOwner));
      const query = child(result, 'query', NS.mucOwner);
      const form = query && child(query, 'x', NS.dataForms);
      if (!form) throw new RequestFailed({ kind: 'timeout' });
      return readForm(form);
    },

    async configure(
      address: string,
      fields: readonly Pick<FormField, 'name' | 'type' | 'values'>[],
    ): Promise<void> {
      await ask.request('set', address, xml('query', NS.mucOwner, {}, submitForm(fields)));
    },

    async list(address: string, affiliation: Affiliation): Promise<readonly Affiliated[]> {
      const query = xml('query', NS.mucAdmin, {}, xml('item', NS.mucAdmin, { affiliation }));
      const result = await ask.request('get', address, query);
      const answer = child(result, 'query', NS.mucAdmin);
      return (answer ? children(answer, 'item') : []).map((item) => {
        const reason = shownText(childText(item, 'reason') ?? '');
        const { jid = '', nick } = item.attrs;
        return { address: jid, affiliation, ...(nick ? { nick } : {}), ...(reason ? { reason } : {}) };
      });
    },

    async affiliate(address: string, jid: string, affiliation: Affiliation, reason?: string): Promise<void> {
      await set(address, { jid, affiliation }, reason);
    },

    async role(address: string, nick: string, role: Role, reason?: string): Promise<void> {
      await set(address, { nick, role }, reason);
    },

    async destroy(address: string, told: Ending): Promise<void> {
      const { reason, alternate, password } = told;
      const part = (name: string, text: string | undefined) =>
        text !== undefined && text !== '' && xml(name, NS.mucOwner, {}, text);
      const destroy = xml(
        'destroy',
        NS.mucOwner,
        alternate ? { jid: alternate } : {},
        part('reason', reason),
        part('password', password),
      );
      const payload = xml('query', NS.mucOwner, {}, destroy);
      await ask.request('set', address, payload);
    },
  };
}
