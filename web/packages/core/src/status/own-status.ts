import { type XmlElement, NS, jid, xml } from '@stoa/xmpp';
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

/** Two devices that are set within this time of each other are brought together by rank instead of swapping. */
const CROSSING_MS = 3_000;
/** No resource: they are not empty. */
const HERE = '';
const RANK: readonly Show[] = ['dnd', 'away', 'available'];

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
  /** Who stated what holds now: a resource of the account, or the person here; undefined when it came about by itself. */
  let cause: { by: string; at: number } | undefined;
  let left: { show: OwnShow; text: string; at: number; cause: typeof cause } | undefined;

  const own = () => session.state();

  const set = (next: OwnStatus, by?: string) => {
    const before = own();
    const at = session.clock.now();
    left = { show: before.show, text: before.statusText, at, cause };
    cause = by === undefined ? undefined : { by, at };
    session.emit({ type: 'show', ...next });
    session.connection.send(ownPresence(own()));
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

  /**
   * Whether a statement that reaches us while ours is still on its way to the other side yields to it. It is the echo of what we
   * have just left, when that was stated a moment ago by the person here or by a third device; what was older, or of that very
   * device, the person wants back. Who chose here what was left and chose here again has no other device to come together with.
   */
  const yields = (show: Show, text: string, resource: string): boolean => {
    const { show: current } = own();
    const now = session.clock.now();
    const crossing =
      left?.cause !== undefined &&
      now - left.at < CROSSING_MS &&
      now - left.cause.at < 2 * CROSSING_MS &&
      left.cause.by !== resource &&
      left.show === show &&
      left.text === text;
    if (!crossing || current === 'offline') return false;
    const choseTwice = left?.cause?.by === HERE && cause?.by === HERE;
    return choseTwice || RANK.indexOf(current) <= RANK.indexOf(show);
  };

  return {
    /** After a new session: shows the person, unless they appear offline. */
    async announce(): Promise<void> {
      stated.clear();
      watch();
      told = own().settings.tellTime;
      if (own().show === 'offline') return;
      arriving = true;
      session.connection.send(ownPresence(own()));
      try {
        // The account answers behind the presence it sends us now.
        await session.connection.request('get', session.self, xml('ping', NS.ping));
      } finally {
        arriving = false;
      }
    },

    choose(show: OwnShow, text = own().statusText): void {
      lastTouch = session.clock.now();
      set({ show, statusText: text.trim().slice(0, STATUS_TEXT_MAX) }, HERE);
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
      session.connection.send(ownPresence(own()));
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
      const now = own();
      // Who comes says what they last were, not what they want: except where they were there before us, and say something.
      const states = before ? before.show !== show || before.text !== text : arriving && show !== 'available';
      const news = now.show !== show || now.statusText !== text || now.idleSince !== undefined;
      if (!states || !news || now.show === 'offline' || yields(show, text, resource)) return true;
      set({ show, statusText: text }, resource);
      watch();
      return true;
    },
  };
}
