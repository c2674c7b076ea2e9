import {
  type AccountStorage,
  type ApiToken,
  type ChatState,
  type Command,
  type CommandValue,
  type ConversationKind,
  Engine,
  TabGroup,
  broadcastChannel,
  initialState,
  memoryStorage,
  openIndexedDb,
  webLocks,
} from '@stoa/core';
import { type OpenTransport, type UserAgent, systemClock } from '@stoa/xmpp';
import { type Account, forgetAccount, keepAccount, loadAccount } from '../account.ts';
import { drafts } from '../settings.svelte.ts';
import { revoke } from '../sign-in.ts';

export interface ChatOptions {
  readonly account: Account;
  readonly agent: UserAgent;
  readonly version: string;
  readonly openTransport: OpenTransport;
  onSignedOut(): void;
}

/** The chat of the signed-in account in this tab: the state the views read, and what they can ask for. */
export class Chat {
  state = $state.raw<ChatState>(initialState(''));
  readonly self: string;
  private group: TabGroup | undefined;
  private engine: Engine | undefined;
  private storage: AccountStorage = memoryStorage();
  private readonly detach: () => void;
  private fresh: ChatState | undefined;

  constructor(private readonly options: ChatOptions) {
    this.self = options.account.address;
    this.state = initialState(this.self);
    void this.begin();
    this.detach = this.watchPage();
  }

  /** Carries out a command in whichever tab leads. Rejects with RequestFailed. */
  async perform(command: Command): Promise<CommandValue> {
    await this.ready;
    return this.group?.perform(command);
  }

  /** The same where nothing is to be done about a refusal but to show what the state then says. */
  ask(command: Command): void {
    this.perform(command).catch(() => undefined);
  }

  /** Puts a message into the outbox: it is safe in the browser before this resolves. */
  async send(address: string, kind: ConversationKind, body: string): Promise<void> {
    await this.ready;
    const item = { originId: crypto.randomUUID(), address, kind, body, at: Date.now() };
    await this.storage.putOutbox(item);
    this.ask({ type: 'send', item });
  }

  async apiToken(): Promise<string> {
    const value = (await this.perform({ type: 'api-token' })) as ApiToken;
    return value.token;
  }

  /** Leaves for good: ends the session, has the token declared void, forgets all that was kept, in every tab. */
  async signOut(): Promise<void> {
    await this.perform({ type: 'sign-out' }).catch(() => undefined);
    // Without a network the token cannot be declared void; it is forgotten here and runs out by itself.
    await revoke(this.account).catch(() => undefined);
    await this.storage.clear();
    drafts.forget(this.self);
    forgetAccount();
    this.group?.announceSignOut();
    this.detach();
    this.options.onSignedOut();
  }

  /** This tab lets go; others go on. */
  close(): void {
    this.detach();
    void this.group?.close();
  }

  private markReady: () => void = () => undefined;
  private readonly ready = new Promise<void>((resolve) => {
    this.markReady = resolve;
  });

  /** With the newest token, which another tab may have been given. */
  private get account(): Account {
    const saved = loadAccount();
    return saved?.address === this.self ? saved : this.options.account;
  }

  private async begin(): Promise<void> {
    const { agent, version, openTransport } = this.options;
    try {
      this.storage = await openIndexedDb(this.self);
    } catch {
      // Some private windows have no storage: the outbox then lives as long as the page.
    }
    const name = `stoa:${this.self}`;
    this.group = new TabGroup({
      self: this.self,
      channel: broadcastChannel(name),
      election: webLocks(name),
      clock: systemClock,
      changed: (state) => this.show(state),
      signedOut: () => {
        this.detach();
        this.options.onSignedOut();
      },
      lead: (state, emit) => {
        const engine = new Engine({
          address: this.self,
          token: this.account.token,
          agent,
          version,
          openTransport,
          clock: systemClock,
          storage: this.storage,
          state,
          emit,
          keepToken: (token) => keepAccount(this.self, token),
        });
        this.engine = engine;
        return engine;
      },
    });
    this.markReady();
  }

  /** Many events come in one turn (a roster, a page of history): the views hear of them once. */
  private show(state: ChatState): void {
    if (!this.fresh) {
      queueMicrotask(() => {
        if (this.fresh) this.state = this.fresh;
        this.fresh = undefined;
      });
    }
    this.fresh = state;
  }

  private watchPage(): () => void {
    const nudge = () => this.ask({ type: 'nudge' });
    const lost = () => this.engine?.networkLost();
    const visible = () => {
      if (document.visibilityState === 'visible') nudge();
    };
    const hide = () => void this.group?.close();
    const again = (event: PageTransitionEvent) => {
      if (event.persisted) location.reload();
    };
    addEventListener('online', nudge);
    addEventListener('offline', lost);
    document.addEventListener('visibilitychange', visible);
    addEventListener('pagehide', hide);
    addEventListener('pageshow', again);
    return () => {
      removeEventListener('online', nudge);
      removeEventListener('offline', lost);
      document.removeEventListener('visibilitychange', visible);
      removeEventListener('pagehide', hide);
      removeEventListener('pageshow', again);
    };
  }
}
