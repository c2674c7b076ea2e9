import { RequestFailed } from '@stoa/xmpp';
import { ManualClock, until } from '@stoa/xmpp/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Command, CommandValue } from '../session/commands.ts';
import { type ChatEvent, type ChatState, initialState } from '../session/state.ts';
import { LEADER_ANSWERS_MS, TabGroup } from './tab-group.ts';
import type { Election, TabChannel, TabMessage } from './tabs.ts';

/** All tabs of one browser: a channel and a lock, with tabs that can be put to sleep or killed. */
class Browser {
  private readonly listeners = new Map<string, (m: TabMessage) => void>();
  private readonly line: { tab: string; lead: () => void; lost: () => void }[] = [];
  private holder: { tab: string; lead: () => void; lost: () => void } | undefined;
  readonly asleep = new Set<string>();

  channel(tab: string): TabChannel {
    return {
      post: (message) => {
        if (this.asleep.has(tab) || !this.listeners.has(tab)) return;
        const copy = structuredClone(message);
        for (const [other, listen] of this.listeners) {
          if (other !== tab && !this.asleep.has(other)) listen(copy);
        }
      },
      listen: (handler) => this.listeners.set(tab, handler),
      close: () => this.listeners.delete(tab),
    };
  }

  election(tab: string): Election {
    const nothing = (): void => undefined;
    const me = { tab, lead: nothing, lost: nothing };
    return {
      campaign: (lead, lost) => {
        Object.assign(me, { lead, lost });
        this.line.push(me);
        this.next();
      },
      takeOver: () => {
        const former = this.holder;
        this.line.splice(this.line.indexOf(me), 1);
        this.holder = me;
        if (former) {
          former.lost();
          this.line.push(former);
        }
        me.lead();
      },
      resign: () => this.kill(tab),
    };
  }

  /** The tab is gone, without a word. */
  kill(tab: string): void {
    this.listeners.delete(tab);
    const at = this.line.findIndex((l) => l.tab === tab);
    if (at >= 0) this.line.splice(at, 1);
    if (this.holder?.tab === tab) {
      this.holder = undefined;
      this.next();
    }
  }

  private next(): void {
    if (this.holder) return;
    this.holder = this.line.shift();
    this.holder?.lead();
  }
}

