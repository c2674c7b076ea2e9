import type { Command, Outcome } from '../session/commands.ts';
import type { ChatEvent, ChatState } from '../session/state.ts';

/** What the tabs of one account say to each other. Every message reaches all other tabs. */
export type TabMessage =
  /** A tab came, or missed something: it wants the state. */
  | { readonly type: 'hello' }
  /** The whole state, from the leader of this term; and which build of the page that tab runs. */
  | {
      readonly type: 'snapshot';
      readonly term: string;
      readonly seq: number;
      readonly state: ChatState;
      readonly build: string;
    }
  | { readonly type: 'event'; readonly term: string; readonly seq: number; readonly event: ChatEvent }
  | { readonly type: 'command'; readonly id: string; readonly command: Command }
  /** The leader has a command in hand: it is alive. */
  | { readonly type: 'taken'; readonly id: string }
  | { readonly type: 'outcome'; readonly id: string; readonly outcome: Outcome }
  /** The account was signed out; every tab lets go. */
  | { readonly type: 'signed-out' };

/** How tabs hear each other: BroadcastChannel in the browser. */
export interface TabChannel {
  post(message: TabMessage): void;
  listen(handler: (message: TabMessage) => void): void;
  close(): void;
}

/** Who leads: Web Locks in the browser. At most one holder at a time; the next in line follows when one goes. */
export interface Election {
  /** Waits in line; calls `lead` once elected. Leadership ends with `resign`, with the tab, or by a take-over (`lost`). */
  campaign(lead: () => void, lost: () => void): void;
  /** Leads now, whoever leads: for when the leader does not answer. */
  takeOver(): void;
  resign(): void;
}

export function broadcastChannel(name: string): TabChannel {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    listen: (handler) => {
      channel.onmessage = (event: MessageEvent<TabMessage>) => handler(event.data);
    },
    close: () => channel.close(),
  };
}

export function webLocks(name: string): Election {
  let release: () => void = () => undefined;
  let onLead: () => void = () => undefined;
  let onLost: () => void = () => undefined;
  let leading = false;

  const request = (options: LockOptions) => {
    let held = false;
    navigator.locks
      .request(name, options, () => {
        held = true;
        leading = true;
        return new Promise<void>((resolve) => {
          release = resolve;
          onLead();
        });
      })
      .catch((e: unknown) => {
        if (!(e instanceof DOMException)) throw e;
        if (!held && e.name === 'SecurityError') {
          // A browser that keeps nothing for us has no locks either: each tab is for itself.
          leading = true;
          onLead();
          return;
        }
        if (!held) return; // withdrawn while in line
        // Another tab took over: this one was asleep. It goes back into the line.
        leading = false;
        onLost();
        request({});
      });
  };

  return {
    campaign(lead, lost) {
      onLead = lead;
      onLost = lost;
      request({});
    },
    takeOver() {
      if (!leading) request({ steal: true });
    },
    resign() {
      leading = false;
      release();
    },
  };
}
