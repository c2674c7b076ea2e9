import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const STOA = resolve(import.meta.dirname, '../../../stoa');

/** Building comes first on a fresh checkout; a built server starts within seconds. */
const READY_MS = 10 * 60_000;

/** The whole line: what it tells is read from it. */
const READY = /^stoa ready.*\n/m;

const PORTS = ['xmpp.port', 'xmpp.tls_port', 'xmpp.s2s_port', 'web.port', 'web.demo_port'] as const;
type Ports = Readonly<Record<(typeof PORTS)[number], number>>;
const FREE: Ports = {
  'xmpp.port': 0,
  'xmpp.tls_port': 0,
  'xmpp.s2s_port': 0,
  'web.port': 0,
  'web.demo_port': 0,
};

/** The packaged server in a process of its own, with data that goes with it. */
export class Server {
  /** When it was ready: the demonstration tells of what was said so long before. */
  startedAt = 0;
  private output = '';
  private readonly data = mkdtempSync(join(tmpdir(), 'stoa-e2e-'));
  private process: ChildProcess | undefined;

  private constructor(private readonly args: readonly string[]) {}

  /** Starts it and waits for its line `stoa ready`. */
  static async start(...args: readonly string[]): Promise<Server> {
    return Server.prepared(async () => undefined, ...args);
  }

  /** The same, after an operator's commands that want it stopped, such as `import`. */
  static async prepared(
    prepare: (command: (args: readonly string[]) => Promise<void>) => Promise<void>,
    ...args: readonly string[]
  ): Promise<Server> {
    const server = new Server(args);
    await prepare((command) => server.command(command));
    server.process = server.run(FREE);
    await server.says(READY, READY_MS);
    server.startedAt = Date.now();
    return server;
  }

  private run(ports: Ports): ChildProcess {
    const sets = PORTS.flatMap((key) => ['--set', `${key}=${ports[key]}`]);
    const started = spawn(
      STOA,
      ['run', '--data', this.data, '--set', 'bind=127.0.0.1', ...sets, ...this.args],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    return started;
  }

  /** Where clients of the standard port find it. */
  get xmpp(): { readonly host: string; readonly port: number } {
    const [, host = '', port = ''] = / xmpp=([^ :]+):(\d+)/.exec(this.output) ?? [];
    return { host, port: Number(port) };
  }

  /** Where clients find it that begin with TLS. */
  get xmpps(): { readonly host: string; readonly port: number } {
    const [, host = '', port = ''] = / xmpps=([^ :]+):(\d+)/.exec(this.output) ?? [];
    return { host, port: Number(port) };
  }

  /** The certificate it has made for itself, in PEM. */
  get certificate(): string {
    return join(this.data, 'tls', 'self-signed.pem');
  }

  /** kill -9: no goodbye, nothing written that was not written already. */
  async kill(): Promise<void> {
    const { running } = this;
    const exited = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await exited;
  }

  /** Starts again what was killed, with the same data at the same web address. */
  async startAgain(): Promise<void> {
    const port = Number(new URL(this.url).port);
    this.output = '';
    this.process = this.run({ ...FREE, 'web.demo_port': port });
    await this.says(READY, READY_MS);
  }

  /** An operator's command beside the running server, such as `user add`. */
  async command(args: readonly string[], input = ''): Promise<void> {
    const command = spawn(STOA, [...args, '--data', this.data], { stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [command.stdout, command.stderr]) {
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    }
    command.stdin.end(input);
    const status = await new Promise((resolve) => command.once('exit', resolve));
    if (status !== 0) throw new Error(`stoa ${args.join(' ')} ended with ${String(status)}:\n${said}`);
  }

  /** The web address: with --demo the plain one on loopback. */
  get url(): string {
    const urls = [...this.output.matchAll(/https?:\/\/[^\s#,;]+/g)].map(([u]) => u.replace(/\/$/, ''));
    const url =
      urls.find((u) => /^http:\/\/(127\.0\.0\.1|localhost)/.test(u)) ??
      urls.find((u) => u.startsWith('https://'));
    if (!url) throw new Error(`no web address in:\n${this.output}`);
    return new URL(url).origin;
  }

  /** The one-time link of the first start. */
  async setupLink(): Promise<string> {
    const [link] = await this.says(/https?:\/\/\S+\/setup#\S+(?=\s)/, 30_000);
    return link;
  }

  async stop(): Promise<void> {
    const running = this.process;
    if (running && running.exitCode === null && running.signalCode === null) {
      const exited = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGTERM');
      await exited;
    }
    rmSync(this.data, { recursive: true, force: true });
  }

  private get running(): ChildProcess {
    if (!this.process) throw new Error('the server was not started');
    return this.process;
  }

  private says(pattern: RegExp, withinMs: number): Promise<RegExpExecArray> {
    const { running } = this;
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(this.output);
        if (found) done(() => resolve(found));
      };
      const ended = () => done(() => reject(new Error(`the server ended:\n${this.output}`)));
      const late = setTimeout(
        () => done(() => reject(new Error(`never said ${pattern}:\n${this.output}`))),
        withinMs,
      );
      const done = (act: () => void) => {
        clearTimeout(late);
        running.stdout?.off('data', look);
        running.stderr?.off('data', look);
        running.off('exit', ended);
        act();
      };
      running.stdout?.on('data', look);
      running.stderr?.on('data', look);
      running.once('exit', ended);
      look();
    });
  }
}
