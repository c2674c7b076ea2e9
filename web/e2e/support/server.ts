import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const STOA = resolve(import.meta.dirname, '../../../stoa');

/** Building comes first on a fresh checkout; a built server starts within seconds. */
const READY_MS = 10 * 60_000;

/** The packaged server in a process of its own, with data that goes with it. */
export class Server {
  private output = '';
  private readonly data = mkdtempSync(join(tmpdir(), 'stoa-e2e-'));
  private readonly process: ChildProcess;

  private constructor(args: readonly string[]) {
    const free = ['xmpp.port', 'xmpp.tls_port', 'xmpp.s2s_port', 'web.port'].flatMap((key) => [
      '--set',
      `${key}=0`,
    ]);
    this.process = spawn(STOA, ['run', '--data', this.data, '--set', 'bind=127.0.0.1', ...free, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
  }

  /** Starts it and waits for its line `stoa ready`. */
  static async start(...args: readonly string[]): Promise<Server> {
    const server = new Server(args);
    await server.says(/^stoa ready.*$/m, READY_MS);
    return server;
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
    const [link] = await this.says(/https?:\/\/\S+\/setup#\S+/, 10_000);
    return link;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      const exited = new Promise((resolve) => this.process.once('exit', resolve));
      this.process.kill('SIGTERM');
      await exited;
    }
    rmSync(this.data, { recursive: true, force: true });
  }

  private says(pattern: RegExp, withinMs: number): Promise<RegExpExecArray> {
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
        this.process.stdout?.off('data', look);
        this.process.stderr?.off('data', look);
        this.process.off('exit', ended);
        act();
      };
      this.process.stdout?.on('data', look);
      this.process.stderr?.on('data', look);
      this.process.once('exit', ended);
      look();
    });
  }
}