describe('TabGroup', () => {
  let browser: Browser;
  let clock: ManualClock;
  let done: string[];
  let leads: string[];
  let outdated: string[];
  let emitters: Map<string, (event: ChatEvent) => void>;
  let answer: (command: Command) => Promise<CommandValue>;

  const tab = (name: string, signedOut: () => void = () => undefined, build = 'now'): TabGroup => {
    const seen: ChatState[] = [];
    return new TabGroup({
      self: 'juliet@example.org',
      channel: browser.channel(name),
      election: browser.election(name),
      clock,
      build,
      changed: (state) => seen.push(state),
      signedOut,
      outdated: () => outdated.push(name),
      lead: (_, emit) => {
        leads.push(name);
        emitters.set(name, emit);
        return {
          start: async () => undefined,
          stop: async () => void done.push(`${name} stops`),
          perform: async (command) => {
            done.push(`${name}: ${command.type}`);
            return answer(command);
          },
        };
      },
    });
  };
  const person = (name: string): ChatEvent => ({
    type: 'person',
    person: { address: `${name}@example.org`, name },
  });
  const names = (group: TabGroup) => Object.values(group.state.people).map((p) => p.name);

  beforeEach(() => {
    browser = new Browser();
    clock = new ManualClock();
    done = [];
    leads = [];
    outdated = [];
    emitters = new Map();
    answer = async () => undefined;
  });

  it('has one leader, and the same state in every tab', () => {
    const one = tab('one');
    emitters.get('one')?.(person('Romeo'));
    const two = tab('two'); // comes later: gets a snapshot
    emitters.get('one')?.(person('Nurse'));
    expect(leads).toEqual(['one']);
    expect(names(two)).toEqual(['Romeo', 'Nurse']);
    expect(two.state).toEqual(one.state);
  });

  it('has the leader carry out the commands of all tabs, and gives back what came of them', async () => {
    tab('one');
    const two = tab('two');
    answer = async () => 'room@conference.example.org';
    expect(await two.perform({ type: 'create-room', name: 'Room' })).toBe('room@conference.example.org');
    expect(done).toEqual(['one: create-room']);
    answer = () => Promise.reject(new RequestFailed({ kind: 'timeout' }));
    await expect(two.perform({ type: 'browse-rooms' })).rejects.toMatchObject({
      reason: { kind: 'timeout' },
    });
  });

  it('goes on in the next tab, from the state it has, when the leader closes or dies', async () => {
    const one = tab('one');
    const two = tab('two');
    const three = tab('three');
    emitters.get('one')?.(person('Romeo'));
    await one.close();
    expect(leads).toEqual(['one', 'two']);
    emitters.get('two')?.(person('Nurse'));
    expect(names(three)).toEqual(['Romeo', 'Nurse']);
    browser.kill('two');
    expect(leads).toEqual(['one', 'two', 'three']);
    expect(names(three)).toEqual(['Romeo', 'Nurse']);
    expect(two.leads).toBe(true); // it does not know: its tab is dead
  });

  it('puts a command that the old leader did not finish to the new one', async () => {
    tab('one');
    const two = tab('two');
    tab('three');
    answer = () => new Promise(() => undefined);
    const waiting = two.perform({ type: 'browse-rooms' });
    answer = async () => [];
    browser.kill('one');
    expect(await waiting).toEqual([]);
    expect(done).toEqual(['one: browse-rooms', 'two: browse-rooms']);
  });

  it('takes over from a leader that is asleep, which steps back when it wakes', async () => {
    const one = tab('one');
    const two = tab('two');
    browser.asleep.add('one');
    const waiting = two.perform({ type: 'browse-rooms' });
    answer = async () => [];
    clock.advance(LEADER_ANSWERS_MS);
    expect(await waiting).toEqual([]);
    await until(() => done.includes('one stops'), 'the old leader');
    browser.asleep.delete('one');
    emitters.get('one')?.(person('Ghost')); // what it still had to say is not heard
    emitters.get('two')?.(person('Nurse'));
    expect(names(two)).toEqual(['Nurse']);
    expect(one.leads).toBe(false);
    expect(names(one)).toEqual(['Nurse']);
  });

  it('leads at once where the leader is of another build, and has what that one does not know of, empty', async () => {
    const one = tab('one', undefined, 'before');
    const { staged: _, ...earlier } = initialState('juliet@example.org');
    Object.assign(one, { current: earlier });
    emitters.get('one')?.(person('Romeo'));
    const three = tab('three', undefined, 'before');
    const two = tab('two');
    expect(leads).toEqual(['one', 'two']);
    expect(two.state.staged).toEqual({});
    expect(names(two)).toEqual(['Romeo']);
    // The tabs from before the update go on as they are, and know that they are.
    expect(outdated.sort()).toEqual(['one', 'three']);
    expect(one.leads).toBe(false);
    emitters.get('two')?.(person('Nurse'));
    for (const group of [one, two, three]) expect(names(group)).toEqual(['Romeo', 'Nurse']);
    await until(() => done.includes('one stops'), 'the old leader');
    expect(leads).toEqual(['one', 'two']);
  });

  it('lets a tab pass what it does not know', () => {
    const one = tab('one');
    const before = one.state;
    emitters.get('one')?.({ type: 'of a later build' } as unknown as ChatEvent);
    expect(one.state).toEqual(before);
  });

  it('asks for the state when it missed something', () => {
    tab('one');
    const two = tab('two');
    browser.asleep.add('two');
    emitters.get('one')?.(person('Romeo'));
    browser.asleep.delete('two');
    emitters.get('one')?.(person('Nurse'));
    expect(names(two)).toEqual(['Romeo', 'Nurse']);
  });

  it('signs every tab out', async () => {
    const out: string[] = [];
    const one = tab('one', () => out.push('one'));
    tab('two', () => out.push('two'));
    one.announceSignOut();
    await until(() => out.length === 1, 'the other tab');
    expect(out).toEqual(['two']);
    expect(leads).toEqual(['one']);
  });
});
