import { NS, randomId, xml } from '@stoa/xmpp';
import { CAPS_VER } from '../session/capabilities.ts';
import type { Session } from '../session/session.ts';

/** A pause in writing longer than this is told. */
export const PAUSE_MS = 5_000;
/** A notice older than this is not believed any more: its sender may have gone. */
export const STALE_MS = 30_000;

/**
 * Typing notices (XEP-0085) in one-to-one talk. They are sent only to people who are there and whose client is known to
 * understand them: it said so in its capabilities, or sent one itself.
 */
export function typing(session: Session) {
  const understands = new Set<string>();
  const writingTo = new Map<string, () => void>();
  const shown = new Map<string, () => void>();

  const send = (address: string, state: 'composing' | 'paused' | 'active') =>
    session.connection.send(
      xml('message', NS.client, { to: address, type: 'chat', id: randomId(9) }, xml(state, NS.chatStates)),
    );

  return {
    /** The person writes to someone, or emptied the composer. */
    writing(address: string, on: boolean): void {
      const resources = Object.values(session.state().presence[address] ?? {});
      const welcome =
        resources.length > 0 && (understands.has(address) || resources.some((r) => r.caps === CAPS_VER));
      const cancelPause = writingTo.get(address);
      cancelPause?.();
      if (on && welcome) {
        if (!cancelPause) send(address, 'composing');
        writingTo.set(
          address,
          session.clock.after(PAUSE_MS, () => {
            writingTo.delete(address);
            send(address, 'paused');
          }),
        );
      } else if (cancelPause) {
        writingTo.delete(address);
        send(address, 'active');
      }
    },

    /** A message goes out, which itself says that the writing is done. */
    sent(address: string): void {
      writingTo.get(address)?.();
      writingTo.delete(address);
    },

    heard(address: string, state: string): void {
      understands.add(address);
      shown.get(address)?.();
      shown.delete(address);
      const on = state === 'composing';
      session.emit({ type: 'typing', address, who: address, on });
      if (!on) return;
      const cancel = session.clock.after(STALE_MS, () => {
        shown.delete(address);
        session.emit({ type: 'typing', address, who: address, on: false });
      });
      shown.set(address, cancel);
    },
  };
}
