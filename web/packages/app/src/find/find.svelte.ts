import { type Line, type Timeline, linesWith } from '@stoa/core';

/** Fewer letters are in nearly every line: they are looked for in what is loaded only. */
const FEWEST_LETTERS = 2;

export interface Place {
  timeline(): Timeline;
  lines(): readonly Line[];
  /** Loads one more page of older lines. */
  further(): Promise<unknown>;
  /** Shows a line in the middle, as one that was looked for. */
  show(key: string): void;
}

/**
 * Looks for words in one conversation: at once in what is loaded, then page by page back through the archive (XEP-0313), until there is
 * nothing older or one stops it. Hits are counted from the newest, so that a number stays while older ones come.
 */
export class Find {
  text = $state('');
  /** Older pages are being loaded. */
  walking = $state(false);
  failed = $state(false);
  private stopped = $state(false);
  private current = $state<string | undefined>();
  private readonly hits = $derived.by(() => linesWith(this.place.lines(), this.text));
  private gone = false;

  constructor(private readonly place: Place) {}

  get count(): number {
    return this.hits.length;
  }

  /** Which hit is shown, from 1; 0 for none. */
  get at(): number {
    return this.current === undefined ? 0 : this.hits.indexOf(this.current) + 1;
  }

  get complete(): boolean {
    return this.place.timeline().complete;
  }

  /** When the oldest line that was looked at was written. */
  get backTo(): number | undefined {
    return this.place.timeline().entries[0]?.at;
  }

  get enough(): boolean {
    return this.text.trim().length >= FEWEST_LETTERS;
  }

  /** Other words: the newest hit among what is loaded, then further back. */
  look(text: string): void {
    this.text = text;
    this.stopped = false;
    this.current = undefined;
    this.to(0);
    void this.walk();
  }

  older(): void {
    this.to(this.at === this.hits.length && this.complete ? 0 : this.at);
  }

  newer(): void {
    this.to(this.at <= 1 ? this.hits.length - 1 : this.at - 2);
  }

  stop(): void {
    this.stopped = true;
  }

  goOn(): void {
    this.stopped = false;
    void this.walk();
  }

  close(): void {
    this.gone = true;
  }

  private to(index: number): void {
    const key = this.hits[index];
    if (key === undefined) return;
    this.current = key;
    this.place.show(key);
  }

  private async walk(): Promise<void> {
    if (this.walking) return;
    this.walking = true;
    this.failed = false;
    try {
      while (!this.gone && !this.stopped && this.enough && !this.complete) {
        const before = this.place.timeline().oldestId;
        await this.place.further();
        if (this.current === undefined) this.to(0);
        // The archive did not answer, or the timeline was let go of: whoever looks decides whether to go on.
        if (!this.complete && this.place.timeline().oldestId === before) {
          this.failed = true;
          this.stopped = true;
        }
      }
    } finally {
      this.walking = false;
    }
  }
}
