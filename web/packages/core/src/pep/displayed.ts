import { NS, RequestFailed, child, xml } from '@stoa/xmpp';
import type { Session } from '../session/session.ts';
import type { Pep, PepItem } from './pep.ts';

/** How long reading may go on before the other devices hear of it: one word for a page of lines, and still within a second. */
export const TELL_AFTER_MS = 300;

/** XEP-0490: what is read here is read on every device, and the other way round. */
export function displayedSync(session: Session, pep: Pep) {
  /** Where each conversation stands, as far as we know. */
  const known = new Map<string, string>();
  const waiting = new Map<string, () => void>();

  /** What was told of each conversation and has not come back yet. */
  const echoes = new Map<string, string[]>();

  const idOf = ({ payload }: PepItem) => payload && child(payload, 'stanza-id', NS.sid)?.attrs.id;
  const say = (address: string, archiveId: string) => session.emit({ type: 'displayed', address, archiveId });
  const learn = (item: PepItem) => {
    const id = idOf(item);
    if (id === undefined) return;
    known.set(item.id, id);
    say(item.id, id);
  };
  /** Our own words come back to us as well, late, and in the order they were said. */
  const isEcho = (address: string, id: string): boolean => {
    const told = echoes.get(address) ?? [];
    const at = told.indexOf(id);
    if (at >= 0) echoes.set(address, told.slice(at + 1));
    return at >= 0;
  };
  pep.on(NS.displayed, (item) => {
    const id = idOf(item);
    // It says nothing new, and by now we may have read further.
    if (id !== undefined && isEcho(item.id, id)) {
      say(item.id, id);
      return;
    }
    const before = known.get(item.id);
    learn(item);
    if (known.get(item.id) !== before) session.emit({ type: 'elsewhere', at: session.clock.now() });
  });

  const tell = async (address: string, archiveId: string) => {
    const { kind } = session.state().conversations[address] ?? {};
    const by = kind === 'room' ? address : session.self;
    const stanzaId = xml('stanza-id', NS.sid, { by, id: archiveId });
    echoes.set(address, [...(echoes.get(address) ?? []), archiveId]);
    try {
      await pep.publish(NS.displayed, address, xml('displayed', NS.displayed, {}, stanzaId));
    } catch (e) {
      if (!(e instanceof RequestFailed)) throw e;
      isEcho(address, archiveId);
      // Not told: the next reading tells it.
      if (known.get(address) === archiveId) known.delete(address);
    }
  };

  return {
    /** After a new session: how far the other devices have come meanwhile. */
    async load(): Promise<void> {
      (await pep.items(NS.displayed)).forEach(learn);
    },

    /** How far a conversation was read on some device, as far as we know. */
    upTo: (address: string): string | undefined => known.get(address),

    /**
     * A conversation was read up to here.
     *
     * @param atOnce whether it is told before anything that is said behind it
     */
    read(address: string, archiveId: string, atOnce = false): void {
      if (known.get(address) === archiveId && !(atOnce && waiting.has(address))) return;
      known.set(address, archiveId);
      waiting.get(address)?.();
      waiting.delete(address);
      if (atOnce) {
        void tell(address, archiveId);
        return;
      }
      waiting.set(
        address,
        session.clock.after(TELL_AFTER_MS, () => {
          waiting.delete(address);
          void tell(address, archiveId);
        }),
      );
    },
  };
}
