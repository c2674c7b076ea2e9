import { type Clock, NS, RequestFailed, child, childText, xml } from '@stoa/xmpp';
import type { Session } from '../session/session.ts';

/** Clocks differ by less than this for no reason that anybody would see. */
export const NOT_WORTH_IT_MS = 5_000;

export type ClockEvent = { readonly type: 'clock'; readonly offset: number };

/** A clock that is right once somebody has said by how much this machine's is wrong. */
export interface CorrectedClock extends Clock {
  offset: number;
}

export function corrected(clock: Clock): CorrectedClock {
  return {
    offset: 0,
    now() {
      return clock.now() + this.offset;
    },
    after: (ms, task) => clock.after(ms, task),
  };
}

/**
 * By how much this machine's clock differs from the server's (XEP-0202): lines that come live carry no time of their own, and have to
 * stand among those of the archive. Undefined where the server does not say.
 */
export async function clockOffset(session: Session, clock: Clock): Promise<number | undefined> {
  const asked = clock.now();
  try {
    const result = await session.connection.request('get', session.domain, xml('time', NS.time));
    const element = child(result, 'time', NS.time);
    const utc = Date.parse((element && childText(element, 'utc')) ?? '');
    if (Number.isNaN(utc)) return undefined;
    const offset = Math.round(utc - (asked + clock.now()) / 2);
    return Math.abs(offset) < NOT_WORTH_IT_MS ? 0 : offset;
  } catch (e) {
    if (!(e instanceof RequestFailed)) throw e;
    return undefined;
  }
}
