import { type ManualClock, until } from '@stoa/xmpp/testing';
import type { Command } from '../session/commands.ts';
import { Engine } from '../session/engine.ts';
import { reduce } from '../session/reduce.ts';
import { type ChatEvent, type ChatState, initialState } from '../session/state.ts';
import type { AccountStorage, OutboxItem } from '../storage/storage.ts';
import type { MemoryChat } from './memory-chat.ts';

/** A page: an engine with its state, over a storage that outlives it. */
export class Page {
  state: ChatState;
  readonly events: ChatEvent[] = [];
  readonly engine: Engine;

  private readonly empty: ChatState;

  constructor(
    chat: MemoryChat,
    clock: ManualClock,
    readonly storage: AccountStorage,
  ) {
    this.empty = initialState(chat.self);
    this.state = this.empty;
    this.engine = new Engine({
      address: chat.self,
      token: 'token-1',
      agent: { id: 'agent', software: 'Stoa', device: 'test' },
      openTransport: chat.server.open,
      clock,
      storage,
      version: 'test',
      random: () => 1,
      state: () => this.state,
      emit: (event) => {
        this.events.push(event);
        this.state = reduce(this.state, event);
      },
      keepToken: () => undefined,
    });
  }

  /** Starts; online, with people and bookmarks. */
  async start(): Promise<void> {
    await this.engine.start();
    await until(() => this.state.connection.kind === 'online' && this.state.loaded, 'online');
    await until(() => this.events.some((e) => e.type === 'bookmarks'), 'rooms');
  }

  /** Of all the page has shown, what it showed when this held for the first time, however soon that was over. */
  firstTime(holds: (state: ChatState) => boolean): ChatState {
    let state = this.empty;
    for (const event of this.events) {
      state = reduce(state, event);
      if (holds(state)) return state;
    }
    throw new Error('that was never shown');
  }

  conversation(address: string) {
    const found = this.state.conversations[address];
    if (!found) throw new Error(`no conversation with ${address}`);
    return found;
  }

  lines(address: string) {
    return this.conversation(address).timeline.entries.map((e) => `${e.status}: ${e.body}`);
  }

  bodies(address: string) {
    return this.conversation(address).timeline.entries.map((e) => e.body);
  }

  do(command: Command) {
    return this.engine.perform(command);
  }

  async write(address: string, body: string, kind: 'chat' | 'room' = 'chat'): Promise<OutboxItem> {
    const item = { originId: `o-${body}`, address, kind, body, at: Date.parse('2026-03-01T12:00:00Z') };
    await this.storage.putOutbox(item);
    await this.do({ type: 'send', item });
    return item;
  }
}
