import { NS, RequestFailed, type XmlElement, child } from '@stoa/xmpp';
import { ManualClock, until } from '@stoa/xmpp/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { Outbox } from '../outbox/outbox.ts';
import { reduce } from '../session/reduce.ts';
import type { Session } from '../session/session.ts';
import { type ChatEvent, type ChatState, initialState } from '../session/state.ts';
import { memoryStorage } from '../storage/memory.ts';
import type { AccountStorage, OutboxItem } from '../storage/storage.ts';
import { type FileTransfer, type PutRequest, TransferFailed } from './http-transfer.ts';
import type { KeptFile } from './types.ts';
import type { Slot } from './upload-service.ts';
import { STALLED_MS, Uploads } from './uploads.ts';

const ROMEO = 'romeo@example.org';
const BYTES = 'the wall has ears';

/** A web server that keeps what arrives whole; each put waits until it is told how it ends. */
class Shelf implements FileTransfer {
  readonly kept = new Map<string, string>();
  readonly puts: { request: PutRequest; ends: (e?: unknown) => void }[] = [];
  asked = 0;

  put(request: PutRequest): Promise<void> {
    return new Promise((resolve, reject) => {
      const ends = (e?: unknown) => {
        if (e !== undefined) reject(e as Error);
        else resolve();
      };
      request.signal.addEventListener('abort', () => ends(new TransferFailed(undefined)));
      this.puts.push({ request, ends });
    });
  }

  async has(address: string, size: number): Promise<boolean> {
    this.asked += 1;
    return this.kept.get(address)?.length === size;
  }

  async takes(index: number, answer: 'answers' | 'is lost' = 'answers'): Promise<void> {
    await until(() => this.puts.length > index, 'a put');
    const put = this.puts[index];
    if (!put) throw new Error('no put');
    this.kept.set(put.request.address, await put.request.blob.text());
    put.ends(answer === 'answers' ? undefined : new TransferFailed(undefined));
  }

  async fails(index: number, e: unknown): Promise<void> {
    await until(() => this.puts.length > index, 'a put');
    this.puts[index]?.ends(e);
  }
}

