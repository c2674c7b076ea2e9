import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Server } from './server.ts';

/** The client of the conformance suite: slixmpp, used as its documentation says. */
const CLIENT = resolve(import.meta.dirname, '../../../conformance/clients/slixmpp/colleague.py');

type Event = Readonly<Record<string, unknown>> & { readonly event: string };

/** A colleague at an ordinary XMPP client, over the standard port with STARTTLS. */
export class Colleague {
  private readonly events: Event[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly process: ChildProcess;
  private rest = '';
  private errors = '';

  private constructor(server: Server, address: string, password: string) {
    const { host, port } = server.xmpp;
    this.process = spawn('/usr/bin/python3', [CLIENT, address, host, String(port)], {
      // The server under test has made its own certificate.
      env: { ...process.env, STOA_PASSWORD: password, SSL_CERT_FILE: server.certificate },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.process.stdout?.on('data', (chunk: Buffer) => this.heard(chunk.toString()));
    this.process.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
  }

  static async signIn(server: Server, address: string, password: string): Promise<Colleague> {
    const colleague = new Colleague(server, address, password);
    const { jid } = await colleague.gets('signed-in');
    // It has said that it is there; what is sent to its account reaches it once the server has heard so.
    await colleague.gets('presence', { sender: jid, kind: 'available' });
    return colleague;
  }

  does(command: string, details: Readonly<Record<string, string>>): void {
    this.process.stdin?.write(`${JSON.stringify({ do: command, ...details })}\n`);
  }

  /** Waits for something that happened, with these details; takes it. */
  gets(
    event: string,
    details: Readonly<Record<string, unknown>> = {},
    withinMs = 30_000,
    fits: (event: Event) => boolean = () => true,
  ): Promise<Event> {
    const wanted = Object.entries({ event, ...details });
    return new Promise((resolve, reject) => {
      const look = () => {
        const at = this.events.findIndex((e) => wanted.every(([key, value]) => e[key] === value) && fits(e));
        const [found] = at < 0 ? [] : this.events.splice(at, 1);
        if (found) done(() => resolve(found));
      };
      const late = setTimeout(
        () =>
          done(() =>
            reject(
              new Error(
                `slixmpp got no ${JSON.stringify(wanted)} but:\n${this.events.map((e) => JSON.stringify(e)).join('\n')}\n${this.errors}`,
              ),
            ),
          ),
        withinMs,
      );
      const done = (act: () => void) => {
        clearTimeout(late);
        this.listeners.delete(look);
        act();
      };
      this.listeners.add(look);
      look();
    });
  }

  /** Waits for a message that, as XML, matches all of these; takes it. */
  async hears(...patterns: readonly RegExp[]): Promise<string> {
    const found = await this.gets('heard', {}, 30_000, ({ xml }) =>
      patterns.every((p) => typeof xml === 'string' && p.test(xml)),
    );
    return String(found.xml);
  }

  /** Whether such a message has come that nobody took yet. */
  heardSoFar(pattern: RegExp): boolean {
    return this.events.some(
      ({ event, xml }) => event === 'heard' && typeof xml === 'string' && pattern.test(xml),
    );
  }

  /** How often something happened that nobody took yet. */
  count(event: string, details: Readonly<Record<string, unknown>>): number {
    const wanted = Object.entries({ event, ...details });
    return this.events.filter((e) => wanted.every(([key, value]) => e[key] === value)).length;
  }

  /** What happened of this kind so far, and nobody took, is not waited for any more. */
  forgets(event: string): void {
    const others = this.events.filter((e) => e.event !== event);
    this.events.splice(0, this.events.length, ...others);
  }

  async quit(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = new Promise((resolve) => this.process.once('exit', resolve));
    this.does('quit', {});
    this.process.stdin?.end();
    await exited;
  }

  private heard(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) if (line) this.events.push(JSON.parse(line) as Event);
    for (const listener of [...this.listeners]) listener();
  }
}
