import { backoffMs } from './backoff.ts';
import { randomId } from './bytes.ts';
import { type RequestError, RequestFailed, stanzaError } from './errors.ts';
import { domain, local } from './jid.ts';
import { NS } from './namespaces.ts';
import { Frames, StreamEnded } from './stream/frames.ts';
import { LoginRefused, type LoginRefusal, type Token, type UserAgent, loginByToken } from './stream/login.ts';
import { AckMismatch, StreamManagement } from './stream/stream-management.ts';
import type { Clock, OpenTransport } from './transport.ts';
import { type XmlElement, xml } from './xml.ts';

export type ConnectionStatus =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting'; readonly attempt: number }
  | { readonly kind: 'online'; readonly jid: string }
  | { readonly kind: 'waiting'; readonly attempt: number; readonly retryAt: number }
  | { readonly kind: 'refused'; readonly refusal: LoginRefusal };

export interface ConnectionEvents {
  status(status: ConnectionStatus): void;
  /** A new session: nothing of an earlier one is left on the server. Called before any of its stanzas. */
  sessionStarted(jid: string): void;
  /** The former session goes on: what was unacknowledged has been sent again, in order. */
  sessionResumed(): void;
  stanza(stanza: XmlElement): void;
  /** The server has these of our stanzas; for a message that means stored (archive first). */
  acked(stanzas: readonly XmlElement[]): void;
  token(token: Token): void;
  /** The payload that answers a request of another entity, or `done` for none; undefined: service-unavailable. */
  answer(iq: XmlElement): XmlElement | 'done' | undefined;
}

export interface ConnectionOptions {
  readonly address: string;
  readonly token: string;
  readonly agent: UserAgent;
  readonly openTransport: OpenTransport;
  readonly clock: Clock;
  readonly random?: () => number;
}

/** How long the whole sign-in may take. */
const LOGIN_MS = 15_000;
/** A silent stream is asked for a sign of life after this, and given up when none comes. */
const IDLE_MS = 30_000;
const SIGN_OF_LIFE_MS = 10_000;
/** The same, when there is reason to doubt: the page was hidden, the machine asleep. */
const DOUBT_MS = 3_000;
/** A session that lasted this long counts as good, and the next back-off starts from the beginning. */
const GOOD_AFTER_MS = 10_000;
const REQUEST_MS = 20_000;

const SERVICE_UNAVAILABLE = xml(
  'error',
  NS.client,
  { type: 'cancel' },
  xml('service-unavailable', NS.stanzaErrors),
);

interface Pending {
  resolve(result: XmlElement): void;
  reject(error: RequestFailed): void;
  to: string | undefined;
  cancel(): void;
}

/**
 * The connection of one account: signs in by token, keeps the session through lost networks (XEP-0198), starts a new one when
 * it cannot be resumed, and tells its {@link ConnectionEvents}. It never gives up by itself but when the token is refused.
 * Not started until {@link start}; after {@link stop} it is done for good.
 */
export class Connection {
  private status: ConnectionStatus = { kind: 'idle' };
  private frames: Frames | undefined;
  private session: StreamManagement | undefined;
  private jid = '';
  private token: string;
  private attempt = 0;
  private onlineSince = 0;
  private lastHeard = 0;
  private askedForAck = false;
  private stopped = false;
  private cancelTimer: () => void = () => undefined;
  private cancelWatch: () => void = () => undefined;
  private readonly pending = new Map<string, Pending>();

  constructor(
    private readonly options: ConnectionOptions,
    private readonly events: ConnectionEvents,
  ) {
    this.token = options.token;
  }

  start(): void {
    if (this.status.kind === 'idle' && !this.stopped) void this.connect();
  }

  /** Ends the session in good order, so that others see the person leave at once. */
  stop(): void {
    this.stopped = true;
    this.cancelTimer();
    this.cancelWatch();
    this.frames?.close();
    this.frames = undefined;
    this.session = undefined;
    this.rejectPending({ kind: 'disconnected' });
    this.setStatus({ kind: 'idle' });
  }

  /** The full address of this session; empty before the first one. */
  get fullJid(): string {
    return this.jid;
  }

  get online(): boolean {
    return this.status.kind === 'online';
  }

  /** A new token, for the next sign-in. */
  useToken(token: string): void {
    this.token = token;
  }

  /** The network may be back, or the person looks at the page again: try now, or make sure the stream still lives. */
  nudge(): void {
    if (this.status.kind === 'waiting') void this.connect();
    else if (this.online) this.expectSignOfLife(DOUBT_MS);
  }

