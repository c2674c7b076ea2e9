import { type Clock, RequestFailed, randomId } from '@stoa/xmpp';
import type { Command, CommandValue, Outcome } from '../session/commands.ts';
import { reduce } from '../session/reduce.ts';
import { type ChatEvent, type ChatState, initialState } from '../session/state.ts';
import type { Election, TabChannel, TabMessage } from './tabs.ts';

/** What the leading tab runs. */
export interface Lead {
  start(): Promise<void>;
  perform(command: Command): Promise<CommandValue>;
  stop(): Promise<void>;
}

export interface TabGroupOptions {
  readonly self: string;
  readonly channel: TabChannel;
  readonly election: Election;
  readonly clock: Clock;
  /** Which build of the page this tab runs. */
  readonly build: string;
  /** Makes what the leader runs, from the state this tab has. */
  lead(state: () => ChatState, emit: (event: ChatEvent) => void): Lead;
  changed(state: ChatState): void;
  signedOut(): void;
  /** A tab that came later, from the server, runs another build than this one. */
  outdated(): void;
}

/** A leader that does not take a command within this time is asleep or gone. */
export const LEADER_ANSWERS_MS = 3_000;

/**
 * One tab of an account among others. One of them leads: it runs the session and tells the others each event, so that all
 * have the same state. A command given in any tab is carried out by the leader; when leadership changes hands, commands
 * without an outcome go to the new leader (they are made so that carrying one out twice does no harm). The new leader goes on
 * from the state it has.
 *
 * A tab that comes and finds a leader of another build takes over: it has just been loaded, so the leader is from before an
 * update of the server and does not know all that the newcomer may ask of it.
 */
export class TabGroup {
  private current: ChatState;
  private term = '';
  private seq = 0;
  private running: Lead | undefined;
  private over = false;
  /** Nothing was heard of a leader yet. */
  private isNew = true;
  private readonly waiting = new Map<
    string,
    { command: Command; resolve(v: CommandValue): void; reject(e: RequestFailed): void; cancelTimer(): void }
  >();

  constructor(private readonly options: TabGroupOptions) {
    this.current = initialState(options.self);
    options.channel.listen((message) => this.heard(message));
    options.election.campaign(
      () => this.lead(),
      () => this.lost(),
    );
    options.channel.post({ type: 'hello' });
  }

  get state(): ChatState {
    return this.current;
  }

  get leads(): boolean {
    return this.running !== undefined;
  }

  /** Carries a command out, here or in the leading tab. Rejects with RequestFailed. */
  perform(command: Command): Promise<CommandValue> {
    if (this.running) return this.running.perform(command);
    return new Promise((resolve, reject) => {
      const id = randomId();
      this.waiting.set(id, { command, resolve, reject, cancelTimer: () => undefined });
      this.ask(id);
    });
  }

  /** Signs all tabs out; the caller has already ended the session and forgotten the token. */
  announceSignOut(): void {
    this.options.channel.post({ type: 'signed-out' });
    void this.close();
  }

  /** The tab goes. */
  async close(): Promise<void> {
    if (this.over) return;
    this.over = true;
    const running = this.running;
    this.running = undefined;
    this.options.channel.close();
    await running?.stop();
    this.options.election.resign();
  }

  private lead(): void {
    if (this.over) {
      this.options.election.resign();
      return;
    }
    this.isNew = false;
    this.term = randomId(9);
    this.seq = 0;
    const running = this.options.lead(
      () => this.current,
      (event) => this.emit(running, event),
    );
    this.running = running;
    this.snapshot();
    void running.start();
    for (const [id, { command }] of [...this.waiting]) {
      void carryOut(running, command).then((outcome) => this.conclude(id, outcome));
    }
  }

  private lost(): void {
    const running = this.running;
    this.running = undefined;
    void running?.stop();
    if (!this.over) this.options.channel.post({ type: 'hello' });
  }

  private emit(by: Lead, event: ChatEvent): void {
    if (this.running !== by) return; // it lost the lead: its events are not ours any more
    this.seq += 1;
    this.current = reduce(this.current, event);
    this.options.channel.post({ type: 'event', term: this.term, seq: this.seq, event });
    this.options.changed(this.current);
  }

  private snapshot(): void {
    const { build } = this.options;
    this.options.channel.post({
      type: 'snapshot',
      term: this.term,
      seq: this.seq,
      state: this.current,
      build,
    });
  }

  private heard(message: TabMessage): void {
    if (this.over) return;
    switch (message.type) {
      case 'hello':
        if (this.running) this.snapshot();
        break;
      case 'snapshot':
        if (this.running) break;
        this.adopt(message.term, message.seq, message.state);
        this.compare(message.build);
        break;
      case 'event':
        if (this.running || (message.term === this.term && message.seq <= this.seq)) break;
        if (message.term === this.term && message.seq === this.seq + 1) {
          this.seq = message.seq;
          this.current = reduce(this.current, message.event);
          this.options.changed(this.current);
        } else this.options.channel.post({ type: 'hello' });
        break;
      case 'command':
        if (!this.running) break;
        this.options.channel.post({ type: 'taken', id: message.id });
        void carryOut(this.running, message.command).then((outcome) => {
          if (!this.over) this.options.channel.post({ type: 'outcome', id: message.id, outcome });
        });
        break;
      case 'taken':
        this.waiting.get(message.id)?.cancelTimer();
        break;
      case 'outcome':
        this.conclude(message.id, message.outcome);
        break;
      case 'signed-out':
        void this.close();
        this.options.signedOut();
        break;
    }
  }

  private adopt(term: string, seq: number, state: ChatState): void {
    const newLeader = term !== this.term;
    this.term = term;
    this.seq = seq;
    // A leader that was loaded before an update of the server does not know all that this tab does.
    this.current = { ...initialState(this.options.self), ...state };
    this.options.changed(this.current);
    if (newLeader) for (const id of this.waiting.keys()) this.ask(id);
  }

  private compare(build: string): void {
    const { isNew } = this;
    this.isNew = false;
    if (build === this.options.build) return;
    if (isNew) this.options.election.takeOver();
    else this.options.outdated();
  }

  /** Puts a waiting command to the leader; one that does not take it is replaced by this tab. */
  private ask(id: string): void {
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    waiting.cancelTimer();
    waiting.cancelTimer = this.options.clock.after(LEADER_ANSWERS_MS, () => {
      if (this.waiting.has(id) && !this.over) this.options.election.takeOver();
    });
    this.options.channel.post({ type: 'command', id, command: waiting.command });
  }

  private conclude(id: string, outcome: Outcome): void {
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    this.waiting.delete(id);
    waiting.cancelTimer();
    if (outcome.ok) waiting.resolve(outcome.value);
    else waiting.reject(new RequestFailed(outcome.problem));
  }
}

async function carryOut(running: Lead, command: Command): Promise<Outcome> {
  try {
    return { ok: true, value: await running.perform(command) };
  } catch (e) {
    if (e instanceof RequestFailed) return { ok: false, problem: e.reason };
    throw e;
  }
}
