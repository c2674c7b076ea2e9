import { NS } from '../namespaces.ts';
import { type XmlElement, xml } from '../xml.ts';

const MODULO = 2 ** 32;

/** Stanzas waiting for an acknowledgement; more than this and {@link StreamManagement.full} says so. */
export const UNACKED_LIMIT = 1_000;

/** The server acknowledged what was never sent, or took back an acknowledgement (XEP-0198 §4). */
export class AckMismatch extends Error {}

/**
 * The counters of XEP-0198 for one session: what we handled of the server's stanzas, and which of ours it has not yet
 * acknowledged. Pure bookkeeping: the connection does the sending. A session starts at zero and survives resumptions.
 */
export class StreamManagement {
  private handled = 0;
  private acknowledged = 0;
  private unacked: XmlElement[] = [];

  constructor(readonly id: string | undefined) {}

  get resumable(): boolean {
    return this.id !== undefined;
  }

  get full(): boolean {
    return this.unacked.length >= UNACKED_LIMIT;
  }

  /** A stanza came in and is handled. */
  received(): void {
    this.handled = (this.handled + 1) % MODULO;
  }

  /** A stanza goes out. */
  sent(stanza: XmlElement): void {
    this.unacked.push(stanza);
  }

  get waiting(): number {
    return this.unacked.length;
  }

  /** The server handled h stanzas in all: returns those newly acknowledged, in order. Throws {@link AckMismatch}. */
  ack(h: number): XmlElement[] {
    const count = (h - this.acknowledged + MODULO) % MODULO;
    if (!Number.isInteger(h) || count > this.unacked.length) throw new AckMismatch(`h=${h}`);
    this.acknowledged = h;
    return this.unacked.splice(0, count);
  }

  /** The session was resumed, the server having handled h of ours: what it lacks must go out again, in order. */
  resume(h: number): { acked: XmlElement[]; resend: readonly XmlElement[] } {
    const acked = this.ack(h);
    return { acked, resend: this.unacked };
  }

  answer(): XmlElement {
    return xml('a', NS.sm, { h: String(this.handled) });
  }

  resumeRequest(): XmlElement {
    return xml('resume', NS.sm, { previd: this.id, h: String(this.handled) });
  }
}
