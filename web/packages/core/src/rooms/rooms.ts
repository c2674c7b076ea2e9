import {
  type RequestError,
  RequestFailed,
  type XmlElement,
  NS,
  child,
  children,
  elementsOf,
  jid,
  randomId,
  stanzaError,
  xml,
} from '@stoa/xmpp';
import { ownPresence } from '../people/presence.ts';
import type { Session } from '../session/session.ts';
import { bookmarks } from './bookmarks.ts';
import { readRoomPresence, whyGone } from './room-presence.ts';
import type { ListedRoom } from './types.ts';

/** How long entering a room may take. */
const JOIN_MS = 15_000;
/** How many nicks are tried when the wished one is taken. */
const NICK_ATTEMPTS = 4;

interface Joining {
  readonly nick: string;
  readonly name: string | undefined;
  /** Whether to send the first settings, should the room turn out to be new. */
  readonly create: boolean;
  done(error?: RequestError): void;
}

export interface RoomEvents {
  /** We are in: time to catch up. */
  joined(address: string): void;
  /** We are out, for whatever reason. */
  left(address: string): void;
}

/** Rooms (XEP-0045) from the occupant's side. Who is in, and what the room says of itself; messages are not its concern. */
export function rooms(session: Session, events: RoomEvents) {
  const kept = bookmarks(session);
  const joining = new Map<string, Joining>();
  const service = `conference.${session.domain}`;

  const wishedNick = () => {
    const { selfName, self } = session.state();
    const name = jid.local(self);
    return selfName || name.charAt(0).toUpperCase() + name.slice(1);
  };

  const enter = (address: string, nick: string, name: string | undefined, create: boolean): Promise<void> => {
    session.emit({ type: 'room-joining', address, nick, ...(name ? { name } : {}) });
    return new Promise((resolve, reject) => {
      const finish = (error?: RequestError) => {
        cancel();
        if (joining.get(address) === entry) joining.delete(address);
        if (error) reject(new RequestFailed(error));
        else resolve();
      };
      const cancel = session.clock.after(JOIN_MS, () => finish({ kind: 'timeout' }));
      const entry: Joining = { nick, name, create, done: finish };
      joining.get(address)?.done({ kind: 'disconnected' });
      joining.set(address, entry);
      const x = xml('x', NS.muc, {}, xml('history', NS.muc, { maxstanzas: '0' }));
      const sent = session.connection.send(ownPresence(session.state().show, `${address}/${nick}`, x));
      if (!sent) finish({ kind: 'disconnected' });
    });
  };

  /** What a room says of itself, before it is entered: entering one that is not there would make it. */
  const look = async (address: string): Promise<{ exists: boolean; name?: string }> => {
    try {
      const result = await session.connection.request('get', address, xml('query', NS.discoInfo));
      const query = child(result, 'query', NS.discoInfo);
      const name = query && elementsOf(query).find((c) => c.name === 'identity')?.attrs.name;
      return { exists: true, ...(name ? { name } : {}) };
    } catch (e) {
      if (!(e instanceof RequestFailed) || e.reason.kind === 'disconnected') throw e;
      // A room that does not say what it is may still let us in.
      return { exists: !(e.reason.kind === 'stanza' && e.reason.condition === 'item-not-found') };
    }
  };

  /** Enters, under another nick when the wished one is taken. */
  const join = async (
    address: string,
    wish: string,
    name: string | undefined,
    create: boolean,
  ): Promise<void> => {
    session.emit({ type: 'room-joining', address, nick: wish, ...(name ? { name } : {}) });
    try {
      const found = create ? { exists: true } : await look(address);
      if (!found.exists) {
        throw new RequestFailed({ kind: 'stanza', condition: 'item-not-found', retry: false });
      }
      for (let attempt = 1; ; attempt++) {
        try {
          await enter(address, attempt === 1 ? wish : `${wish} ${attempt}`, found.name ?? name, create);
          return;
        } catch (e) {
          const conflict =
            e instanceof RequestFailed && e.reason.kind === 'stanza' && e.reason.condition === 'conflict';
          if (!conflict || attempt >= NICK_ATTEMPTS) throw e;
        }
      }
    } catch (e) {
      if (!(e instanceof RequestFailed)) throw e;
      const condition = e.reason.kind === 'stanza' ? e.reason.condition : undefined;
      session.emit({
        type: 'room-closed',
        address,
        ...(condition ? { problem: { kind: 'refused', condition } } : {}),
      });
      throw e;
    }
  };

  /** A room that is new and locked gets its name and is kept when empty; it opens with that (XEP-0045 §10.1). */
  const configure = (address: string, name: string | undefined) => {
    const field = (key: string, value: string, type?: string) =>
      xml('field', NS.dataForms, { var: key, type }, xml('value', NS.dataForms, {}, value));
    const form = xml(
      'x',
      NS.dataForms,
      { type: 'submit' },
      field('FORM_TYPE', 'http://jabber.org/protocol/muc#roomconfig', 'hidden'),
      ...(name ? [field('muc#roomconfig_roomname', name)] : []),
      field('muc#roomconfig_persistentroom', '1'),
      field('muc#roomconfig_publicroom', '1'),
    );
    return session.connection.request('set', address, xml('query', NS.mucOwner, {}, form));
  };

  const onOwnPresence = async (address: string, nick: string, created: boolean) => {
    const entry = joining.get(address);
    try {
      if (created) await configure(address, entry?.create ? entry.name : undefined);
    } catch (e) {
      if (!(e instanceof RequestFailed)) throw e;
      entry?.done(e.reason);
      return;
    }
    session.emit({ type: 'room-joined', address, nick });
    events.joined(address);
    entry?.done();
  };

  return {
    /** After a new session: lists the rooms of the bookmarks. Those to be in are shown as being entered. */
    async load(): Promise<void> {
      const list = await kept.load();
      session.emit({ type: 'bookmarks', bookmarks: list });
      for (const { address, nick, autojoin } of list) {
        const status = session.state().rooms[address]?.status;
        if (autojoin && status !== 'joined')
          session.emit({ type: 'room-joining', address, nick: nick || wishedNick() });
      }
    },

    /** Then enters them, and those we were in. */
    async start(): Promise<void> {
      const wanted = Object.values(session.state().rooms).filter((room) => room.status === 'joining');
      await Promise.allSettled(
        wanted.map(({ address, nick }) => join(address, nick || wishedNick(), undefined, false)),
      );
    },

    async join(address: string, name: string | undefined, create: boolean): Promise<void> {
      const known = session.state().rooms[address];
      if (known?.status === 'joined') return;
      await join(address, known?.nick || wishedNick(), name, create);
      const room = session.state().rooms[address];
      await kept.keep({
        address,
        name: name ?? room?.name ?? '',
        autojoin: true,
        ...(room ? { nick: room.nick } : {}),
      });
    },

    async leave(address: string): Promise<void> {
      const room = session.state().rooms[address];
      if (room) {
        session.connection.send(
          xml('presence', NS.client, { to: `${address}/${room.nick}`, type: 'unavailable' }),
        );
      }
      session.emit({ type: 'room-removed', address });
      events.left(address);
      await kept.remove(address);
    },

    /** The rooms one may see (XEP-0045 §6.3). */
    async browse(): Promise<readonly ListedRoom[]> {
      const result = await session.connection.request('get', service, xml('query', NS.discoItems));
      const query = child(result, 'query', NS.discoItems);
      return (query ? children(query, 'item') : [])
        .map((i) => ({ address: i.attrs.jid ?? '', name: i.attrs.name || jid.local(i.attrs.jid ?? '') }))
        .filter((r) => r.address.includes('@'));
    },

    addressFor(name: string): string {
      const slug = name
        .trim()
        .toLowerCase()
        .normalize('NFKC')
        .replace(/[\s"&'/:<>@]+/g, '-')
        .replace(/^-+|-+$/g, '');
      return `${slug || randomId(6).toLowerCase()}@${service}`;
    },

    changeNick(address: string, nick: string): void {
      session.connection.send(ownPresence(session.state().show, `${address}/${nick}`));
    },

    setSubject(address: string, subject: string): void {
      session.connection.send(
        xml(
          'message',
          NS.client,
          { to: address, type: 'groupchat', id: randomId(9) },
          xml('subject', NS.client, {}, subject),
        ),
      );
    },

    /** The status was changed: rooms are told one by one (XEP-0045 §7.7). */
    announceShow(): void {
      for (const room of Object.values(session.state().rooms)) {
        if (room.status !== 'joined') continue;
        session.connection.send(ownPresence(session.state().show, `${room.address}/${room.nick}`));
      }
    },

    /** Takes presence from a room; false when it is from none of ours. */
    presence(stanza: XmlElement): boolean {
      const from = stanza.attrs.from ?? '';
      const address = jid.bare(from);
      const room = session.state().rooms[address];
      if (!room) return false;
      if (stanza.attrs.type === 'error') {
        joining.get(address)?.done(stanzaError(stanza));
        return true;
      }
      const presence = readRoomPresence(stanza, jid.resource(from));
      if (!presence) return true;
      const { occupant, codes } = presence;
      const own = codes.has('110') || (room.status === 'joined' && occupant.nick === room.nick);
      if (stanza.attrs.type !== 'unavailable') {
        session.emit({ type: 'occupant', address, occupant });
        if (own && room.status !== 'joined') void onOwnPresence(address, occupant.nick, codes.has('201'));
      } else if (codes.has('303') && presence.newNick) {
        session.emit({ type: 'occupant-renamed', address, from: occupant.nick, to: presence.newNick });
      } else if (own) {
        const problem = whyGone(presence);
        session.emit({ type: 'room-closed', address, ...(problem ? { problem } : {}) });
        events.left(address);
      } else {
        session.emit({ type: 'occupant-gone', address, nick: occupant.nick });
      }
      return true;
    },
  };
}
