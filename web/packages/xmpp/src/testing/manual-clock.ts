import type { Clock } from '../transport.ts';

/** A clock that stands still until it is told to go on. */
export class ManualClock implements Clock {
  private time: number;
  private tasks: { at: number; run: () => void }[] = [];

  constructor(start = Date.parse('2026-03-01T12:00:00Z')) {
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  after(ms: number, run: () => void): () => void {
    const task = { at: this.time + ms, run };
    this.tasks.push(task);
    return () => {
      this.tasks = this.tasks.filter((t) => t !== task);
    };
  }

  /** Lets time pass: what falls due runs in order, each at its own time. */
  advance(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const due = this.tasks.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.tasks = this.tasks.filter((t) => t !== due);
      this.time = Math.max(this.time, due.at);
      due.run();
    }
    this.time = end;
  }
}

/** Turns alone are no measure: crypto is done by other threads, which may get no time while this one turns. */
const PATIENCE_MS = 20_000;

/** Waits until something holds, letting promises and crypto finish; fails after a thousand turns of the event loop that took long. */
export async function until(holds: () => boolean, what = 'the condition'): Promise<void> {
  const since = Date.now();
  for (let turn = 0; turn < 1_000 || Date.now() - since < PATIENCE_MS; turn++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  throw new Error(`never came: ${what}`);
}