  /** The browser says that the network is gone. The session is kept for resumption. */
  networkLost(): void {
    if (this.online || this.status.kind === 'connecting') this.frames?.drop();
  }

  /** Sends a message or presence. False when there is no session: nothing was sent and nothing is kept. */
  send(stanza: XmlElement): boolean {
    if (!this.online || !this.frames || !this.session) return false;
    if (this.session.full) {
      this.frames.drop();
      return false;
    }
    this.session.sent(stanza);
    this.frames.send(stanza);
    // A message is asked for by itself: its acknowledgement then comes before whatever is said in answer to it.
    if (stanza.name === 'message' || !this.askedForAck) {
      this.askedForAck = true;
      this.frames.send(xml('r', NS.sm));
    }
    return true;
  }

  /** Sends what is no stanza and is not counted (XEP-0198 §4). Nothing is kept: a later stream has to be told anew. */
  signal(element: XmlElement): void {
    if (this.online) this.frames?.send(element);
  }

  /** Sends an IQ and gives its result. Rejects with {@link RequestFailed}: an error, no answer in time, no session. */
  request(
    type: 'get' | 'set',
    to: string | undefined,
    payload: XmlElement,
    timeoutMs = REQUEST_MS,
  ): Promise<XmlElement> {
    const id = randomId(9);
    return new Promise((resolve, reject) => {
      const cancel = this.options.clock.after(timeoutMs, () => {
        this.pending.delete(id);
        reject(new RequestFailed({ kind: 'timeout' }));
      });
      this.pending.set(id, { resolve, reject, to, cancel });
      if (!this.send(xml('iq', NS.client, { type, id, to }, payload))) {
        this.pending.delete(id);
        cancel();
        reject(new RequestFailed({ kind: 'disconnected' }));
      }
    });
  }

  private async connect(): Promise<void> {
    if (this.stopped || this.status.kind === 'connecting') return;
    this.cancelTimer();
    this.setStatus({ kind: 'connecting', attempt: this.attempt });
    const frames = new Frames(this.options.openTransport);
    this.frames = frames;
    const cancelDeadline = this.options.clock.after(LOGIN_MS, () => frames.drop());
    try {
      const account = {
        domain: domain(this.options.address),
        username: local(this.options.address),
        token: this.token,
      };
      const resume = this.session?.resumable ? this.session.resumeRequest() : undefined;
      const done = await loginByToken(frames, account, this.options.agent, resume);
      if (this.stopped) return;
      if (done.token) {
        this.token = done.token.value;
        this.events.token(done.token);
      }
      this.begin(frames, done.resumedAt, done.jid, done.enabled);
    } catch (e) {
      this.failed(frames, e);
    } finally {
      cancelDeadline();
    }
  }

  private begin(
    frames: Frames,
    resumedAt: number | undefined,
    jid: string,
    enabled: { readonly id: string | undefined } | undefined,
  ): void {
    const { clock } = this.options;
    this.onlineSince = clock.now();
    this.lastHeard = clock.now();
    this.askedForAck = false;
    if (resumedAt !== undefined && this.session) {
      const { acked, resend } = this.session.resume(resumedAt);
      this.setStatus({ kind: 'online', jid: this.jid });
      if (acked.length > 0) this.events.acked(acked);
      for (const stanza of resend) frames.send(stanza);
      if (resend.length > 0) {
        this.askedForAck = true;
        frames.send(xml('r', NS.sm));
      }
      this.events.sessionResumed();
    } else {
      if (!enabled || !jid.includes('/')) throw new LoginRefused('unsupported');
      this.rejectPending({ kind: 'disconnected' });
      this.session = new StreamManagement(enabled.id);
      this.jid = jid;
      this.setStatus({ kind: 'online', jid });
      this.events.sessionStarted(jid);
    }
    frames.deliverTo(
      (element) => this.received(element),
      (end) => this.lost(frames, end),
    );
    this.watch();
  }

  private failed(frames: Frames, error: unknown): void {
    frames.drop();
    if (this.stopped || this.frames !== frames) return;
    this.frames = undefined;
    if (error instanceof LoginRefused && error.refusal !== 'temporary') {
      this.session = undefined;
      this.rejectPending({ kind: 'disconnected' });
      this.setStatus({ kind: 'refused', refusal: error.refusal });
    } else if (
      error instanceof LoginRefused ||
      error instanceof StreamEnded ||
      error instanceof AckMismatch
    ) {
      if (error instanceof AckMismatch) this.session = undefined;
      this.wait();
    } else {
      this.wait();
      throw error;
    }
  }

