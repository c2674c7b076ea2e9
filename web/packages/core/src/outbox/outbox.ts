import { type RequestError, type XmlElement, NS, jid, xml } from '@stoa/xmpp';
import type { Session } from '../session/session.ts';
import type { AccountStorage, OutboxItem } from '../storage/storage.ts';
import type { Entry } from '../timeline/types.ts';

/** How many delivered messages are remembered, for an error that comes after the acknowledgement. */
const REMEMBERED = 200;

/**
 * Own messages from being written to being safe. An item is in the storage before it gets here, and leaves it when the server
 * has it for certain: a one-to-one message by the stream's acknowledgement, a room's by its reflection, either by a copy with
 * its origin-id. It is sent at most once a session; in a new session it is sent again with the same origin-id, which the server
 * answers with the first entry, so nothing doubles. Where we have to catch up first, sending waits for it ({@link open}).
 */
export class Outbox {
  private readonly items = new Map<string, OutboxItem>();
  private readonly sent = new Set<string>();
  private readonly ready = new Set<string>();
  private readonly delivered = new Map<string, OutboxItem>();

  constructor(
    private readonly session: Session,
    private readonly storage: AccountStorage,
    private readonly onSend: (address: string) => void,
  ) {}

  /** Takes up what an earlier page or tab left. */
  async load(): Promise<void> {
    for (const item of await this.storage.outbox()) this.take(item);
  }

  /** A message was written and stored. */
  enqueue(item: OutboxItem): void {
    if (this.items.has(item.originId) || this.delivered.has(item.originId)) return;
    this.take(item);
    this.flush();
  }

  /** A new session: what was under way in the old one goes again. */
  sessionStarted(): void {
    this.sent.clear();
    this.ready.clear();
  }

  /** Sending may begin: to people once caught up (`chats`), to a room once in it and caught up. */
  open(target: string): void {
    this.ready.add(target);
    this.flush();
  }

  close(target: string): void {
    this.ready.delete(target);
    for (const item of this.items.values()) if (item.address === target) this.sent.delete(item.originId);
  }

  flush(): void {
    for (const item of this.items.values()) {
      if (item.problem || this.sent.has(item.originId)) continue;
      if (!this.ready.has(item.kind === 'room' ? item.address : 'chats')) continue;
      if (!this.session.connection.send(stanzaOf(item))) return;
      this.sent.add(item.originId);
      this.onSend(item.address);
    }
  }

  /** The stream acknowledged stanzas: the one-to-one messages among them are stored. */
  acked(stanzas: readonly XmlElement[]): void {
    for (const stanza of stanzas) {
      const item = this.items.get(stanza.attrs.id ?? '');
      if (item?.kind === 'chat' && !item.problem) this.settled(item.originId);
    }
  }

  /** A copy with this origin-id was seen: live, as a reflection or a carbon, or in the archive. */
  settled(originId: string): void {
    const item = this.items.get(originId);
    if (!item) return;
    this.items.delete(originId);
    this.sent.delete(originId);
    this.delivered.set(originId, item);
    if (this.delivered.size > REMEMBERED) {
      const [oldest] = this.delivered.keys();
      if (oldest !== undefined) this.delivered.delete(oldest);
    }
    this.session.emit({ type: 'stored', address: item.address, originId });
    void this.storage.removeOutbox(originId);
  }

  /** The server, or the other side, sent it back. */
  refused(id: string, problem: RequestError): void {
    const item = this.items.get(id) ?? this.delivered.get(id);
    if (!item) return;
    this.delivered.delete(id);
    const failed: OutboxItem = { ...item, problem };
    this.items.set(id, failed);
    void this.storage.putOutbox(failed);
    this.session.emit({ type: 'failed', address: item.address, originId: id, problem });
  }

  retry(originId: string): void {
    const item = this.items.get(originId);
    if (!item) return;
    const { problem: _, ...again } = item;
    this.items.set(originId, again);
    this.sent.delete(originId);
    void this.storage.putOutbox(again);
    this.session.emit({ type: 'retried', address: item.address, originId });
    this.flush();
  }

  cancel(originId: string): void {
    const item = this.items.get(originId);
    if (!item) return;
    this.items.delete(originId);
    void this.storage.removeOutbox(originId);
    this.session.emit({ type: 'cancelled', address: item.address, originId });
  }

  private take(item: OutboxItem): void {
    if (this.items.has(item.originId)) return;
    this.items.set(item.originId, item);
    const { address, kind } = item;
    this.session.emit({ type: 'queued', address, kind, entry: entryOf(item, this.session) });
    if (item.problem) {
      this.session.emit({ type: 'failed', address, originId: item.originId, problem: item.problem });
    }
  }
}

function entryOf(item: OutboxItem, session: Session): Entry {
  const room = item.kind === 'room' ? session.state().rooms[item.address] : undefined;
  return {
    key: item.originId,
    originId: item.originId,
    author: item.kind === 'room' ? room?.nick || jid.local(session.self) : session.self,
    own: true,
    at: item.at,
    body: item.body,
    status: 'pending',
  };
}

function stanzaOf(item: OutboxItem): XmlElement {
  return xml(
    'message',
    NS.client,
    { to: item.address, type: item.kind === 'room' ? 'groupchat' : 'chat', id: item.originId },
    xml('body', NS.client, {}, item.body),
    xml('origin-id', NS.sid, { id: item.originId }),
    item.kind === 'chat' && xml('active', NS.chatStates),
  );
}
