import { after } from './wait.ts';

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

/** The server shows that it is there at least every 25 seconds. */
const SILENT_MS = 60_000;

type Word = { readonly ask: true } | { readonly unread: number | undefined };

/**
 * How much is unread. One of the site's tabs reads it from the server, as browsers open few connections to a host; the others hear it
 * from that one. The token is kept in the site's own storage, and reads this number only.
 */
export class UnreadNumber {
  private readonly name: string;
  private readonly channel: BroadcastChannel | undefined;
  private changed: (unread: number | undefined) => void = () => undefined;
  private unread: number | undefined;
  private token: string | undefined;
  private leading = false;
  private stop: (() => void) | undefined;
  private wake: () => void = () => undefined;
  private resign: () => void = () => undefined;

  constructor(private readonly chat: string) {
    this.name = `stoa.launcher ${chat}`;
    this.channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(this.name);
    this.token = this.kept();
  }

  start(changed: (unread: number | undefined) => void): void {
    this.changed = changed;
    if (this.channel) {
      this.channel.onmessage = ({ data }: MessageEvent<Word>) => this.heard(data);
      this.say({ ask: true });
    }
    addEventListener('storage', (event) => {
      if (event.key === this.name || event.key === null) this.renew(this.kept());
    });
    // A page that is put aside gives way to the site's other tabs, and takes its place again when it is back.
    addEventListener('pagehide', () => {
      this.leading = false;
      this.stop?.();
      this.wake();
      this.resign();
    });
    addEventListener('pageshow', (event) => {
      if (event.persisted) this.campaign();
    });
    this.campaign();
  }

  /** A token for this site's pages, from the window that is signed in. */
  use(token: string): void {
    try {
      localStorage.setItem(this.name, token);
    } catch {
      // Without storage it is good for this page.
    }
    this.renew(token);
  }

  private kept(): string | undefined {
    try {
      return localStorage.getItem(this.name) ?? undefined;
    } catch {
      return undefined;
    }
  }

  private renew(token: string | undefined): void {
    if (token === this.token) return;
    this.token = token;
    this.stop?.();
    this.wake();
  }

  private drop(token: string): void {
    if (this.token !== token) return;
    this.token = undefined;
    try {
      if (localStorage.getItem(this.name) === token) localStorage.removeItem(this.name);
    } catch {
      // Nothing was kept.
    }
    this.show(undefined);
  }

  private campaign(): void {
    const lead = () =>
      new Promise<void>((resolve) => {
        this.resign = resolve;
        this.leading = true;
        void this.read();
      });
    const { locks } = navigator as { locks?: LockManager };
    if (locks) locks.request(this.name, lead).catch(() => undefined);
    else void lead();
  }

  private say(word: Word): void {
    this.channel?.postMessage(word);
  }

  private heard(word: Word): void {
    if ('ask' in word) {
      if (this.leading) this.say({ unread: this.unread });
    } else if (!this.leading) {
      this.unread = word.unread;
      this.changed(word.unread);
    }
  }

  private show(unread: number | undefined): void {
    this.unread = unread;
    this.changed(unread);
    this.say({ unread });
  }

  private async read(): Promise<void> {
    let pause = FIRST_RETRY_MS;
    while (this.leading) {
      const { token } = this;
      if (token === undefined) {
        await new Promise<void>((resolve) => (this.wake = resolve));
        continue;
      }
      const began = Date.now();
      const end = await this.stream(token).catch(() => 'lost' as const);
      if (end === 'void') this.drop(token);
      if (end !== 'lost' || !this.leading || token !== this.token) continue;
      pause = Date.now() - began > SILENT_MS ? FIRST_RETRY_MS : Math.min(pause * 2, LONGEST_RETRY_MS);
      // Not all pages at the same moment when a server is back.
      await Promise.race([
        after(pause * (0.5 + Math.random() / 2)),
        new Promise<void>((resolve) => (this.wake = resolve)),
      ]);
    }
  }

  /** Reads the stream to its end: void when the token is good no more. */
  private async stream(token: string): Promise<'void' | 'lost'> {
    const ends = new AbortController();
    this.stop = () => ends.abort();
    let silent: ReturnType<typeof setTimeout> | undefined;
    const alive = () => {
      clearTimeout(silent);
      silent = setTimeout(() => ends.abort(), SILENT_MS);
    };
    try {
      alive();
      const answer = await fetch(`${this.chat}/api/v1/launcher/unread`, {
        headers: { authorization: `Bearer ${token}` },
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        signal: ends.signal,
      });
      if (answer.status === 401) return 'void';
      if (!answer.ok || !answer.body) return 'lost';
      const reader = answer.body.getReader();
      const text = new TextDecoder();
      let rest = '';
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return 'lost';
        alive();
        const lines = (rest + text.decode(value, { stream: true })).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) if (this.line(line) === 'void') return 'void';
      }
    } finally {
      clearTimeout(silent);
    }
  }

  /** Takes a line of the stream; void when it says that the token is. */
  private line(line: string): 'void' | undefined {
    if (!line.startsWith('data:')) return undefined;
    const said = JSON.parse(line.slice(5)) as { readonly unread?: unknown; readonly void?: unknown };
    if (typeof said.unread === 'number') this.show(said.unread);
    return said.void === true ? 'void' : undefined;
  }
}
