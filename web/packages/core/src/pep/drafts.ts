import { NS, RequestFailed, textOf, xml } from '@stoa/xmpp';
import type { Session } from '../session/session.ts';
import type { Draft } from '../session/state.ts';
import type { Pep, PepItem } from './pep.ts';

/** A pause in writing this long lets the draft follow the person to other devices. */
export const FOLLOW_AFTER_MS = 1_500;

/**
 * Drafts on every device of one person: a private node of the account, an item a conversation, in a namespace of our own. What
 * was sent or given up stays there as an empty draft, so that a device that comes later does not bring it back.
 */
export function draftSync(session: Session, pep: Pep) {
  const known = new Map<string, Draft>();
  const waiting = new Map<string, { readonly draft: Draft; cancel(): void }>();

  const learn = ({ id: address, payload }: PepItem) => {
    if (!payload) return;
    const at = Date.parse(payload.attrs.stamp ?? '');
    take(address, { text: textOf(payload), at: Number.isNaN(at) ? 0 : at });
  };
  pep.on(NS.stoaDrafts, learn);

  /** What comes from elsewhere while somebody writes here is older than what they write. */
  const take = (address: string, draft: Draft) => {
    if (waiting.has(address) || (known.get(address)?.at ?? -1) >= draft.at) return;
    known.set(address, draft);
    session.emit({ type: 'draft', address, draft });
  };

  const store = async (address: string) => {
    const draft = waiting.get(address)?.draft;
    waiting.delete(address);
    if (!draft || (known.get(address)?.text ?? '') === draft.text) return;
    known.set(address, draft);
    const stamp = new Date(draft.at).toISOString();
    try {
      await pep.publish(NS.stoaDrafts, address, xml('draft', NS.stoaDrafts, { stamp }, draft.text));
    } catch (e) {
      if (!(e instanceof RequestFailed)) throw e;
      // It stays in this browser; the next change brings it along.
      if (known.get(address) === draft) known.delete(address);
    }
  };

  return {
    /** After a new session: what the other devices left. */
    async load(): Promise<void> {
      (await pep.items(NS.stoaDrafts)).forEach(learn);
    },

    /** The person writes; an empty text says that it was sent or given up. */
    changed(address: string, text: string): void {
      waiting.get(address)?.cancel();
      if (session.state().drafts[address] !== undefined) session.emit({ type: 'draft', address });
      const cancel = session.clock.after(text === '' ? 0 : FOLLOW_AFTER_MS, () => void store(address));
      waiting.set(address, { draft: { text, at: session.clock.now() }, cancel });
    },
  };
}