describe('Uploads', () => {
  let clock: ManualClock;
  let storage: AccountStorage;
  let shelf: Shelf;
  let state: ChatState;
  let sent: (string | undefined)[];
  let slots: number;
  let noSlot: unknown;
  let outbox: Outbox;
  let uploads: Uploads;

  const open = async () => {
    state = initialState('juliet@example.org');
    const session = {
      self: 'juliet@example.org',
      domain: 'example.org',
      clock,
      connection: { send: (s: XmlElement) => (sent.push(child(s, 'origin-id', NS.sid)?.attrs.id), true) },
      state: () => state,
      emit: (event: ChatEvent) => (state = reduce(state, event)),
    } as unknown as Session;
    const service = {
      slot: async (): Promise<Slot> => {
        if (noSlot !== undefined) throw noSlot as Error;
        slots += 1;
        return {
          url: `https://example.org/files/s${slots}/a.txt`,
          path: `/files/s${slots}/a.txt`,
          headers: {},
        };
      },
    };
    uploads = new Uploads(session, storage, service, shelf, {
      uploaded: (id, file) => void outbox.uploaded(id, file),
      failed: (id, problem) => outbox.uploadFailed(id, problem),
    });
    outbox = new Outbox(session, storage, uploads, () => undefined);
    await outbox.load();
    outbox.open('chats');
  };

  const item = (originId: string, at: number, after?: string): OutboxItem => ({
    originId,
    address: ROMEO,
    kind: 'chat',
    body: originId.startsWith('f') ? '' : originId,
    at,
    ...(originId.startsWith('f')
      ? { extras: { file: { name: 'a.txt', mediaType: 'text/plain', size: BYTES.length } } }
      : {}),
    ...(after === undefined ? {} : { after }),
  });

  const write = async (...items: OutboxItem[]) => {
    for (const { originId, extras } of items) {
      if (!extras?.file) continue;
      const kept: KeptFile = {
        id: originId,
        address: ROMEO,
        file: extras.file,
        order: 0,
        staged: true,
        blob: new Blob([BYTES]),
      };
      await storage.putFile(kept);
    }
    await storage.sendStaged(items);
    for (const i of items) outbox.enqueue(i);
  };

  const line = (originId: string) =>
    state.conversations[ROMEO]?.timeline.entries.find((e) => e.originId === originId);

  beforeEach(async () => {
    clock = new ManualClock();
    storage = memoryStorage();
    shelf = new Shelf();
    sent = [];
    slots = 0;
    noSlot = undefined;
    await open();
  });

  it('tell how far they are, and the message goes when the file is there', async () => {
    await write(item('f1', 1));
    await until(() => shelf.puts.length === 1, 'put');
    shelf.puts[0]?.request.progress(BYTES.length / 2);
    expect(state.uploads.f1).toEqual({ state: 'uploading', percent: 50 });
    expect(sent).toEqual([]);
    await shelf.takes(0);
    await until(() => sent.length === 1, 'sent');
    expect(state.uploads.f1).toBeUndefined();
    expect(line('f1')?.files?.[0]?.url).toBe('https://example.org/files/s1/a.txt');
    expect((await storage.outbox())[0]?.extras?.file).toMatchObject({
      url: 'https://example.org/files/s1/a.txt',
      sha256: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/) as string,
    });
    outbox.settled('f1');
    expect(await storage.file('f1')).toBeUndefined();
  });

  it('keep the order of what was written together; other words need not wait', async () => {
    await write(item('f1', 1), item('f2', 2, 'f1'), item('caption', 3, 'f2'));
    await write(item('words', 4));
    await shelf.takes(1);
    await until(() => sent.length === 1, 'the words');
    expect(sent).toEqual(['words']);
    await shelf.takes(0);
    await until(() => sent.length === 4, 'all');
    expect(sent).toEqual(['words', 'f1', 'f2', 'caption']);
  });

  it('begin anew after the network was lost, by themselves and at once when it is back', async () => {
    await write(item('f1', 1));
    await shelf.fails(0, new TransferFailed(undefined));
    await until(() => state.uploads.f1?.state === 'waiting', 'waiting');
    uploads.online();
    await shelf.takes(1);
    await until(() => sent.length === 1, 'sent');
    expect(slots).toBe(1);

    await write(item('f2', 2));
    await shelf.fails(2, new TransferFailed(undefined));
    await until(() => state.uploads.f2?.state === 'waiting', 'waiting');
    clock.advance(2_000);
    await shelf.takes(3);
    await until(() => sent.length === 2, 'sent');
  });

  it('do not upload twice what is there although the answer was lost', async () => {
    await write(item('f1', 1));
    await shelf.takes(0, 'is lost');
    await until(() => state.uploads.f1?.state === 'waiting', 'waiting');
    uploads.online();
    await until(() => sent.length === 1, 'sent');
    expect(shelf.puts).toHaveLength(1);
  });

  it('go on after a reload, and a file that is there already is not uploaded again', async () => {
    await write(item('f1', 1));
    await until(() => shelf.puts.length === 1, 'put');
    uploads.stop();
    await open();
    expect(line('f1')?.files?.[0]?.name).toBe('a.txt');
    await shelf.takes(1);
    await until(() => sent.length === 1, 'sent');

    await open(); // before the server acknowledged
    await until(() => sent.length === 2, 'sent again, with the same origin-id');
    expect(sent).toEqual(['f1', 'f1']);
    expect(shelf.puts).toHaveLength(2);
  });

  it('ask for another slot when the server knows theirs no more', async () => {
    await write(item('f1', 1));
    await shelf.fails(0, new TransferFailed(403));
    await until(() => state.uploads.f1?.state === 'waiting', 'waiting');
    uploads.online();
    await shelf.takes(1);
    await until(() => sent.length === 1, 'sent');
    expect(slots).toBe(2);
  });

  it('end where the server refuses for good, hold nothing up, and can be tried again', async () => {
    noSlot = new RequestFailed({ kind: 'stanza', condition: 'not-acceptable', retry: false });
    await write(item('f1', 1), item('caption', 2, 'f1'));
    await until(() => line('f1')?.status === 'failed', 'failed');
    expect(line('f1')?.problem).toEqual({ kind: 'upload', why: 'too-large' });
    expect(sent).toEqual(['caption']);
    noSlot = undefined;
    outbox.retry('f1');
    await shelf.takes(0);
    await until(() => sent.length === 2, 'sent');
  });

  it('that stall are given up and begun anew', async () => {
    await write(item('f1', 1));
    await until(() => shelf.puts.length === 1, 'put');
    clock.advance(STALLED_MS - 1);
    shelf.puts[0]?.request.progress(3);
    clock.advance(STALLED_MS - 1);
    expect(state.uploads.f1?.state).toBe('uploading');
    clock.advance(1);
    await until(() => state.uploads.f1?.state === 'waiting', 'given up');
    uploads.online();
    await shelf.takes(1);
    await until(() => sent.length === 1, 'sent');
  });

  it('stop and go on as the person wants, or are cancelled with all that was kept', async () => {
    await write(item('f1', 1));
    await until(() => shelf.puts.length === 1, 'put');
    uploads.pause('f1', true);
    expect(state.uploads.f1).toEqual({ state: 'paused', percent: 0 });
    uploads.online();
    clock.advance(120_000);
    expect(shelf.puts).toHaveLength(1);
    uploads.pause('f1', false);
    await until(() => shelf.puts.length === 2, 'again');
    await outbox.cancel('f1');
    expect(shelf.puts[1]?.request.signal.aborted).toBe(true);
    expect(state.uploads.f1).toBeUndefined();
    expect(line('f1')).toBeUndefined();
    expect(await storage.outbox()).toEqual([]);
    expect(await storage.file('f1')).toBeUndefined();
  });

  it('are not uploaded again where they came to the server while they were in the composer', async () => {
    const file = { name: 'a.txt', mediaType: 'text/plain', size: BYTES.length };
    const blob = new Blob([BYTES]);
    await storage.putFile({ id: 'f1', address: ROMEO, file, order: 0, staged: true, blob });
    uploads.want('f1');
    await shelf.takes(0);
    await until(() => state.uploads.f1 === undefined, 'uploaded');
    // Sent in that moment: nobody has written down yet where it is.
    await storage.sendStaged([item('f1', 1)]);
    outbox.enqueue(item('f1', 1));
    await until(() => sent.length === 1, 'sent');
    expect(line('f1')?.files?.[0]?.url).toBe('https://example.org/files/s1/a.txt');
    outbox.settled('f1');

    // Staged, uploaded, and sent after a reload.
    const there = { ...file, url: 'https://example.org/files/s7/a.txt' };
    await storage.putFile({ id: 'f2', address: ROMEO, file: there, order: 0, staged: true, blob });
    await storage.sendStaged([item('f2', 2)]);
    outbox.enqueue(item('f2', 2));
    await until(() => sent.length === 2, 'sent');
    expect(line('f2')?.files?.[0]?.url).toBe(there.url);
    expect(shelf.puts).toHaveLength(1);
  });

  it('go two at a time', async () => {
    await write(item('f1', 1), item('f2', 2), item('f3', 3));
    await until(() => shelf.puts.length === 2, 'two');
    expect(state.uploads.f3?.state).toBe('waiting');
    await shelf.takes(1);
    await shelf.takes(2);
    await until(() => sent.length === 2, 'two are said');
    expect(sent).toEqual(['f2', 'f3']);
  });
});
