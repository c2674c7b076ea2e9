import { base64, fromBase64, fromUtf8, utf8 } from '../bytes.ts';
import { NS } from '../namespaces.ts';
import { hmac } from '../sasl/scram.ts';
import type { OpenTransport, TransportEvents } from '../transport.ts';
import { type XmlElement, child, parse, serialise, textOf, xml } from '../xml.ts';

/** One stream management session on the server's side. */
interface ServerSession {
  id: string;
  jid: string;
  handled: number;
  sent: XmlElement[];
  acknowledged: number;
}

/**
 * The server's side of the streams in memory: FAST sign-in, Bind 2, stream management with resumption, all as our server does
 * it. What stanzas mean is up to the test ({@link onStanza}). The network between can be cut and mended.
 */
export class MemoryServer {
  /** token -> username. */
  readonly tokens = new Map<string, string>();
  /** When set, the next success carries this as the new token. */
  rotateTo: string | undefined;
  reachable = true;
  /** Swallows acknowledgements while true: the server handled the stanzas, the client does not hear of it. */
  silent = false;
  logins = 0;
  onStanza: (stanza: XmlElement, reply: (s: XmlElement) => void) => void = () => undefined;
  private sessions = new Map<string, ServerSession>();
  private live: { session: ServerSession; events: TransportEvents; over: boolean } | undefined;
  private count = 0;

  constructor(readonly domain = 'example.org') {}

  get session(): ServerSession | undefined {
    return this.live?.session;
  }

  /** Forgets sessions that could be resumed. */
  forgetSessions(): void {
    this.sessions.clear();
  }

  /** Cuts the connection without a word. */
  cut(): void {
    const live = this.live;
    this.live = undefined;
    if (live && !live.over) {
      live.over = true;
      live.events.closed();
    }
  }

  /** Sends a stanza to the connected client. */
  push(stanza: XmlElement): void {
    const live = this.live;
    if (!live) throw new Error('nobody is connected');
    live.session.sent.push(stanza);
    live.events.received(serialise(stanza));
  }

  readonly open: OpenTransport = (events) => {
    const link = { session: undefined as ServerSession | undefined, events, over: false };
    const say = (element: XmlElement) => {
      if (!link.over && this.reachable) events.received(serialise(element));
    };
    const close = () => {
      if (link.over) return;
      link.over = true;
      if (this.live?.events === events) this.live = undefined;
      events.closed();
    };
    queueMicrotask(() => {
      if (link.over) return;
      if (this.reachable) events.opened();
      else close();
    });
    return {
      send: (text) => {
        if (link.over || !this.reachable) return;
        const element = parse(text);
        if (element.ns === NS.framing && element.name === 'open') this.greet(say);
        else if (element.ns === NS.framing && element.name === 'close') {
          if (this.live) this.sessions.delete(this.live.session.id);
          close();
        } else if (element.ns === NS.sasl2) void this.authenticate(element, say, events, link);
        else if (this.live) this.handle(element, this.live.session, say);
      },
      close,
    };
  };

  private greet(say: (e: XmlElement) => void): void {
    say(xml('open', NS.framing, { from: this.domain, version: '1.0' }));
    say(
      xml(
        'features',
        NS.streams,
        {},
        xml(
          'authentication',
          NS.sasl2,
          {},
          xml('mechanism', NS.sasl2, {}, 'SCRAM-SHA-256'),
          xml(
            'inline',
            NS.sasl2,
            {},
            xml('bind', NS.bind2),
            xml('sm', NS.sm),
            xml('fast', NS.fast, {}, xml('mechanism', NS.fast, {}, 'HT-SHA-256-NONE')),
          ),
        ),
      ),
    );
  }

  private async authenticate(
    request: XmlElement,
    say: (e: XmlElement) => void,
    events: TransportEvents,
    link: { over: boolean },
  ): Promise<void> {
    const [username = '', proof = ''] = fromUtf8Lossy(textOf(child(request, 'initial-response')));
    let valid: string | undefined;
    for (const [token, owner] of this.tokens) {
      const expected = await hmac('SHA-256', utf8(token), utf8('Initiator'));
      if (owner === username && base64(expected) === proof) valid = token;
    }
    if (valid === undefined) {
      say(xml('failure', NS.sasl2, {}, xml('not-authorized', NS.sasl)));
      return;
    }
    this.logins += 1;
    const fast = child(request, 'fast', NS.fast);
    if (fast?.attrs.invalidate === 'true') this.tokens.delete(valid);
    const responder = base64(await hmac('SHA-256', utf8(valid), utf8('Responder')));
    const inline: XmlElement[] = [];
    const resume = child(request, 'resume', NS.sm);
    const former = resume && this.sessions.get(resume.attrs.previd ?? '');
    let session: ServerSession | undefined;
    let replay: XmlElement[] = [];
    if (former && resume) {
      session = former;
      replay = former.sent.slice(Number(resume.attrs.h));
      inline.push(xml('resumed', NS.sm, { previd: former.id, h: String(former.handled) }));
    } else if (child(request, 'bind', NS.bind2)) {
      if (resume) inline.push(xml('failed', NS.sm, {}, xml('item-not-found', NS.stanzaErrors)));
      this.count += 1;
      session = {
        id: `session-${this.count}`,
        jid: `${username}@${this.domain}/Stoa.${this.count}`,
        handled: 0,
        sent: [],
        acknowledged: 0,
      };
      this.sessions.set(session.id, session);
      inline.push(xml('bound', NS.bind2, {}, xml('enabled', NS.sm, { id: session.id, resume: 'true' })));
    }
    if (this.rotateTo) {
      this.tokens.delete(valid);
      this.tokens.set(this.rotateTo, username);
      inline.push(xml('token', NS.fast, { token: this.rotateTo, expiry: '2026-04-01T00:00:00Z' }));
      this.rotateTo = undefined;
    }
    if (session && !link.over) this.live = { session, events, over: false };
    say(
      xml(
        'success',
        NS.sasl2,
        {},
        xml('additional-data', NS.sasl2, {}, responder),
        xml('authorization-identifier', NS.sasl2, {}, session?.jid ?? `${username}@${this.domain}`),
        ...inline,
      ),
    );
    for (const stanza of replay) say(stanza);
  }

  private handle(element: XmlElement, session: ServerSession, say: (e: XmlElement) => void): void {
    if (element.ns === NS.sm && element.name === 'r') {
      if (!this.silent) say(xml('a', NS.sm, { h: String(session.handled) }));
    } else if (element.ns === NS.sm && element.name === 'a') {
      session.acknowledged = Number(element.attrs.h);
    } else if (element.ns === NS.client) {
      session.handled += 1;
      this.onStanza(element, (stanza) => {
        session.sent.push(stanza);
        say(stanza);
      });
    }
  }
}

/** Splits "user NUL proof", the proof in base64. */
function fromUtf8Lossy(initial: string): [string, string] {
  const bytes = fromBase64(initial);
  const zero = bytes.indexOf(0);
  return zero < 0 ? ['', ''] : [fromUtf8(bytes.slice(0, zero)), base64(bytes.slice(zero + 1))];
}
