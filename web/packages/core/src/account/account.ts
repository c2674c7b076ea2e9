import { type XmlElement, NS, RequestFailed, child, childText, children, jid, textOf, xml } from '@stoa/xmpp';
import type { Session } from '../session/session.ts';
import { shownName, shownText } from '../texts/shown-text.ts';
import { type Avatar, cards, pictureOf } from './card.ts';

/** What one asks about one's own account, and about the pictures of people. */
export type AccountCommand =
  /** {@link OwnCard} */
  | { readonly type: 'own-card' }
  | { readonly type: 'rename-self'; readonly name: string }
  /** Without a picture it is taken away. */
  | { readonly type: 'set-avatar'; readonly avatar?: Avatar }
  /** The {@link Avatar} of somebody of the domain or of a room, or undefined. */
  | { readonly type: 'avatar'; readonly address: string }
  /** Proves the one there is, and then needs a new token: all others are void. */
  | { readonly type: 'change-password'; readonly current: string; readonly password: string }
  /** {@link Device}[] */
  | { readonly type: 'devices' }
  | { readonly type: 'sign-out-device'; readonly id: string }
  /** A token that reads the unread number, for pages of that origin; refused when the server does not list it. */
  | { readonly type: 'launcher-token'; readonly origin: string }
  /** Lets an application use the account (XEP-0493), by the query it has sent the browser with: where the browser goes then. */
  | { readonly type: 'allow-application'; readonly query: string };

export type AccountValue = string | OwnCard | Avatar | readonly Device[];

export interface OwnCard {
  readonly name: string;
  readonly avatar?: Avatar;
}

/** What can get into the account (XEP-0494). */
export interface Device {
  readonly id: string;
  readonly software: string;
  readonly device: string;
  readonly connected: boolean;
  /** This very session. */
  readonly here: boolean;
  readonly firstSeen?: number;
  readonly lastSeen?: number;
  /** It is an application that was let in (XEP-0493): it may chat, or read or write what is stored, and nothing else. */
  readonly application?: 'chats' | 'reads' | 'writes';
  /** It has signed in with the password: only a new one keeps it out. */
  readonly password: boolean;
}

/** Proves a password and takes up the token that comes of it. Rejects with RequestFailed when it is not right. */
export type SignIn = (password: string) => Promise<void>;

/** The own account: its card (XEP-0054, kept in step with XEP-0084), its password (XEP-0077) and its devices (XEP-0494). */
export function account(session: Session, signIn: SignIn) {
  const ask = session.connection;

  const card = cards(session);

  return {
    /** The name that the account has, if it has one. */
    async loadName(): Promise<void> {
      const name = childText(await card.read(), 'FN');
      if (name) session.emit({ type: 'self-name', name });
    },

    async perform(command: AccountCommand): Promise<AccountValue | undefined> {
      switch (command.type) {
        case 'own-card': {
          const own = await card.read();
          const avatar = pictureOf(own);
          return { name: shownName(childText(own, 'FN') ?? ''), ...(avatar ? { avatar } : {}) };
        }
        case 'rename-self': {
          const name = shownName(command.name);
          await card.write(undefined, 'FN', xml('FN', NS.vcard, {}, name));
          session.emit({ type: 'self-name', name });
          return undefined;
        }
        case 'set-avatar':
          await card.setPicture(undefined, command.avatar);
          return undefined;
        case 'avatar':
          return pictureOf(await card.read(command.address === session.self ? undefined : command.address));
        case 'change-password': {
          await signIn(command.current);
          const query = xml(
            'query',
            NS.register,
            {},
            xml('username', NS.register, {}, jid.local(session.self)),
            xml('password', NS.register, {}, command.password),
          );
          await ask.request('set', session.domain, query);
          await signIn(command.password);
          return undefined;
        }
        case 'devices': {
          const result = await ask.request('get', undefined, xml('list', NS.clientAccess));
          const clients = child(result, 'clients', NS.clientAccess);
          return (clients ? children(clients, 'client') : []).map(readDevice);
        }
        case 'sign-out-device':
          await revoke(command.id);
          return undefined;
        case 'launcher-token': {
          const { origin } = command;
          const result = await ask.request('set', undefined, xml('launcher', NS.stoaLauncher, { origin }));
          return textOf(child(result, 'launcher', NS.stoaLauncher));
        }
        case 'allow-application': {
          const { query } = command;
          const result = await ask.request('set', undefined, xml('allow', NS.stoaOauth, {}, query));
          return textOf(child(result, 'allow', NS.stoaOauth));
        }
      }
    },
  };

  /** Signs a device out. One that knows the password is signed out too, but can come back: the asker is told (§3.2). */
  async function revoke(id: string): Promise<void> {
    await ask.request('set', undefined, xml('revoke', NS.clientAccess, { id }));
  }
}

function readDevice(client: XmlElement): Device {
  const agent = child(client, 'user-agent');
  const auth = child(client, 'auth');
  const time = (name: string) => {
    const at = Date.parse(childText(client, name) ?? '');
    return Number.isNaN(at) ? undefined : at;
  };
  const firstSeen = time('first-seen');
  const lastSeen = time('last-seen');
  return {
    id: client.attrs.id ?? '',
    software: shownText((agent && childText(agent, 'software')) ?? ''),
    device: shownText((agent && childText(agent, 'device')) ?? ''),
    connected: client.attrs.connected === 'true',
    here: child(client, 'current', NS.stoaAccess) !== undefined,
    password: auth !== undefined && child(auth, 'password') !== undefined,
    ...(auth && child(auth, 'grant') ? { application: applicationOf(client) } : {}),
    ...(firstSeen === undefined ? {} : { firstSeen }),
    ...(lastSeen === undefined ? {} : { lastSeen }),
  };
}

/** Its scopes stand in the permission where they are narrower than that of chatting. */
function applicationOf(client: XmlElement): NonNullable<Device['application']> {
  const permission = child(client, 'permission');
  const scopes = permission ? children(permission, 'scope', NS.stoaAccess).map(textOf) : [];
  if (scopes.includes('xmpp:account:write')) return 'writes';
  return scopes.length > 0 ? 'reads' : 'chats';
}

/** Whether a device stays able to come back until the password is changed. */
export const needsNewPassword = (e: unknown): boolean =>
  e instanceof RequestFailed && e.reason.kind === 'stanza' && e.reason.condition === 'service-unavailable';
