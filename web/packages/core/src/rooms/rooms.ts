import {
  type RequestError,
  RequestFailed,
  type XmlElement,
  NS,
  child,
  elementsOf,
  jid,
  randomId,
  stanzaError,
  xml,
} from '@stoa/xmpp';
import { ownPresence } from '../people/presence.ts';
import type { Session } from '../session/session.ts';
import { type MarkCommand, UNMARKED, changed } from '../marks/marks.ts';
import type { Pep } from '../pep/pep.ts';
import { shownName } from '../texts/shown-text.ts';
import { bookmarks } from './bookmarks.ts';
import { pictureHash } from './directory.ts';
import { readRoomPresence, whyGone } from './room-presence.ts';
import type { Bookmark } from './types.ts';

/** How long entering a room may take. */
const JOIN_MS = 15_000;
/** How a new room begins, in a person's words. */
export interface NewRoom {
  readonly name: string;
  /** Only members find it and come in; they are invited. */
  readonly isPrivate?: boolean;
  readonly subject?: string;
}

/** How many nicks are tried when the wished one is taken. */
const NICK_ATTEMPTS = 4;

interface Joining {
  readonly nick: string;
  readonly name: string | undefined;
  /** The first settings, should the room turn out to be new. */
  readonly create: NewRoom | undefined;
  done(error?: RequestError): void;
}

export interface RoomEvents {
  /** We are in: time to catch up. */
  joined(address: string): void;
  /** We are out, for whatever reason. */
  left(address: string): void;
}

