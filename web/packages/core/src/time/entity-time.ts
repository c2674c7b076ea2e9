import { type XmlElement, NS, RequestFailed, child, childText, jid, xml } from '@stoa/xmpp';
import { keepsTime } from '../session/capabilities.ts';
import type { Session } from '../session/session.ts';

/** How far a person's clock is from UTC, as their client says (XEP-0202). */
export interface PeerTime {
  readonly offsetMinutes: number;
}

/** Nobody's clock is farther from UTC than this (XEP-0082 allows what never was). */
const FARTHEST_MINUTES = 14 * 60;

const two = (n: number) => String(n).padStart(2, '0');

/** A time zone definition of XEP-0082. */
export function zoneText(offsetMinutes: number): string {
  if (offsetMinutes === 0) return 'Z';
  const minutes = Math.abs(offsetMinutes);
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

export function readZone(text: string): number | undefined {
  if (text === 'Z') return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):([0-5]\d)$/.exec(text.trim()) ?? [];
  if (sign === undefined) return undefined;
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return Math.abs(offset) <= FARTHEST_MINUTES ? offset : undefined;
}

/** The local time of people, asked of the client they are at. */
export function entityTime(session: Session) {
  /** What they said, by full address: a client keeps its zone while it is there, but for summer time. */
  const known = new Map<string, { readonly time: PeerTime | undefined; readonly at: number }>();

  /**
   * The clients a person may be at, the likeliest first: of two alike the one that came last, for the other's connection may be a
   * lost one. Our own ones say whether they tell, and are asked only then.
   */
  const clientsOf = (address: string): readonly string[] =>
    Object.entries(session.state().presence[address] ?? {})
      .filter(([resource, p]) => resource !== '' && !keepsTime(p.caps))
      .reverse()
      .sort(([, a], [, b]) => b.priority - a.priority || Number(a.idle ?? false) - Number(b.idle ?? false))
      .slice(0, MOST_ASKED)
      .map(([resource]) => `${address}/${resource}`);

  /** What a client says; undefined where it has nothing to say. Rejects where it does not answer at all. */
  const askClient = async (client: string): Promise<PeerTime | undefined> => {
    const before = known.get(client);
    if (before && session.clock.now() - before.at < GOOD_FOR_MS) return before.time;
    let time: PeerTime | undefined;
    try {
      const result = await session.connection.request('get', client, xml('time', NS.time));
      const element = child(result, 'time', NS.time);
      const offsetMinutes = readZone((element && childText(element, 'tzo')) ?? '');
      time = offsetMinutes === undefined ? undefined : { offsetMinutes };
    } catch (e) {
      if (!(e instanceof RequestFailed) || e.reason.kind !== 'stanza') throw e;
    }
    if (known.size >= MOST_KNOWN) known.delete(known.keys().next().value ?? '');
    known.set(client, { time, at: session.clock.now() });
    return time;
  };

  return {
    /** Undefined where they are not there, or their client does not say. */
    async ask(address: string): Promise<PeerTime | undefined> {
      for (const client of clientsOf(address)) {
        try {
          return await askClient(client);
        } catch (e) {
          if (!(e instanceof RequestFailed)) throw e;
          if (e.reason.kind === 'disconnected') return undefined;
        }
      }
      return undefined;
    },

    /** Who of the contacts asks is told, if the person lets them. Undefined: nothing is said. */
    answer(iq: XmlElement): XmlElement | undefined {
      const from = jid.bare(iq.attrs.from ?? '');
      const { people, settings } = session.state();
      if (!settings.tellTime || (from !== session.self && !people[from])) return undefined;
      const at = new Date(session.clock.now());
      return xml(
        'time',
        NS.time,
        {},
        xml('tzo', NS.time, {}, zoneText(-at.getTimezoneOffset())),
        xml('utc', NS.time, {}, at.toISOString()),
      );
    },
  };
}

const GOOD_FOR_MS = 60 * 60_000;
const MOST_KNOWN = 500;
/** So many clients of one person are asked, one after the other, while none answers. */
const MOST_ASKED = 3;
