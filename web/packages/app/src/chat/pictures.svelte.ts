import type { Avatar, ChatState } from '@stoa/core';
import { SvelteMap } from 'svelte/reactivity';

/** As many pictures are kept; the oldest go first. */
const KEPT = 500;
const AT_ONCE = 4;

/** A hash that presence (XEP-0153) or a room (XEP-0486) tells: what it is of does not change, so it is asked for once. */
const HASH = /^[0-9a-f]{40}$/i;

/** The pictures of people and rooms, asked for when they are to be seen, by the hash that they tell. */
export class Pictures {
  private readonly urls = new SvelteMap<string, string>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows what was asked for
  private readonly asked = new Set<string>();
  private readonly queue: { readonly hash: string; readonly address: string }[] = [];
  private running = 0;

  constructor(
    private readonly state: () => ChatState,
    private readonly ask: (address: string) => Promise<Avatar | undefined>,
  ) {}

  of(address: string): string | undefined {
    const state = this.state();
    const hash =
      state.rooms[address]?.picture ??
      Object.values(state.presence[address] ?? {}).find((p) => p.photo)?.photo;
    if (!hash || !HASH.test(hash)) return undefined;
    const known = this.urls.get(hash);
    if (known === undefined && !this.asked.has(hash)) {
      this.asked.add(hash);
      this.queue.push({ hash, address });
      queueMicrotask(() => this.work());
    }
    return known;
  }

  private work(): void {
    while (this.running < AT_ONCE) {
      const next = this.queue.shift();
      if (!next) return;
      this.running += 1;
      void this.fetch(next.hash, next.address).finally(() => {
        this.running -= 1;
        this.work();
      });
    }
  }

  private async fetch(hash: string, address: string): Promise<void> {
    try {
      const avatar = await this.ask(address);
      if (!avatar) return;
      this.urls.set(hash, `data:${avatar.mime};base64,${avatar.data}`);
      const [oldest] = this.urls.keys();
      if (this.urls.size > KEPT && oldest !== undefined) {
        this.urls.delete(oldest);
        this.asked.delete(oldest);
      }
    } catch {
      this.asked.delete(hash); // not now: it is asked for again when it is seen again
    }
  }
}
