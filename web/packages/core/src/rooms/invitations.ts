import {
  type XmlElement,
  NS,
  child,
  childText,
  jid,
  randomId,
  stanzaError,
  RequestFailed,
  xml,
} from '@stoa/xmpp';
import type { Pep } from '../pep/pep.ts';
import type { Session } from '../session/session.ts';
import { shownText } from '../texts/shown-text.ts';
import type { Invitation } from './room-commands.ts';

/** The private node (XEP-0223) that says when an invitation into a room was last answered, so that no device asks again. */
export const ANSWERED_NODE = 'urn:stoa:invitations:0';
/** An older invitation is nobody's business any more. */
const OLDEST_MS = 30 * 24 * 60 * 60_000;

/** Invitations into rooms: direct ones (XEP-0249) and those the room passes on (XEP-0045 §7.8.2), live and from the archive. */
export function invitations(session: Session, pep: Pep) {
  const answered = new Map<string, number>();
  /** Those that came before it was known what is answered. */
  let waiting: Invitation[] | undefined = [];
  const asked = new Map<string, (refused: XmlElement) => void>();

  /** Whether what came at that time still waits for an answer. */
  const isOpen = (room: string, at: number) =>
    !session.state().rooms[room] && at > (answered.get(room) ?? 0) && at > session.clock.now() - OLDEST_MS;

  const isNews = ({ room, at }: Invitation) =>
    isOpen(room, at) && (session.state().invitations[room]?.at ?? 0) < at;

  const take = (invitation: Invitation) => {
    if (waiting) waiting.push(invitation);
    else if (isNews(invitation)) session.emit({ type: 'invited', invitation });
  };

  const note = (room: string, at: number) => {
    answered.set(room, at);
    session.emit({ type: 'invitation-over', room });
  };

  pep.on(ANSWERED_NODE, ({ id, payload }) => {
    const at = Date.parse(payload?.attrs.at ?? '');
    if (!Number.isNaN(at)) note(id, at);
  });

  return {
    async load(): Promise<void> {
      try {
        for (const { id, payload } of await pep.items(ANSWERED_NODE)) {
          const at = Date.parse(payload?.attrs.at ?? '');
          if (!Number.isNaN(at)) answered.set(id, at);
        }
        // What this browser kept, and was answered elsewhere meanwhile or has grown old.
        for (const { room, at } of Object.values(session.state().invitations))
          if (!isOpen(room, at)) session.emit({ type: 'invitation-over', room });
      } finally {
        const came = waiting ?? [];
        waiting = undefined;
        came.forEach(take);
      }
    },

    /** Answered, whether by entering or not. */
    async over(room: string): Promise<void> {
      const at = session.clock.now();
      note(room, at);
      const payload = xml('answered', ANSWERED_NODE, { at: new Date(at).toISOString() });
      await pep.publish(ANSWERED_NODE, room, payload);
    },

    passwordFor: (room: string): string | undefined => session.state().invitations[room]?.password,

    /** Tells who invited, where the room has passed it on: it passes the answer on, too (§7.8.2). */
    decline(room: string): void {
      const invitation = session.state().invitations[room];
      if (!invitation?.mediated) return;
      const decline = xml('decline', NS.mucUser, { to: invitation.from });
      session.connection.send(
        xml('message', NS.client, { to: room, id: randomId(9) }, xml('x', NS.mucUser, {}, decline)),
      );
    },

    /** Has the room invite people. In a members-only room that makes them members, where one may do that (§9.3). */
    async invite(room: string, who: readonly string[], reason: string): Promise<void> {
      const id = randomId(9);
      const invites = who.map((to) =>
        xml('invite', NS.mucUser, { to }, reason !== '' && xml('reason', NS.mucUser, {}, reason)),
      );
      const refused = new Promise<never>((_, reject) => {
        asked.set(id, (error) => reject(new RequestFailed(stanzaError(error))));
      });
      try {
        if (
          !session.connection.send(
            xml('message', NS.client, { to: room, id }, xml('x', NS.mucUser, {}, ...invites)),
          )
        )
          throw new RequestFailed({ kind: 'disconnected' });
        // The room takes one thing after the other: when it answers this, it has not refused the invitations.
        const passed = session.connection.request('get', room, xml('query', NS.discoInfo));
        await Promise.race([passed, refused]);
      } finally {
        asked.delete(id);
        refused.catch(() => undefined);
      }
    },

    /** Takes a message, live or out of an archive's result; true when it was an invitation, or an error of ours. */
    message(stanza: XmlElement, at: number = session.clock.now()): boolean {
      const { type, id = '' } = stanza.attrs;
      if (type === 'error') {
        const waits = asked.get(id);
        waits?.(stanza);
        return waits !== undefined;
      }
      const invitation = readInvitation(stanza, at);
      if (!invitation || invitation.from === session.self) return false;
      take(invitation);
      return true;
    },

    /** The same for a message inside a <result/> (XEP-0313). */
    archived(stanza: XmlElement): void {
      const result = child(stanza, 'result', NS.mam);
      const forwarded = result && child(result, 'forwarded', NS.forward);
      const message = forwarded && child(forwarded, 'message', NS.client);
      const at = Date.parse((forwarded && child(forwarded, 'delay', NS.delay)?.attrs.stamp) ?? '');
      const invitation = message && readInvitation(message, at);
      if (invitation && invitation.from !== session.self && !Number.isNaN(at)) take(invitation);
    },
  };
}

/** Whether somebody else invites by it. */
export function isInvitation(message: XmlElement, self: string): boolean {
  const invitation = readInvitation(message, 0);
  return invitation !== undefined && invitation.from !== self;
}

/** Reads an invitation; the room's own comes first, for it says who invited. */
export function readInvitation(message: XmlElement, at: number): Invitation | undefined {
  const from = jid.bare(message.attrs.from ?? '');
  const x = child(message, 'x', NS.mucUser);
  const invite = x && child(x, 'invite');
  if (x && invite) {
    const password = childText(x, 'password');
    // A room that keeps addresses to itself names the occupant.
    const inviter = invite.attrs.from ?? '';
    return {
      room: from,
      from: jid.bare(inviter) === from ? inviter : jid.bare(inviter),
      reason: shownText(childText(invite, 'reason') ?? ''),
      mediated: true,
      at,
      ...(password ? { password } : {}),
    };
  }
  const direct = child(message, 'x', NS.conference);
  const room = direct?.attrs.jid;
  if (!direct || !room?.includes('@') || room.includes('/')) return undefined;
  const { password, reason = '' } = direct.attrs;
  return {
    room,
    from,
    reason: shownText(reason),
    mediated: false,
    at,
    ...(password ? { password } : {}),
  };
}
