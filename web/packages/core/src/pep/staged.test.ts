import { NS, RequestFailed, type XmlElement, parse, serialise } from '@stoa/xmpp';
import { ManualClock, until } from '@stoa/xmpp/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TransferFailed } from '../files/http-transfer.ts';
import type { KeptFile } from '../files/types.ts';
import { reduce } from '../session/reduce.ts';
import type { Session } from '../session/session.ts';
import { type ChatEvent, type ChatState, initialState } from '../session/state.ts';
import { memoryStorage } from '../storage/memory.ts';
import { FOLLOW_AFTER_MS } from './drafts.ts';
import type { Pep, PepItem } from './pep.ts';
import { stagedSync } from './staged.ts';

const ROMEO = 'romeo@example.org';
const urlOf = (id: string, slot = 's') => `https://example.org:8443/files/${slot}/${id}.txt`;

/** The account's node at the server: what is published and retracted there is heard by all devices that are online. */
class Node {
  readonly items = new Map<string, XmlElement>();
  readonly devices = new Set<Device>();
  publishes = 0;

  tell(item: PepItem) {
    for (const device of this.devices) if (device.online) device.hear?.(item);
  }
}

/** One device of the account: its state, what it keeps, and what it has to upload. */
class Device {
  online = true;
  state: ChatState = initialState('juliet@example.org');
  readonly storage = memoryStorage();
  readonly wanted: string[] = [];
  readonly dropped: string[] = [];
  readonly sent = new Set<string>();
  readonly clock = new ManualClock();
  /** What the server has no more, and whether it says so. */
  readonly expired = new Set<string>();
  mute = false;
  /** What is published waits for this on its way. */
  way: Promise<void> = Promise.resolve();
  hear: ((item: PepItem) => void) | undefined;
  staged = this.open();

  constructor(private readonly node: Node) {
    node.devices.add(this);
  }

  /** The page is loaded anew: the state begins again, the storage is what it was. */
  reload() {
    this.state = initialState('juliet@example.org');
    this.staged = this.open();
  }

  private open() {
    const session = {
      self: 'juliet@example.org',
      domain: 'example.org',
      clock: this.clock,
      state: () => this.state,
      emit: (event: ChatEvent) => (this.state = reduce(this.state, event)),
    } as unknown as Session;
    const request = () => {
      if (!this.online) throw new RequestFailed({ kind: 'disconnected' });
    };
    const pep: Pick<Pep, 'on' | 'items' | 'publish' | 'retract'> = {
      on: (node, taken) => {
        expect(node).toBe(NS.stoaStaged);
        this.hear = taken;
      },
      items: async () => {
        request();
        return [...this.node.items].map(([id, payload]) => ({ id, payload }));
      },
      publish: async (_, id, payload) => {
        request();
        await this.way;
        const wire = parse(serialise(payload));
        this.node.publishes += 1;
        this.node.items.set(id, wire);
        this.node.tell({ id, payload: wire });
      },
      retract: async (_, id) => {
        request();
        if (!this.node.items.delete(id))
          throw new RequestFailed({ kind: 'stanza', condition: 'item-not-found', retry: false });
        this.node.tell({ id });
      },
    };
    return stagedSync(session, pep, {
      storage: this.storage,
      uploads: { want: (id) => void this.wanted.push(id), drop: (id) => void this.dropped.push(id) },
      transfer: {
        has: async (path) => {
          if (this.mute) throw new TransferFailed(undefined);
          return ![...this.expired].some((id) => path.endsWith(`/${id}.txt`));
        },
      },
      isSent: (id) => this.sent.has(id),
    });
  }

  async puts(id: string, order = 0): Promise<void> {
    const file = { name: `${id}.txt`, mediaType: 'text/plain', size: 4 };
    const kept: KeptFile = { id, address: ROMEO, file, order, staged: true, blob: new Blob(['wall']) };
    await this.storage.putFile(kept);
    await this.staged.perform({ type: 'stage', id });
  }

  uploads(id: string, slot?: string): Promise<void> {
    return this.staged.uploaded(id, { name: `${id}.txt`, url: urlOf(id, slot) });
  }

  /** What the composer shows from the other devices and this one, in its order. */
  shows(): string[] {
    return Object.values(this.state.staged)
      .flatMap((s) => (s === 'gone' ? [] : [s]))
      .sort((a, b) => a.order - b.order)
      .map((s) => s.id);
  }

  async keeps(): Promise<string[]> {
    return (await this.storage.stagedFiles()).map((k) => k.id);
  }
}

