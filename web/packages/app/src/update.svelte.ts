/** Where it is kept, for this tab, which version the page was reloaded to be rid of. */
const LEFT = 'stoa.update.left';

/** The script this page began with: its name says its content, and it names all the others. */
const script = document.querySelector<HTMLScriptElement>('head script[type="module"]');

/** Whether something is being written or answered that a reload would take away. */
const busy = (): boolean =>
  document.querySelector('dialog[open]') !== null ||
  [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].some(
    ({ value }) => value !== '',
  );

/**
 * Whether the server has a newer version of this page than the one that runs: an administrator has updated it while the page was
 * open. Then a line says so; and where nobody looks at the page and nothing stands in it half written, it is loaded anew by itself,
 * once. Until then it goes on as it is.
 */
class Update {
  waits = $state(false);
  /** Which build of the page runs. */
  readonly build = script ? new URL(script.src).pathname : '';
  /** Set where what was written is kept by nothing but the page. */
  mayLose = false;

  constructor() {
    // A part of this version is asked for that the server does not have any more.
    addEventListener('vite:preloadError', () => this.found());
    document.addEventListener('visibilitychange', () => this.quietly());
  }

  /** Looks what the server has now: a connection that was lost may have been lost to an update. */
  async look(): Promise<void> {
    if (this.waits || !import.meta.env.PROD) return;
    const page = await fetch('/', { cache: 'no-store' })
      .then((answer) => (answer.ok ? answer.text() : ''))
      .catch(() => '');
    // What stands between, such as the sign-in page of a hotel's network, is no version of ours.
    if (page.includes('id="app"') && !page.includes(`"${this.build}"`)) this.found();
  }

  /** There is a newer one, by what this tab has seen or by what another tab runs. */
  found(): void {
    this.waits = true;
    this.quietly();
  }

  now(): void {
    try {
      sessionStorage.setItem(LEFT, this.build);
    } catch {
      // A browser that keeps nothing: then it is loaded by hand only.
    }
    location.reload();
  }

  private quietly(): void {
    if (!this.waits || this.mayLose || document.visibilityState === 'visible' || busy()) return;
    try {
      if (sessionStorage.getItem(LEFT) === this.build) return; // something between keeps giving out this version
    } catch {
      return;
    }
    this.now();
  }
}

export const update = new Update();
