import { type XmlElement, NS, child, children } from '@stoa/xmpp';
import { readPresence } from '../people/presence.ts';
import type { Affiliation, Occupant, Role, RoomProblem } from './types.ts';

/** What an occupant's presence says (XEP-0045 §7), beside who it is. */
export interface RoomPresence {
  readonly occupant: Occupant;
  readonly codes: ReadonlySet<string>;
  readonly newNick?: string;
  readonly destroyed: boolean;
}

const AFFILIATIONS: readonly Affiliation[] = ['owner', 'admin', 'member', 'none', 'outcast'];
const ROLES: readonly Role[] = ['moderator', 'participant', 'visitor', 'none'];

/** Reads presence with a muc#user payload; undefined without one. */
export function readRoomPresence(stanza: XmlElement, nick: string): RoomPresence | undefined {
  const x = child(stanza, 'x', NS.mucUser);
  if (!x) return undefined;
  const item = child(x, 'item');
  const address = item?.attrs.jid;
  const newNick = item?.attrs.nick;
  return {
    occupant: {
      nick,
      affiliation: AFFILIATIONS.find((a) => a === item?.attrs.affiliation) ?? 'none',
      role: ROLES.find((r) => r === item?.attrs.role) ?? 'none',
      show: readPresence(stanza).show,
      ...(address ? { address } : {}),
    },
    codes: new Set(children(x, 'status').map((s) => s.attrs.code ?? '')),
    destroyed: child(x, 'destroy') !== undefined,
    ...(newNick ? { newNick } : {}),
  };
}

/** Why our own presence in a room ended; undefined when we left by ourselves. */
export function whyGone(presence: RoomPresence): RoomProblem | undefined {
  const { codes } = presence;
  if (presence.destroyed) return { kind: 'destroyed' };
  if (codes.has('301')) return { kind: 'banned' };
  if (codes.has('307')) return { kind: 'kicked' };
  if (codes.has('321') || codes.has('322')) return { kind: 'members-only' };
  if (codes.has('332')) return { kind: 'shutdown' };
  return undefined;
}
