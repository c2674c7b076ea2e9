/**
 * The one door through which archived messages enter, live ones and those of catching up, so that each is taken once and in
 * order. While catching up, live ones wait; afterwards they follow, without those that the archive brought already. A late one
 * (delivered long after it was stored) is not waited for: the archive being read has it in its place. Remembers the last {@link REMEMBERED} ids; overlaps are never longer than one catching up.
 */
export const REMEMBERED = 5_000;

export interface Archived {
  readonly archiveId?: string;
  readonly late?: boolean;
}

export class Intake<T extends Archived> {
  private readonly seen = new Set<string>();
  private waiting: T[] | undefined;
  private watchers: (() => void)[] = [];

  constructor(private readonly take: (item: T) => void) {}

  /** From now on live items wait for {@link caughtUp}. */
  beginCatchUp(): void {
    this.waiting ??= [];
  }

  live(item: T): void {
    if (!this.waiting) this.pass(item);
    else if (!item.late) this.waiting.push(item);
  }

  archived(item: T): void {
    this.pass(item);
  }

  /** Whether it has come live as well, and waits. */
  isWaiting({ archiveId }: T): boolean {
    return archiveId !== undefined && (this.waiting ?? []).some((item) => item.archiveId === archiveId);
  }

  caughtUp(): void {
    const waiting = this.waiting ?? [];
    this.waiting = undefined;
    for (const item of waiting) this.pass(item);
    this.release();
  }

  /** Resolves when nothing is being caught up with, or this intake is given up. */
  settled(): Promise<void> {
    if (!this.waiting) return Promise.resolve();
    return new Promise((resolve) => this.watchers.push(resolve));
  }

  /** Nothing enters here any more. */
  giveUp(): void {
    this.release();
  }

  private release(): void {
    const watchers = this.watchers;
    this.watchers = [];
    for (const watcher of watchers) watcher();
  }

  private pass(item: T): void {
    const id = item.archiveId;
    if (id !== undefined) {
      if (this.seen.has(id)) return;
      this.seen.add(id);
      if (this.seen.size > REMEMBERED) {
        const [oldest] = this.seen;
        if (oldest !== undefined) this.seen.delete(oldest);
      }
    }
    this.take(item);
  }
}
