/** The time for views that show it: each second while something counts down, else often enough for the clock. */
class Now {
  value = $state(Date.now());
  private watchers = 0;

  constructor() {
    setInterval(() => {
      if (this.watchers > 0 || Date.now() - this.value >= 20_000) this.value = Date.now();
    }, 1_000);
  }

  /** Counts each second until the returned function is called. */
  countSeconds(): () => void {
    this.watchers += 1;
    this.value = Date.now();
    return () => {
      this.watchers -= 1;
    };
  }
}

export const now = new Now();