describe('staged files', () => {
  let node: Node;
  let laptop: Device;
  let phone: Device;

  beforeEach(() => {
    node = new Node();
    laptop = new Device(node);
    phone = new Device(node);
  });

  it('are uploaded when they are staged, and follow as their message will describe them', async () => {
    await laptop.puts('a');
    expect(laptop.wanted).toEqual(['a']);
    expect(phone.shows()).toEqual([]);
    await laptop.uploads('a');
    expect(phone.state.staged.a).toEqual({
      id: 'a',
      address: ROMEO,
      order: 0,
      file: { name: 'a.txt', mediaType: 'text/plain', size: 4, url: urlOf('a') },
    });
    expect(await laptop.storage.file('a')).toMatchObject({ shared: true, file: { url: urlOf('a') } });
    const later = new Device(node);
    await later.staged.load();
    expect(later.shows()).toEqual(['a']);
  });

  it('stand side by side where two devices stage at once', async () => {
    await Promise.all([laptop.puts('a', 0), phone.puts('b', 1)]);
    await Promise.all([laptop.uploads('a'), phone.uploads('b')]);
    expect(laptop.shows()).toEqual(['a', 'b']);
    expect(phone.shows()).toEqual(['a', 'b']);
  });

  it('leave every device when they are removed on one, whichever staged them', async () => {
    await laptop.puts('a');
    await laptop.uploads('a');
    await phone.staged.perform({ type: 'unstage', id: 'a' });
    expect(node.items.size).toBe(0);
    expect(laptop.state.staged.a).toBe('gone');
    await until(() => laptop.dropped.includes('a'), 'dropped');
    expect(await laptop.keeps()).toEqual([]);
  });

  it('leave the others when they are sent, and keep their bytes until their message is stored', async () => {
    await laptop.puts('a');
    await laptop.uploads('a');
    await laptop.storage.sendStaged([{ originId: 'a', address: ROMEO, kind: 'chat', body: '', at: 1 }]);
    laptop.sent.add('a');
    laptop.staged.sent('a');
    await until(() => phone.state.staged.a === 'gone', 'gone on the phone');
    expect(laptop.shows()).toEqual([]);
    expect(laptop.dropped).toEqual([]);
    expect(await laptop.storage.file('a')).toBeDefined();
  });

  it('are gone where another device sent them and ended before it could say so', async () => {
    await laptop.puts('a');
    await laptop.uploads('a');
    phone.staged.said('a');
    await until(() => laptop.state.staged.a === 'gone', 'gone on the laptop');
    expect(node.items.size).toBe(0);
  });

  it('wait without a network, and what happened meanwhile on either side holds', async () => {
    await laptop.puts('a', 0);
    await laptop.puts('b', 1);
    await laptop.uploads('a');
    await laptop.uploads('b');
    laptop.online = false;
    await laptop.puts('c', 2);
    await laptop.staged.perform({ type: 'unstage', id: 'b' });
    await phone.staged.perform({ type: 'unstage', id: 'a' });
    expect(phone.shows()).toEqual(['b']);
    laptop.online = true;
    await laptop.staged.load();
    await until(() => phone.state.staged.b === 'gone', 'the removal is told');
    expect(laptop.shows()).toEqual([]);
    expect(laptop.wanted.filter((id) => id === 'c')).toHaveLength(2);
    expect(await laptop.keeps()).toEqual(['c']);
  });

  it('are told when the stream goes on, where it broke off in that moment', async () => {
    await laptop.puts('a');
    laptop.online = false;
    await laptop.uploads('a');
    expect(phone.shows()).toEqual([]);
    laptop.online = true;
    await laptop.staged.resumed();
    expect(phone.shows()).toEqual(['a']);
    await laptop.staged.resumed();
    expect(node.publishes).toBe(1);
  });

  it('are told by the next session where the page ended before', async () => {
    await laptop.puts('a');
    laptop.online = false;
    await laptop.uploads('a');
    laptop.reload();
    laptop.online = true;
    await laptop.staged.load();
    await until(() => phone.shows().length === 1, 'told');
    expect(laptop.wanted).toEqual(['a']);
  });

  it('that were sent or removed elsewhere while the page was closed are not brought back', async () => {
    await laptop.puts('a');
    await laptop.uploads('a');
    laptop.reload();
    laptop.online = false;
    await phone.staged.perform({ type: 'unstage', id: 'a' });
    laptop.online = true;
    await laptop.staged.load();
    expect(laptop.state.staged.a).toBe('gone');
    expect(await laptop.keeps()).toEqual([]);
    expect(node.items.size).toBe(0);
  });

  it('that wait in the outbox after a reload leave the others', async () => {
    await laptop.puts('a');
    await laptop.uploads('a');
    laptop.reload();
    laptop.sent.add('a');
    await laptop.staged.load();
    await until(() => phone.state.staged.a === 'gone', 'gone on the phone');
    expect(laptop.shows()).toEqual([]);
  });

  it('take their order along after a pause, in which what comes from elsewhere does not undo it', async () => {
    await laptop.puts('a', 0);
    await laptop.puts('b', 1);
    await laptop.uploads('a');
    await laptop.uploads('b');
    await laptop.staged.perform({ type: 'stage-order', orders: { a: 1, b: 0 } });
    expect(laptop.shows()).toEqual(['b', 'a']);
    expect(phone.shows()).toEqual(['a', 'b']);
    const payload = node.items.get('a');
    if (!payload) throw new Error('no item');
    laptop.hear?.({ id: 'a', payload });
    expect(laptop.shows()).toEqual(['b', 'a']);
    laptop.clock.advance(FOLLOW_AFTER_MS);
    await until(() => phone.shows()[0] === 'b', 'the order follows');
    expect(node.publishes).toBe(4);
  });

  it('have the places they were given while they were still being uploaded', async () => {
    await laptop.puts('a', 0);
    await laptop.puts('b', 1);
    await laptop.staged.perform({ type: 'stage-order', orders: { a: 1, b: 0 } });
    await laptop.uploads('a');
    await laptop.uploads('b');
    for (const device of [laptop, phone]) expect(device.shows()).toEqual(['b', 'a']);
  });

  it('keep their places while the others are being told of them', async () => {
    await laptop.puts('a', 0);
    await laptop.puts('b', 1);
    await laptop.uploads('a');
    await laptop.uploads('b');
    const before = node.items.get('a');
    if (!before) throw new Error('no item');
    let arrive: () => void = () => undefined;
    laptop.way = new Promise((resolve) => (arrive = resolve));
    await laptop.staged.perform({ type: 'stage-order', orders: { a: 1, b: 0 } });
    laptop.clock.advance(FOLLOW_AFTER_MS);
    laptop.hear?.({ id: 'a', payload: before });
    expect(laptop.shows()).toEqual(['b', 'a']);
    arrive();
    await until(() => phone.shows()[0] === 'b', 'the order follows');
    await phone.staged.perform({ type: 'stage-order', orders: { a: 0, b: 1 } });
    phone.clock.advance(FOLLOW_AFTER_MS);
    await until(() => laptop.shows()[0] === 'a', 'and is changed elsewhere');
  });

  it('have the places that nobody was told of before the page ended, and the others hear of them', async () => {
    await laptop.puts('a', 0);
    await laptop.puts('b', 1);
    await laptop.uploads('a');
    await laptop.uploads('b');
    const orders = { a: 1, b: 0 };
    for (const [id, order] of Object.entries(orders))
      await laptop.storage.amendFile(id, { order, moved: true });
    await laptop.staged.perform({ type: 'stage-order', orders });
    laptop.reload();
    await laptop.staged.load();
    expect(laptop.shows()).toEqual(['b', 'a']);
    await until(() => phone.shows()[0] === 'b', 'the order follows');
    await vi.waitFor(async () => expect((await laptop.storage.file('a'))?.moved).toBe(false));
    laptop.reload();
    await phone.staged.perform({ type: 'stage-order', orders: { a: 0, b: 1 } });
    phone.clock.advance(FOLLOW_AFTER_MS);
    await until(() => phone.shows()[0] === 'a', 'another device moves them');
    await laptop.staged.load();
    expect(laptop.shows()).toEqual(['a', 'b']);
  });

  it('that the server has no more are uploaded again where they are kept, and marked elsewhere', async () => {
    await laptop.puts('a');
    await laptop.uploads('a');
    laptop.expired.add('a');
    phone.expired.add('a');
    await phone.staged.load();
    await until(() => (phone.state.staged.a as { lost?: true }).lost === true, 'marked');
    expect(phone.wanted).toEqual([]);
    await laptop.staged.load();
    await until(() => laptop.wanted.length === 2, 'wanted again');
    expect((await laptop.storage.file('a'))?.file.url).toBeUndefined();
    await laptop.uploads('a', 's2');
    expect(phone.state.staged.a).toMatchObject({ file: { url: urlOf('a', 's2') } });
    expect(phone.state.staged.a).not.toHaveProperty('lost');
  });

  it('are believed to be there while nobody says they are not', async () => {
    await laptop.puts('a');
    await laptop.uploads('a');
    phone.mute = true;
    await phone.staged.load();
    expect(phone.state.staged.a).not.toHaveProperty('lost');
  });

  it('that are refused stay, with the reason', async () => {
    await laptop.puts('a');
    laptop.staged.uploadFailed('a', { kind: 'upload', why: 'quota' });
    expect(laptop.state.uploads.a).toEqual({ state: 'failed', percent: 0, why: 'quota' });
    expect(await laptop.keeps()).toEqual(['a']);
    await laptop.staged.perform({ type: 'unstage', id: 'a' });
    expect(laptop.state.uploads.a).toBeUndefined();
  });

  it('are nothing that could not be sent from here', async () => {
    const bad = (text: string) => phone.hear?.({ id: 'x', payload: parse(text) });
    const item = (url: string, address = ROMEO, size = '<size>4</size>') =>
      `<staged xmlns='${NS.stoaStaged}' for='${address}' order='0'><file-sharing xmlns='${NS.sfs}'>` +
      `<file xmlns='${NS.fileMetadata}'>${size}</file><sources><url-data xmlns='${NS.urlData}' target='${url}'/>` +
      `</sources></file-sharing></staged>`;
    bad(item('https://elsewhere.example/files/s/x.txt'));
    bad(item('javascript:alert(1)'));
    bad(item(urlOf('x'), ''));
    bad(item(urlOf('x'), ROMEO, ''));
    bad(`<staged xmlns='${NS.stoaStaged}' for='${ROMEO}'/>`);
    expect(phone.shows()).toEqual([]);
    bad(item(urlOf('x')));
    expect(phone.shows()).toEqual(['x']);
  });
});
