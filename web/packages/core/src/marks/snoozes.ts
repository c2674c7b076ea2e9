import type { Session } from '../session/session.ts';
import type { ChatEvent } from '../session/state.ts';

/** Timers of browsers cannot be set further ahead than 24 days: a later end is looked at again. */
const LOOK_AGAIN_MS = 24 * 60 * 60_000;

/** Ends the pauses of conversations (E11) when their time has come, on each device by itself. */
export function snoozes(session: Session) {
  let waits: (() => void) | undefined;

  function plan(): void {
    waits?.();
    waits = undefined;
    const ends = Object.values(session.state().marks).flatMap((m) => m.snoozedUntil ?? []);
    if (ends.length === 0) return;
    const left = Math.min(...ends) - session.clock.now();
    waits = session.clock.after(Math.min(Math.max(left, 0), LOOK_AGAIN_MS), wake);
  }

  function wake(): void {
    const now = session.clock.now();
    for (const [address, { snoozedUntil, ...mark }] of Object.entries(session.state().marks))
      if (snoozedUntil !== undefined && snoozedUntil <= now) session.emit({ type: 'mark', address, mark });
    plan();
  }

  return {
    /** Something has happened: perhaps a pause has begun. */
    note(event: ChatEvent): void {
      if (event.type === 'mark' || event.type === 'bookmarks' || event.type === 'clock') plan();
    },

    stop(): void {
      waits?.();
    },
  };
}