/** Rooms (XEP-0045) from the occupant's side. Who is in, and what the room says of itself; messages are not its concern. */
export function rooms(session: Session, pep: Pep, events: RoomEvents) {
  const kept = bookmarks(pep, {
    kept: (bookmark) => followed(bookmark),
    removed: (address) => letGo(address),
  });
  const joining = new Map<string, Joining>();
  /** Rooms on the way into which somebody is, in this session: each by its way. */
  const ways = new Map<string, symbol>();
  /** Nicks that were asked for and not answered yet, by room. */
  const renaming = new Map<string, (error?: RequestError) => void>();
  const service = `conference.${session.domain}`;

  const wishedNick = () => {
    const { selfName, self } = session.state();
    const name = jid.local(self);
    return selfName || name.charAt(0).toUpperCase() + name.slice(1);
  };

  const enter = (
    address: string,
    nick: string,
    name: string | undefined,
    create: NewRoom | undefined,
    password: string | undefined,
  ): Promise<void> => {
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
      const x = xml(
        'x',
        NS.muc,
        {},
        xml('history', NS.muc, { maxstanzas: '0' }),
        password !== undefined && xml('password', NS.muc, {}, password),
      );
      const sent = session.connection.send(ownPresence(session.state(), `${address}/${nick}`, x));
      if (!sent) finish({ kind: 'disconnected' });
    });
  };

  /** What a room says of itself, before it is entered: entering one that is not there would make it. */
  const look = async (address: string): Promise<{ exists: boolean; name?: string; picture?: string }> => {
    try {
      const result = await session.connection.request('get', address, xml('query', NS.discoInfo));
      const query = child(result, 'query', NS.discoInfo);
      const name = query && elementsOf(query).find((c) => c.name === 'identity')?.attrs.name;
      const picture = pictureHash(query && child(query, 'x', NS.dataForms));
      return {
        exists: true,
        ...(name ? { name: shownName(name) } : {}),
        ...(picture ? { picture } : {}),
      };
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
    create: NewRoom | undefined,
    given?: string,
  ): Promise<void> => {
    if (session.state().show === 'offline') {
      session.emit({ type: 'room-closed', address, problem: { kind: 'hidden' } });
      throw new RequestFailed({ kind: 'disconnected' });
    }
    session.emit({ type: 'room-joining', address, nick: wish, ...(name ? { name } : {}) });
    const way = Symbol(address);
    ways.set(address, way);
    try {
      const found: Awaited<ReturnType<typeof look>> = create ? { exists: true } : await look(address);
      const password = given ?? kept.passwordOf(address);
      if (!found.exists) {
        throw new RequestFailed({ kind: 'stanza', condition: 'item-not-found', retry: false });
      }
      for (let attempt = 1; ; attempt++) {
        try {
          const nick = attempt === 1 ? wish : `${wish} ${attempt}`;
          await enter(address, nick, found.name ?? name, create, password);
          session.emit({ type: 'room-picture', address, picture: found.picture });
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
    } finally {
      if (ways.get(address) === way) ways.delete(address);
    }
  };

  /** Whoever asked for one already comes in by that way: as what they make of it, and with the password they have given. */
  const enterWanted = async () => {
    const wanted = Object.values(session.state().rooms).filter(
      (room) => room.status === 'joining' && !ways.has(room.address),
    );
    await Promise.allSettled(
      wanted.map(({ address, nick }) => join(address, nick || wishedNick(), undefined, undefined)),
    );
  };

  /** A room that is new and locked gets its name and is kept when empty; it opens with that (XEP-0045 §10.1). */
  const configure = (address: string, room: NewRoom | undefined) => {
    const isPrivate = room?.isPrivate ?? false;
    const field = (key: string, value: string, type?: string) =>
      xml('field', NS.dataForms, { var: key, type }, xml('value', NS.dataForms, {}, value));
    const form = xml(
      'x',
      NS.dataForms,
      { type: 'submit' },
      field('FORM_TYPE', 'http://jabber.org/protocol/muc#roomconfig', 'hidden'),
      ...(room ? [field('muc#roomconfig_roomname', room.name)] : []),
      field('muc#roomconfig_persistentroom', '1'),
      field('muc#roomconfig_publicroom', isPrivate ? '0' : '1'),
      field('muc#roomconfig_membersonly', isPrivate ? '1' : '0'),
    );
    return session.connection.request('set', address, xml('query', NS.mucOwner, {}, form));
  };

  const onOwnPresence = async (address: string, nick: string, created: boolean) => {
    const entry = joining.get(address);
    try {
      if (created) await configure(address, entry?.create);
      if (created && entry?.create?.subject) setSubject(address, entry.create.subject);
    } catch (e) {
      if (!(e instanceof RequestFailed)) throw e;
      entry?.done(e.reason);
      return;
    }
    session.emit({ type: 'room-joined', address, nick });
    events.joined(address);
    entry?.done();
  };

  /** Another device keeps a room, or changed what it wants of it. */
  const followed = ({ address, name, nick, autojoin, mark }: Bookmark) => {
    session.emit({ type: 'mark', address, mark });
    const room = session.state().rooms[address];
    if (!autojoin || room || session.state().show === 'offline') return;
    join(address, nick || wishedNick(), name, undefined).catch((e: unknown) => {
      if (!(e instanceof RequestFailed)) throw e;
    });
  };

  /** Another device let a room go. */
  const letGo = (address: string) => {
    if (!session.state().rooms[address]) return;
    sendLeave(address);
    session.emit({ type: 'room-removed', address });
    events.left(address);
  };

  const setSubject = (address: string, subject: string): void => {
    session.connection.send(
      xml(
        'message',
        NS.client,
        { to: address, type: 'groupchat', id: randomId(9) },
        xml('subject', NS.client, {}, subject),
      ),
    );
  };

  const sendLeave = (address: string) => {
    const room = session.state().rooms[address];
    if (!room || room.status === 'out') return;
    session.connection.send(
      xml('presence', NS.client, { to: `${address}/${room.nick}`, type: 'unavailable' }),
    );
  };

  return {
    /** After a new session: lists the rooms of the bookmarks. Those to be in are shown as being entered. */
    async load(): Promise<void> {
      ways.clear(); // those of the session before lead nowhere
      const list = await kept.load();
      const hidden = session.state().show === 'offline';
      // Before they are listed: a tab that hears of both one after the other shows none as left in between.
      for (const { address, name, nick, autojoin } of list) {
        const status = session.state().rooms[address]?.status;
        if (!autojoin || status === 'joined') continue;
        if (hidden) session.emit({ type: 'room-closed', address, problem: { kind: 'hidden' } });
        else
          session.emit({
            type: 'room-joining',
            address,
            nick: nick || wishedNick(),
            ...(name ? { name } : {}),
          });
      }
      session.emit({ type: 'bookmarks', bookmarks: list });
    },

    /** Then enters them, and those we were in. */
    start: (): Promise<void> => enterWanted(),

    async join(
      address: string,
      name: string | undefined,
      create: NewRoom | undefined,
      password?: string,
    ): Promise<void> {
      const known = session.state().rooms[address];
      if (known?.status === 'joined') return;
      await join(address, known?.nick || wishedNick(), name, create, password);
      const room = session.state().rooms[address];
      await kept.keep(
        { address, name: name ?? room?.name ?? '', autojoin: true, ...(room ? { nick: room.nick } : {}) },
        password,
      );
    },

    /** What the person wants of a room is kept in its bookmark (XEP-0402, XEP-0469, XEP-0492). */
    async mark(address: string, change: MarkCommand['change']): Promise<void> {
      const before = session.state().marks[address] ?? UNMARKED;
      const mark = changed(before, change);
      session.emit({ type: 'mark', address, mark });
      try {
        await kept.mark(address, session.state().rooms[address]?.name ?? '', mark);
      } catch (e) {
        session.emit({ type: 'mark', address, mark: before });
        throw e;
      }
    },

    async leave(address: string): Promise<void> {
      sendLeave(address);
      session.emit({ type: 'room-removed', address });
      events.left(address);
      await kept.remove(address);
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

    /** Rejects when the nick is somebody else's, or is none (XEP-0045 §7.6). */
    changeNick(address: string, nick: string): Promise<void> {
      if (session.state().rooms[address]?.nick === nick) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const finish = (error?: RequestError) => {
          cancel();
          renaming.delete(address);
          if (error) reject(new RequestFailed(error));
          else resolve();
        };
        const cancel = session.clock.after(JOIN_MS, () => finish({ kind: 'timeout' }));
        renaming.get(address)?.({ kind: 'disconnected' });
        renaming.set(address, finish);
        if (!session.connection.send(ownPresence(session.state(), `${address}/${nick}`)))
          finish({ kind: 'disconnected' });
      });
    },

    setSubject,

    /** The status was changed: rooms are told one by one (XEP-0045 §7.7). */
    announceShow(): void {
      for (const room of Object.values(session.state().rooms)) {
        if (room.status !== 'joined') continue;
        session.connection.send(ownPresence(session.state(), `${room.address}/${room.nick}`));
      }
    },

    /** We appear offline: the server takes us out of every room (RFC 6121 §4.6.4). */
    hide(): void {
      for (const room of Object.values(session.state().rooms)) {
        if (room.status === 'out') continue;
        session.emit({ type: 'room-closed', address: room.address, problem: { kind: 'hidden' } });
        events.left(room.address);
      }
    },

    /** We are to be seen again: back into the rooms we were in. */
    async comeBack(): Promise<void> {
      for (const room of Object.values(session.state().rooms)) {
        if (room.problem?.kind === 'hidden')
          session.emit({ type: 'room-joining', address: room.address, nick: room.nick || wishedNick() });
      }
      await enterWanted();
    },

    /** Takes presence from a room; false when it is from none of ours. */
    presence(stanza: XmlElement): boolean {
      const from = stanza.attrs.from ?? '';
      const address = jid.bare(from);
      const room = session.state().rooms[address];
      if (!room) return false;
      if (stanza.attrs.type === 'error') {
        const refused = stanzaError(stanza);
        (joining.get(address)?.done ?? renaming.get(address))?.(refused);
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
        if (own) renaming.get(address)?.();
      } else if (own) {
        if (room.status === 'out') return true;
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
