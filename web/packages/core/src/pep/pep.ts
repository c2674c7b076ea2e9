import { type XmlElement, NS, RequestFailed, child, children, elementsOf, xml } from '@stoa/xmpp';
import type { Session } from '../session/session.ts';

/** An item of a node, with its payload; without one where the item was retracted. */
export interface PepItem {
  readonly id: string;
  readonly payload?: XmlElement;
}

/** A private node keeps this many items; the server's own bound is 10,000. */
const MAX_ITEMS = 'max';

/**
 * The account's own nodes (XEP-0163), kept for itself (XEP-0223): settings, bookmarks, what one wants of a conversation. Whoever
 * of the account's clients lists `NODE+notify` in its capabilities is told of each change, also of its own.
 */
export function pep(session: Session) {
  const heard = new Map<string, (item: PepItem) => void>();

  return {
    /** Takes what a node tells from now on. */
    on(node: string, taken: (item: PepItem) => void): void {
      heard.set(node, taken);
    },

    /** All items of a node, the oldest first; none where there is no such node. */
    async items(node: string): Promise<readonly PepItem[]> {
      const query = xml('pubsub', NS.pubsub, {}, xml('items', NS.pubsub, { node }));
      let result: XmlElement;
      try {
        result = await session.connection.request('get', undefined, query);
      } catch (e) {
        const none = e instanceof RequestFailed && e.reason.kind === 'stanza';
        if (none && e.reason.condition === 'item-not-found') return [];
        throw e;
      }
      const pubsub = child(result, 'pubsub', NS.pubsub);
      const items = pubsub && child(pubsub, 'items');
      return items ? children(items, 'item').map(readItem) : [];
    },

    /** Publishes an item for the account alone, in a node made for that if there is none. */
    async publish(node: string, id: string, payload: XmlElement): Promise<void> {
      const item = xml('item', NS.pubsub, { id }, payload);
      const options = xml(
        'publish-options',
        NS.pubsub,
        {},
        xml(
          'x',
          NS.dataForms,
          { type: 'submit' },
          field('FORM_TYPE', 'http://jabber.org/protocol/pubsub#publish-options', 'hidden'),
          field('pubsub#persist_items', 'true'),
          field('pubsub#max_items', MAX_ITEMS),
          field('pubsub#send_last_published_item', 'never'),
          field('pubsub#access_model', 'whitelist'),
        ),
      );
      const publish = xml('publish', NS.pubsub, { node }, item);
      await session.connection.request('set', undefined, xml('pubsub', NS.pubsub, {}, publish, options));
    },

    async retract(node: string, id: string): Promise<void> {
      const retract = xml('retract', NS.pubsub, { node, notify: 'true' }, xml('item', NS.pubsub, { id }));
      await session.connection.request('set', undefined, xml('pubsub', NS.pubsub, {}, retract));
    },

    /** Takes a notification of our own account's nodes; false when the message is none. */
    event(message: XmlElement): boolean {
      const event = child(message, 'event', NS.pubsubEvent);
      if (!event) return false;
      const { from } = message.attrs;
      if (from !== undefined && from !== session.self) return true;
      const items = child(event, 'items');
      const taken = heard.get(items?.attrs.node ?? '');
      if (!items || !taken) return true;
      for (const element of elementsOf(items)) {
        if (element.name === 'item') taken(readItem(element));
        else if (element.name === 'retract') taken({ id: element.attrs.id ?? '' });
      }
      return true;
    },
  };
}

export type Pep = ReturnType<typeof pep>;

function readItem(item: XmlElement): PepItem {
  const [payload] = elementsOf(item);
  return { id: item.attrs.id ?? '', ...(payload ? { payload } : {}) };
}

function field(name: string, value: string, type?: string): XmlElement {
  return xml('field', NS.dataForms, { var: name, type }, xml('value', NS.dataForms, {}, value));
}
