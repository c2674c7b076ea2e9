import { POP_OUT, openWindow } from './window.ts';
import { warn } from './warn.ts';

/** What the icon and the window it opened say to each other. Nothing else is listened to. */
interface Said {
  /** `here` and `token` by the window, `host` by the icon, `refused` by the window. */
  readonly stoa: 'here' | 'host' | 'token' | 'refused';
  readonly token?: string;
}

/**
 * The window with the chat. It is opened once and brought to the front from then on, also after this page was loaded again. When it is
 * signed in it says so, this page makes itself known by answering, and gets a token that reads the unread number.
 */
export class PopOut {
  constructor(
    private readonly chat: string,
    private readonly ontoken: (token: string) => void,
  ) {
    addEventListener('message', (event: MessageEvent<unknown>) => this.heard(event));
  }

  open(): void {
    if (!openWindow(`${this.chat}${POP_OUT}`))
      warn('The browser has kept the chat window from opening. Allow this page to open windows.');
  }

  private heard(event: MessageEvent<unknown>): void {
    if (event.origin !== this.chat || typeof event.data !== 'object' || event.data === null) return;
    const { stoa, token } = event.data as Partial<Said>;
    if (stoa === 'here') {
      const answer: Said = { stoa: 'host' };
      event.source?.postMessage(answer, { targetOrigin: this.chat });
    } else if (stoa === 'token' && typeof token === 'string') {
      this.ontoken(token);
    } else if (stoa === 'refused') {
      warn(`${this.chat} gives this page no unread number.`);
    }
  }
}
