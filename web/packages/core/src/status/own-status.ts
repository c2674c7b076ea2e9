import { type XmlElement, NS, child, jid, xml } from '@stoa/xmpp';
import { type OwnStatus, ownPresence, readPresence } from '../people/presence.ts';
import type { OwnShow, Show } from '../people/types.ts';
import type { Session } from '../session/session.ts';

export type StatusCommand =
  /** The person chooses a status; without a text it keeps the one there is. */
  | { readonly type: 'show'; readonly show: OwnShow; readonly text?: string }
  /** The person touched something, in whichever tab. */
  | { readonly type: 'active' };

export type StatusEvent = { readonly type: 'show' } & OwnStatus;

export const STATUS_TEXT_MAX = 200;

/** At the same turn the quieter statement holds. */
const RANK: readonly OwnShow[] = ['offline', 'dnd', 'away', 'available'];
/** As many turns as nobody takes. */
const TURN = /^[1-9]\d{0,14}$/;

export interface StatusParts {
  /** The person is not to be seen any more: rooms are left. */
  hidden(): void;
  /** They are to be seen again: what was missed is read, rooms are entered again. */
  back(): void;
  /** Rooms are told of a change one by one (XEP-0045 §7.7). */
  changed(): void;
}

/**
 * The person's own status (S13 to S18, S49). What they choose here holds for this session, and what they choose in another
 * client of the account is taken over: a *statement* is a presence without a mark of idleness (XEP-0319, XEP-0256) that differs
 * from the last one of the same resource. Being away by itself is nobody's statement, and ends at the first touch.
 *
 * Our own clients repeat what they take over, and say so: each statement has a turn, one more than any that was heard before it, and
 * whoever takes it over says the same turn. So what comes late is known to be old, and of two statements of one turn, made on two
 * devices at once, the quieter holds on both.
 */
export function ownStatus(session: Session, parts: StatusParts) {
  /** What each other resource of the account stated last. */
  const stated = new Map<string, { show: Show; text: string }>();
  /** The other resources' presence of before our own one is being sent to us. */
  let arriving = false;
  /** Whether the capabilities we announced say that we tell our local time. */
  let told = session.state().settings.tellTime;
  let lastTouch = session.clock.now();
  let cancelIdle: (() => void) | undefined;
  /** The turn of the statement that holds; 0 while nothing was stated. */
  let turn = 0;

  const own = () => session.state();

  const tell = () =>
    session.connection.send(
      turn === 0
        ? ownPresence(own())
        : ownPresence(own(), undefined, xml('stated', NS.stoaStatus, { turn: String(turn) })),
    );

  const set = (next: OwnStatus) => {
    const before = own();
    session.emit({ type: 'show', ...next });
    tell();
    if (next.show === 'offline' && before.show !== 'offline') parts.hidden();
    else if (next.show !== 'offline' && before.show === 'offline') parts.back();
    else if (next.show !== 'offline') parts.changed();
  };

  /** Arms the clock anew: the person was there just now, or the time was changed. */
  const watch = () => {
    cancelIdle?.();
    cancelIdle = undefined;
    const minutes = own().settings.awayAfterMinutes;
    if (minutes === 0) return;
    const wait = Math.max(0, lastTouch + minutes * 60_000 - session.clock.now());
    cancelIdle = session.clock.after(wait, () => {
      cancelIdle = undefined;
      const { show, statusText } = own();
      if (show === 'available') set({ show: 'away', statusText, idleSince: lastTouch });
    });
  };

  /** Whether a statement of a turn is to be taken over. */
  const holds = (theirTurn: number, theirShow: Show, theirText: string): boolean => {
    if (theirTurn !== turn) return theirTurn > turn;
    const { show, statusText, idleSince } = own();
    const ours = RANK.indexOf(idleSince === undefined ? show : 'available');
    const theirs = RANK.indexOf(theirShow);
    return theirs < ours || (theirs === ours && theirText < statusText);
  };

  return {
    /** After a new session: shows the person, unless they appear offline. */
    async announce(): Promise<void> {
      stated.clear();
      watch();
      told = own().settings.tellTime;
      if (own().show === 'offline') return;
      arriving = true;
      tell();
      try {
        // The account answers behind the presence it sends us now.
        await session.connection.request('get', session.self, xml('ping', NS.ping));
      } finally {
        arriving = false;
      }
    },

    choose(show: OwnShow, text = own().statusText): void {
      lastTouch = session.clock.now();
      turn += 1;
      set({ show, statusText: text.trim().slice(0, STATUS_TEXT_MAX) });
      watch();
    },

    touched(): void {
      lastTouch = session.clock.now();
      const { idleSince, statusText } = own();
      if (idleSince !== undefined) set({ show: 'available', statusText });
      watch();
    },

    /** The time after which one is away, or what one lets be told, may be another. */
    settingsChanged(): void {
      watch();
      const { show, settings } = own();
      if (told === settings.tellTime) return;
      told = settings.tellTime;
      if (show === 'offline') return;
      tell();
      parts.changed();
    },

    /** The clock was put right by so much: the last touch is as long ago as before. */
    clockMoved(by: number): void {
      lastTouch += by;
    },

    /** Takes presence of our own account; false when it is of somebody else. */
    heard(stanza: XmlElement): boolean {
      const { from = '', type } = stanza.attrs;
      if (jid.bare(from) !== session.self) return false;
      const resource = jid.resource(from);
      if (from === session.connection.fullJid || resource === '') return true;
      if (type !== undefined) {
        if (type === 'unavailable') stated.delete(resource);
        return true;
      }
      const { show, idle, status: text = '' } = readPresence(stanza);
      if (idle) return true;
      const before = stated.get(resource);
      stated.set(resource, { show, text });
      const said = child(stanza, 'stated', NS.stoaStatus)?.attrs.turn ?? '';
      // Who comes says what they last were, not what they want: except where they were there before us, and say something.
      const states = TURN.test(said)
        ? holds(Number(said), show, text)
        : before
          ? before.show !== show || before.text !== text
          : arriving && show !== 'available';
      if (TURN.test(said)) turn = Math.max(turn, Number(said));
      const now = own();
      const news = now.show !== show || now.statusText !== text || now.idleSince !== undefined;
      if (!states || !news || now.show === 'offline') return true;
      if (!TURN.test(said)) turn += 1;
      set({ show, statusText: text });
      watch();
      return true;
    },
  };
}