  private lost(frames: Frames, end: StreamEnded): void {
    if (this.frames !== frames || this.stopped) return;
    this.frames = undefined;
    this.cancelWatch();
    if (end.condition === 'not-authorized') {
      // RFC 6120 §4.9.3.12: the access of this session was taken back while it lasted.
      this.session = undefined;
      this.rejectPending({ kind: 'disconnected' });
      this.setStatus({ kind: 'refused', refusal: 'revoked' });
      return;
    }
    if (this.options.clock.now() - this.onlineSince >= GOOD_AFTER_MS && end.condition === undefined)
      this.attempt = 0;
    this.wait();
  }

  private wait(): void {
    const { clock, random } = this.options;
    const delay = backoffMs(this.attempt, random);
    this.attempt += 1;
    this.setStatus({ kind: 'waiting', attempt: this.attempt, retryAt: clock.now() + delay });
    this.cancelTimer();
    this.cancelTimer = clock.after(delay, () => void this.connect());
  }

  private received(element: XmlElement): void {
    this.lastHeard = this.options.clock.now();
    if (element.ns === NS.sm) this.control(element);
    else if (element.ns === NS.client) {
      this.session?.received();
      if (element.name === 'iq') this.iq(element);
      else this.events.stanza(element);
    }
  }

  private control(element: XmlElement): void {
    if (!this.session || !this.frames) return;
    if (element.name === 'r') this.frames.send(this.session.answer());
    else if (element.name === 'a') {
      this.askedForAck = false;
      try {
        const acked = this.session.ack(Number(element.attrs.h));
        if (acked.length > 0) this.events.acked(acked);
        if (this.session.waiting > 0) {
          this.askedForAck = true;
          this.frames.send(xml('r', NS.sm));
        }
      } catch (e) {
        if (!(e instanceof AckMismatch)) throw e;
        const frames = this.frames;
        this.session = undefined; // the counts cannot be trusted: start afresh
        frames.drop();
      }
    }
  }

  private iq(iq: XmlElement): void {
    const { type, id, from } = iq.attrs;
    if (type === 'result' || type === 'error') {
      const waiting = this.pending.get(id ?? '');
      if (!waiting || !id || !this.mayAnswer(waiting.to, from)) return;
      this.pending.delete(id);
      waiting.cancel();
      if (type === 'result') waiting.resolve(iq);
      else waiting.reject(new RequestFailed(stanzaError(iq)));
      return;
    }
    const payload = this.events.answer(iq);
    // The answer to a get or set is itself never answered, so this cannot loop.
    if (payload === undefined)
      this.send(xml('iq', NS.client, { type: 'error', id, to: from }, SERVICE_UNAVAILABLE));
    else this.send(xml('iq', NS.client, { type: 'result', id, to: from }, payload !== 'done' && payload));
  }

  /** RFC 6120 §8.1.2.1: an answer comes from whom we asked; for our own account also without a from. */
  private mayAnswer(to: string | undefined, from: string | undefined): boolean {
    const own = this.options.address;
    if (to === undefined || to === own)
      return from === undefined || from === own || from === this.jid || from === domain(own);
    return from === to;
  }

  private watch(): void {
    this.cancelWatch();
    const silentFor = this.options.clock.now() - this.lastHeard;
    this.cancelWatch = this.options.clock.after(Math.max(1_000, IDLE_MS - silentFor), () => {
      if (this.options.clock.now() - this.lastHeard >= IDLE_MS) this.expectSignOfLife(SIGN_OF_LIFE_MS);
      else this.watch();
    });
  }

  private expectSignOfLife(withinMs: number): void {
    const frames = this.frames;
    if (!frames || !this.online) return;
    const asked = this.options.clock.now();
    frames.send(xml('r', NS.sm));
    this.cancelWatch();
    this.cancelWatch = this.options.clock.after(withinMs, () => {
      if (this.frames !== frames) return;
      if (this.lastHeard >= asked) this.watch();
      else frames.drop();
    });
  }

  private rejectPending(reason: RequestError): void {
    const waiting = [...this.pending.values()];
    this.pending.clear();
    for (const one of waiting) {
      one.cancel();
      one.reject(new RequestFailed(reason));
    }
  }

  private setStatus(status: ConnectionStatus): void {
    this.status = status;
    this.events.status(status);
  }
}
