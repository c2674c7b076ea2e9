import { type XmlElement, NS, child, children, childText, xml } from '@stoa/xmpp';
import type { Session } from '../session/session.ts';

/** Where a browser is reached: its PushSubscription (RFC 8291 §3.2), keys in base64url. */
export interface PushAddress {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  /** Whether it may be told what messages say. */
  readonly preview: boolean;
  /** “Do not disturb”: it is told only of what rings in that as well. */
  readonly busy: boolean;
}

const WEB_PUSH = 'urn:stoa:web-push:0';
const PUSH = 'urn:xmpp:push:0';
const PUBLISH_OPTIONS = 'http://jabber.org/protocol/pubsub#publish-options';

/** The domain as the push service of its browsers (XEP-0357), at a node for each. */
export function webPush(session: Session) {
  return {
    /** The server's key to subscribe for (RFC 8292 §3.2); undefined where the server tells no browsers. */
    async key(): Promise<string | undefined> {
      const { domain, connection } = session;
      const result = await connection.request('get', domain, xml('query', NS.discoInfo));
      const query = child(result, 'query', NS.discoInfo);
      const form =
        query && children(query, 'x', NS.dataForms).find((x) => value(x, 'FORM_TYPE') === WEB_PUSH);
      return form && value(form, 'vapid-key');
    },

    /** Enabling it again takes the newest address. */
    async enable(node: string, to: PushAddress): Promise<void> {
      const form = xml(
        'x',
        NS.dataForms,
        { type: 'submit' },
        field('FORM_TYPE', PUBLISH_OPTIONS),
        field('endpoint', to.endpoint),
        field('p256dh', to.p256dh),
        field('auth', to.auth),
        field('preview', to.preview ? '1' : '0'),
        // With these the server does not send what would be dropped here: quiet hours go by the clock of the device.
        field('zone', new Intl.DateTimeFormat().resolvedOptions().timeZone),
        ...(to.busy ? [field('show', 'dnd')] : []),
      );
      const enable = xml('enable', PUSH, { jid: session.domain, node }, form);
      await session.connection.request('set', undefined, enable);
    },

    async disable(node: string): Promise<void> {
      const disable = xml('disable', PUSH, { jid: session.domain, node });
      await session.connection.request('set', undefined, disable);
    },
  };
}

const field = (name: string, text: string): XmlElement =>
  xml('field', NS.dataForms, { var: name }, xml('value', NS.dataForms, {}, text));

function value(form: XmlElement, name: string): string | undefined {
  const found = children(form, 'field', NS.dataForms).find((f) => f.attrs.var === name);
  return found && childText(found, 'value', NS.dataForms);
}
