import {
  type AccountStorage,
  type ApiToken,
  type ChatState,
  type Command,
  type CommandValue,
  type ConversationKind,
  Engine,
  type KeptFile,
  type MessageExtras,
  type OutboxItem,
  type StorageProblem,
  TabGroup,
  broadcastChannel,
  initialState,
  lasting,
  openIndexedDb,
  webLocks,
} from '@stoa/core';
import { untrack } from 'svelte';
import { type LoginRefusal, type OpenTransport, type UserAgent, randomId, systemClock } from '@stoa/xmpp';
import { type Account, forgetAccount, keepAccount, loadAccount } from '../account.ts';
import { drafts } from '../settings.svelte.ts';
import { revoke } from '../sign-in.ts';
import { update } from '../update.svelte.ts';
import type { Notifier } from '../notifications/notifier.ts';
import { watchLooking } from '../notifications/looking.ts';
import { watchTouches } from './touches.ts';

/** So long it is waited for what notifications have under way, when one leaves. */
const STOP_MS = 3_000;

/** So long at most the page waits for what the browser kept, before it shows that there is nothing yet. */
const BEGINS_MS = 1_000;

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
  /** There is something to show: what this browser kept has been read, or is not waited for any longer. */
  begun = $state(false);
  /** Why what is written here would not outlive the page. */
  storageProblem = $state<StorageProblem | undefined>();
  readonly self: string;
  private readonly group: TabGroup;
  private engine: Engine | undefined;
  private readonly tab = randomId();
  /** What this browser keeps of the account. Some private windows keep nothing: then it lasts as long as the page. */
  readonly storage: AccountStorage;
  /** Of the leading tab; loaded behind what is needed first. */
  private notifier: Promise<Notifier> | undefined;
  private readonly detach: () => void;
  private fresh: ChatState | undefined;

  constructor(private readonly options: ChatOptions) {
    this.self = options.account.address;
    this.state = initialState(this.self);
    this.storage = lasting(openIndexedDb(this.self), (problem) => (this.storageProblem = problem));
    this.group = this.begin();
    this.detach = this.watchPage();
    setTimeout(() => (this.begun = true), BEGINS_MS);
  }

  /** Carries out a command in whichever tab leads. Rejects with RequestFailed. */
  perform(command: Command): Promise<CommandValue> {
    return this.group.perform(command);
  }

  /** The same where nothing is to be done about a refusal but to show what the state then says. */
  ask(command: Command): void {
    this.perform(command).catch(() => undefined);
  }

  /** Whom this tab shows who are no contacts. */
  watch(addresses: readonly string[]): void {
    this.ask({ type: 'watch', tab: this.tab, addresses });
  }

  /** Puts a message into the outbox: it is safe in the browser before this resolves. */
  async send(address: string, kind: ConversationKind, body: string, extras?: MessageExtras): Promise<void> {
    const written = {
      originId: crypto.randomUUID(),
      address,
      kind,
      body,
      at: Date.now() + this.state.clockOffset,
    };
    const item = extras ? { ...written, extras } : written;
    await this.storage.putOutbox(item);
    this.ask({ type: 'send', item });
  }

  /**
   * Puts files into the outbox, each a message of its own, which other clients show as what it is; what was said with them
   * comes behind. They leave the composer in the same moment.
   */
  async sendFiles(
    address: string,
    kind: ConversationKind,
    files: readonly Pick<KeptFile, 'id' | 'file'>[],
    body: string,
    extras: MessageExtras,
  ): Promise<void> {
    const now = Date.now() + this.state.clockOffset;
    const items: OutboxItem[] = files.map(({ id, file }, i) => ({
      originId: id,
      address,
      kind,
      body: '',
      at: now + i,
      // What it answers is said once: with the words, where there are some.
      extras: i === 0 && body === '' && extras.reply ? { file, reply: extras.reply } : { file },
    }));
    if (body !== '')
      items.push({ originId: crypto.randomUUID(), address, kind, body, at: now + files.length, extras });
    const chained = items.map((item, i) => {
      const before = items[i - 1];
      return before ? { ...item, after: before.originId } : item;
    });
    await this.storage.sendStaged(chained);
    for (const item of chained) this.ask({ type: 'send', item });
  }

  async apiToken(): Promise<string> {
    const value = (await this.perform({ type: 'api-token' })) as ApiToken;
    return value.token;
  }

  /** Leaves for good: ends the session, has the token declared void, forgets all that was kept, in every tab. */
  async signOut(): Promise<void> {
    await this.stopNotifier();
    const { unregister } = await import('../notifications/push.ts');
    await unregister(this).catch(() => undefined);
    await this.perform({ type: 'sign-out' }).catch(() => undefined);
    // Without a network the token cannot be declared void; it is forgotten here and runs out by itself.
    await revoke(this.account).catch(() => undefined);
    await this.storage.clear();
    drafts.forget(this.self);
    forgetAccount();
    await this.forgetNotifications();
    this.group.announceSignOut();
    this.detach();
    this.options.onSignedOut();
  }

  /** Nothing of this account is told in this browser any more; it is signed out. */
  private async forgetNotifications(): Promise<void> {
    await this.stopNotifier();
    const { forgetNotifications, unregister } = await import('../notifications/push.ts');
    await unregister().catch(() => undefined);
    await forgetNotifications(this.self).catch(() => undefined); // without storage there is nothing to forget
  }

  private async startNotifier(state: () => ChatState, before?: Promise<Notifier>): Promise<Notifier> {
    void (await before)?.stop();
    const { Notifier } = await import('../notifications/notifier.ts');
    return new Notifier({ self: this.self, state, perform: (command) => this.perform(command) });
  }

  private async stopNotifier(tabGoes = false): Promise<void> {
    const notifier = this.notifier;
    this.notifier = undefined;
    const stopped = (await notifier?.catch(() => undefined))?.stop(tabGoes);
    // A push service that does not answer keeps nobody from leaving.
    await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, STOP_MS))]);
  }

  /**
   * The server lets this account in no more, in any tab. Where it has taken the access back, nothing that was kept of the
   * account stays in this browser.
   */
  refused(refusal: LoginRefusal): void {
    forgetAccount(refusal);
    void this.forgetNotifications();
    if (refusal === 'revoked') void this.forget();
    else this.close();
    this.options.onSignedOut();
  }

  private async forget(): Promise<void> {
    this.detach();
    drafts.forget(this.self);
    await this.group.close(); // which writes down where it stood
    await this.storage.clear();
  }

  /** This tab lets go; others go on. */
  close(): void {
    this.detach();
    void this.stopNotifier();
    this.leave();
  }

  private leave(): void {
    this.group.perform({ type: 'watch', tab: this.tab, addresses: [] }).catch(() => undefined);
    void this.group.close();
  }

  /** With the newest token, which another tab may have been given. */
  private get account(): Account {
    const saved = loadAccount();
    return saved?.address === this.self ? saved : this.options.account;
  }

  private begin(): TabGroup {
    const { agent, version, openTransport } = this.options;
    const name = `stoa:${this.self}`;
    return new TabGroup({
      self: this.self,
      channel: broadcastChannel(name),
      election: webLocks(name),
      clock: systemClock,
      build: update.build,
      changed: (state) => this.show(state),
      outdated: () => update.found(),
      signedOut: () => {
        this.detach();
        this.options.onSignedOut();
      },
      lead: (state, emit) => {
        this.notifier = this.startNotifier(state, this.notifier);
        const engine = new Engine({
          address: this.self,
          token: this.account.token,
          agent,
          version,
          openTransport,
          clock: systemClock,
          storage: this.storage,
          state,
          emit: (event) => {
            emit(event);
            void this.notifier?.then((notifier) => notifier.heard(event));
          },
          keepToken: (token) => keepAccount(this.self, token),
        });
        this.engine = engine;
        return engine;
      },
    });
  }

  /** Many events come in one turn (a roster, a page of history): the views hear of them once. */
  private show(state: ChatState): void {
    if (!this.fresh) {
      queueMicrotask(() => {
        if (this.fresh) this.state = this.fresh;
        this.fresh = undefined;
        this.begun = true;
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
    const hide = () => {
      void this.stopNotifier(true);
      this.leave();
    };
    const still = watchTouches(
      // A focus that moves inside an effect is heard here: that effect must not hang on all of the state.
      () => untrack(() => this.state.idleSince !== undefined),
      () => this.ask({ type: 'active' }),
    );
    const unwatched = watchLooking();
    const again = (event: PageTransitionEvent) => {
      if (event.persisted) location.reload();
    };
    addEventListener('online', nudge);
    addEventListener('offline', lost);
    document.addEventListener('visibilitychange', visible);
    addEventListener('pagehide', hide);
    addEventListener('pageshow', again);
    return () => {
      still();
      unwatched();
      removeEventListener('online', nudge);
      removeEventListener('offline', lost);
      document.removeEventListener('visibilitychange', visible);
      removeEventListener('pagehide', hide);
      removeEventListener('pageshow', again);
    };
  }
}
