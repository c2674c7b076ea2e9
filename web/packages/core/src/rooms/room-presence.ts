import { type XmlElement, NS, child, childText, children } from '@stoa/xmpp';
import { readPresence } from '../people/presence.ts';
import { shownName, shownText } from '../texts/shown-text.ts';
import { hueOf } from './hats.ts';
import type { Affiliation, Hat, Occupant, Role, RoomProblem } from './types.ts';

/** What an occupant's presence says (XEP-0045 §7), beside who it is. */
export interface RoomPresence {
  readonly occupant: Occupant;
  readonly codes: ReadonlySet<string>;
  readonly newNick?: string;
  readonly destroyed: boolean;
  /** Where to go instead of a room that was destroyed, and what is asked there. */
  readonly alternate?: string;
  readonly password?: string;
  /** Why somebody was taken out. */
  readonly reason?: string;
}

const AFFILIATIONS: readonly Affiliation[] = ['owner', 'admin', 'member', 'none', 'outcast'];
const ROLES: readonly Role[] = ['moderator', 'participant', 'visitor', 'none'];

/** Reads presence with a muc#user payload; undefined without one. */
export function readRoomPresence(stanza: XmlElement, nick: string): RoomPresence | undefined {
  const x = child(stanza, 'x', NS.mucUser);
  if (!x) return undefined;
  const item = child(x, 'item');
  const address = item?.attrs.jid;
  const id = child(stanza, 'occupant-id', NS.occupantId)?.attrs.id;
  const newNick = item?.attrs.nick;
  const { show, status } = readPresence(stanza);
  const hats = readHats(stanza);
  const destroy = child(x, 'destroy');
  const alternate = destroy?.attrs.jid;
  const password = destroy && childText(destroy, 'password');
  const given = (destroy && childText(destroy, 'reason')) ?? (item && childText(item, 'reason'));
  const reason = given ? shownText(given) : '';
  return {
    occupant: {
      nick,
      affiliation: AFFILIATIONS.find((a) => a === item?.attrs.affiliation) ?? 'none',
      role: ROLES.find((r) => r === item?.attrs.role) ?? 'none',
      show,
      ...(status ? { status } : {}),
      ...(hats.length > 0 ? { hats } : {}),
      ...(address ? { address } : {}),
      ...(id ? { id } : {}),
    },
    codes: new Set(children(x, 'status').map((s) => s.attrs.code ?? '')),
    destroyed: destroy !== undefined,
    ...(alternate?.includes('@') ? { alternate, ...(password ? { password } : {}) } : {}),
    ...(reason ? { reason } : {}),
    ...(newNick ? { newNick } : {}),
  };
}

/** As many as fit beside a name; the room's own bound is 16. */
const HATS_SHOWN = 5;

function readHats(stanza: XmlElement): Hat[] {
  const hats = child(stanza, 'hats', NS.hats);
  return (hats ? children(hats, 'hat') : []).slice(0, HATS_SHOWN).flatMap((hat) => {
    const title = shownName(hat.attrs.title ?? '');
    const hue = hueOf(hat.attrs.hue);
    return title ? [{ title, ...(hue === undefined ? {} : { hue }) }] : [];
  });
}

/** Why our own presence in a room ended; undefined when we left by ourselves. */
export function whyGone(presence: RoomPresence): RoomProblem | undefined {
  const { codes, reason } = presence;
  const why = reason ? { reason } : {};
  const { alternate, password } = presence;
  if (presence.destroyed)
    return {
      kind: 'destroyed',
      ...why,
      ...(alternate ? { alternate } : {}),
      ...(password ? { password } : {}),
    };
  if (codes.has('301')) return { kind: 'banned', ...why };
  // before 307, which some servers send beside it
  if (codes.has('333')) return { kind: 'unreachable' };
  if (codes.has('307')) return { kind: 'kicked', ...why };
  if (codes.has('321') || codes.has('322')) return { kind: 'members-only' };
  if (codes.has('332')) return { kind: 'shutdown' };
  return undefined;
}
