import {
  Connection,
  type ConnectionStatus,
  type Clock,
  NS,
  type OpenTransport,
  RequestFailed,
  type Token,
  type UserAgent,
  type XmlElement,
  child,
  childText,
  jid,
  stanzaError,
  textOf,
  xml,
} from '@stoa/xmpp';
import { type Line, history } from '../archive/history.ts';
import { Intake } from '../archive/intake.ts';
import { CATCH_UP_MAX, RECENT_MS, RECENT_PAGES, catchUp } from '../archive/paging.ts';
import { type ReadMessage, type Reader, carbonOf, readMessage } from '../messages/read-message.ts';
import { Outbox } from '../outbox/outbox.ts';
import { ownPresence, readPresence } from '../people/presence.ts';
import { roster } from '../people/roster.ts';
import { rooms } from '../rooms/rooms.ts';
import type { AccountStorage } from '../storage/storage.ts';
import { typing } from '../typing/typing.ts';
import { discoInfo } from './capabilities.ts';
import type { ApiToken, Command, CommandValue } from './commands.ts';
import { savedIndex } from './saved-index.ts';
import type { Session } from './session.ts';
import type { ChatEvent, ChatState, ConnectionView, ConversationKind } from './state.ts';

export interface EngineOptions {
  readonly address: string;
  readonly token: string;
  readonly agent: UserAgent;
  readonly openTransport: OpenTransport;
  readonly clock: Clock;
  readonly storage: AccountStorage;
  readonly version: string;
  readonly random?: () => number;
  state(): ChatState;
  emit(event: ChatEvent): void;
  /** A new token, to be kept for the next time. */
  keepToken(token: Token): void;
}

/**
 * One account's session, run by the leading tab: it owns the connection, turns what the server says into events and carries
 * out commands. All its state is in the {@link ChatState} that the events make, and in the storage; what it keeps beside that
 * concerns only the stream. The parts it is composed of are functions of the {@link Session} they share.
 */
export class Engine {
  private readonly session: Session;
  private readonly connection: Connection;
  private readonly outbox: Outbox;
  private readonly roster;
  private readonly rooms;
  private readonly history;
  private readonly typing;
  private readonly index;
  private readonly chats = new Intake<Line>((line) => this.take(line));
  private readonly roomIntakes = new Map<string, Intake<Line>>();
  private sessionNumber = 0;

  constructor(private readonly options: EngineOptions) {
    this.connection = new Connection(options, {
      status: (status) => this.status(status),
      sessionStarted: () => void this.sessionStarted(),
      sessionResumed: () => this.outbox.flush(),
      stanza: (stanza) => this.stanza(stanza),
      acked: (stanzas) => this.outbox.acked(stanzas),
      token: (token) => options.keepToken(token),
      answer: (iq) => this.answer(iq),
    });
    this.session = {
      self: options.address,
      domain: jid.domain(options.address),
      connection: this.connection,
      clock: options.clock,
      state: () => options.state(),
      emit: (event) => {
        options.emit(event);
        this.index.note();
      },
    };
    this.index = savedIndex(this.session, options.storage);
    this.outbox = new Outbox(this.session, options.storage, (address) => this.typing.sent(address));
    this.roster = roster(this.session);
    this.typing = typing(this.session);
    this.history = history(
      this.session,
      () => this.reader(),
      (originId) => this.outbox.settled(originId),
    );
    this.rooms = rooms(this.session, {
      joined: (address) => void this.catchUpRoom(address),
      left: (address) => {
        this.outbox.close(address);
        this.roomIntakes.get(address)?.giveUp();
        this.roomIntakes.delete(address);
      },
    });
  }

  /** Takes up what the browser kept, and connects. */
  async start(): Promise<void> {
    await this.index.load();
    await this.outbox.load();
    this.connection.start();
  }

  /** Ends the session in good order and writes down where we stand. */
  async stop(): Promise<void> {
    this.connection.stop();
    await this.index.flush();
  }

  /** The network is gone, says the browser. */
  networkLost(): void {
    this.connection.networkLost();
  }

  /** Carries out a command. Rejects with RequestFailed when the server refuses. */
  async perform(command: Command): Promise<CommandValue> {
    const { session } = this;
    switch (command.type) {
      case 'send':
        this.outbox.enqueue(command.item);
        return undefined;
      case 'retry':
        this.outbox.retry(command.originId);
        return undefined;
      case 'cancel':
        this.outbox.cancel(command.originId);
        return undefined;
      case 'open':
        session.emit({ type: 'opened', address: command.address, kind: command.kind });
        await this.caughtUp(command.address, command.kind);
        await this.history.open(command.address);
        return undefined;
      case 'older':
        await this.history.older(command.address);
        return undefined;
      case 'read':
        session.emit({ type: 'read', address: command.address });
        return undefined;
      case 'typing':
        this.typing.writing(command.address, command.on);
        return undefined;
      case 'show':
        session.emit({ type: 'show', show: command.show });
        this.connection.send(ownPresence(command.show));
        this.rooms.announceShow();
        return undefined;
      case 'join-room':
        await this.rooms.join(command.address, command.name, false);
        return undefined;
      case 'create-room': {
        const address = this.rooms.addressFor(command.name);
        await this.rooms.join(address, command.name, true);
        return address;
      }
      case 'leave-room':
        await this.rooms.leave(command.address);
        return undefined;
      case 'change-nick':
        this.rooms.changeNick(command.address, command.nick);
        return undefined;
      case 'set-subject':
        this.rooms.setSubject(command.address, command.subject);
        return undefined;
      case 'browse-rooms':
        return this.rooms.browse();
      case 'api-token':
        return this.apiToken();
      case 'nudge':
        this.connection.nudge();
        return undefined;
      case 'sign-out':
        await this.stop();
        return undefined;
    }
  }

  private status(status: ConnectionStatus): void {
    const view: ConnectionView =
      status.kind === 'online'
        ? { kind: 'online' }
        : status.kind === 'idle'
          ? { kind: 'connecting', attempt: 0 }
          : status;
    this.session.emit({ type: 'connection', connection: view });
  }

  private async sessionStarted(): Promise<void> {
    const number = ++this.sessionNumber;
    this.outbox.sessionStarted();
    this.chats.beginCatchUp();
    this.session.emit({ type: 'session-started' });
    const bookmarks = this.rooms.load();
    const people = this.roster.load();
    // Who has asked the archive before being available reads it, and is not sent what was missed once more. What is asked
    // comes after the presence: between the two answers nothing can fall through.
    const announced = this.history.fetchLines(undefined, undefined, { before: '', max: 1 });
    this.connection.send(ownPresence(this.session.state().show));
    const name = this.askOwnName();
    const caught = this.catchUpChats(number);
    await settle([people, bookmarks, announced, name, this.askMayInvite()]);
    if (number !== this.sessionNumber) return;
    await settle([this.rooms.start(), caught]);
  }

  /** Brings the one-to-one talk up to date, then lets the outbox go. */
  private catchUpChats(number: number): Promise<void> {
    return this.catchUpArchive(number, this.chats, {
      room: undefined,
      forgotten: 'all-chats',
      belongs: (line) => line.kind === 'chat',
      firstTime: () => this.recentChats(),
      isCurrent: () => true,
    });
  }

  /** The same for a room that was just entered. */
  private catchUpRoom(address: string): Promise<void> {
    const intake = new Intake<Line>((line) => this.take(line));
    const before = this.roomIntakes.get(address);
    intake.beginCatchUp();
    this.roomIntakes.set(address, intake);
    before?.giveUp();
    return this.catchUpArchive(this.sessionNumber, intake, {
      room: address,
      forgotten: [address],
      belongs: (line) => line.address === address,
      firstTime: async () => {
        const page = await this.history.fetchLines(address, undefined, { before: '', max: 1 });
        for (const line of page.lines)
          if (line.address === address) intake.archived({ ...line, counts: false });
        if (page.last) this.index.head(page.last, address);
      },
      isCurrent: () => this.roomIntakes.get(address) === intake,
    });
  }

  /** A page may only be put before what comes live: until then lines of any age come in. */
  private async caughtUp(address: string, kind: ConversationKind): Promise<void> {
    for (;;) {
      const intake = kind === 'chat' ? this.chats : this.roomIntakes.get(address);
      await intake?.settled();
      if (kind === 'chat' || this.roomIntakes.get(address) === intake) return;
    }
  }

  private async catchUpArchive(number: number, intake: Intake<Line>, of: Archive): Promise<void> {
    const { room } = of;
    intake.beginCatchUp();
    try {
      const head = this.index.headOf(room);
      const caught =
        head !== undefined &&
        (await catchUp(
          (query) => this.history.fetchLines(room, undefined, query),
          head,
          (page) => {
            for (const line of page.lines) if (of.belongs(line)) intake.archived(line);
            if (page.last) this.index.head(page.last, room);
          },
        ));
      if (caught === 'gap') this.session.emit({ type: 'forgotten', addresses: of.forgotten });
      if (caught !== 'complete') await of.firstTime();
    } catch (e) {
      if (!(e instanceof RequestFailed)) throw e;
      if (e.reason.kind === 'disconnected') return;
      // The archive did not answer: what is loaded may have a gap, so it is loaded anew when looked at.
      this.session.emit({ type: 'forgotten', addresses: of.forgotten });
    }
    if (number !== this.sessionNumber || !of.isCurrent()) return;
    intake.caughtUp();
    this.outbox.open(room ?? 'chats');
  }

  /** A browser without memory: the newest talk, unread being what came after the last own line. */
  private async recentChats(): Promise<void> {
    const start = this.session.clock.now() - RECENT_MS;
    let lines: readonly Line[] = [];
    let newest: string | undefined;
    let before = '';
    for (let round = 0; round < RECENT_PAGES; round++) {
      const page = await this.history.fetchLines(undefined, undefined, { start, before, max: CATCH_UP_MAX });
      lines = [...page.lines, ...lines];
      newest ??= page.last;
      if (page.complete || page.first === undefined) break;
      before = page.first;
    }
    const answered = new Map<string, number>();
    lines.forEach((line, i) => {
      if (line.entry?.own) answered.set(line.address, i);
    });
    lines.forEach((line, i) => {
      if (line.kind === 'chat')
        this.chats.archived({ ...line, counts: i > (answered.get(line.address) ?? -1) });
    });
    if (newest) this.index.head(newest);
  }

  private stanza(stanza: XmlElement): void {
    if (stanza.name === 'presence') this.presence(stanza);
    else if (stanza.name === 'message') this.message(stanza);
  }

  private presence(stanza: XmlElement): void {
    if (this.rooms.presence(stanza)) return;
    const { from = '', type } = stanza.attrs;
    if (type !== undefined && type !== 'unavailable') return;
    this.session.emit({
      type: 'presence',
      address: jid.bare(from),
      resource: jid.resource(from),
      ...(type === 'unavailable' ? {} : { presence: readPresence(stanza) }),
    });
  }

  private message(stanza: XmlElement): void {
    if (this.history.result(stanza)) return;
    const carbon = carbonOf(stanza, this.session.self);
    const message = carbon ?? stanza;
    if (message.attrs.type === 'error') {
      if (message.attrs.id) this.outbox.refused(message.attrs.id, stanzaError(message));
      return;
    }
    const read = readMessage(message, this.reader());
    if (!read) return;
    if (read.subject !== undefined) {
      this.session.emit({ type: 'subject', address: read.address, subject: read.subject });
    }
    if (read.chatState && read.kind === 'chat' && !read.own) this.typing.heard(read.address, read.chatState);
    if (!read.entry) return;
    // A room we are not in has nothing to say to us.
    const intake = read.kind === 'chat' ? this.chats : this.roomIntakes.get(read.address);
    intake?.live(lineOf(read));
  }

  /** The one place where a line enters the state. */
  private take(line: Line): void {
    const { address, kind, entry, archiveId, counts = true, late = false } = line;
    if (archiveId !== undefined && !late) this.index.head(archiveId, kind === 'room' ? address : undefined);
    if (!entry) return;
    if (entry.own && entry.originId !== undefined) this.outbox.settled(entry.originId);
    this.session.emit({ type: 'line', address, kind, entry, counts });
  }

  private reader(): Reader {
    const { rooms: known } = this.session.state();
    return {
      self: this.session.self,
      now: this.session.clock.now(),
      nickIn: (room) => known[room]?.nick,
    };
  }

  private answer(iq: XmlElement): XmlElement | 'done' | undefined {
    if (iq.attrs.type === 'set') return this.roster.push(iq) ? 'done' : undefined;
    if (child(iq, 'ping', NS.ping)) return 'done';
    const disco = child(iq, 'query', NS.discoInfo);
    if (disco) return discoInfo(disco.attrs.node);
    if (child(iq, 'query', NS.version)) {
      return xml(
        'query',
        NS.version,
        {},
        xml('name', NS.version, {}, 'Stoa'),
        xml('version', NS.version, {}, this.options.version),
      );
    }
    return undefined;
  }

  private async askOwnName(): Promise<void> {
    const result = await this.connection.request('get', undefined, xml('vCard', NS.vcard));
    const card = child(result, 'vCard', NS.vcard);
    const name = card && childText(card, 'FN');
    if (name) this.session.emit({ type: 'self-name', name });
  }

  private async askMayInvite(): Promise<void> {
    let mayInvite = true;
    try {
      await this.apiToken();
    } catch (e) {
      if (!(e instanceof RequestFailed)) throw e;
      mayInvite = false;
    }
    this.session.emit({ type: 'may-invite', mayInvite });
  }

  private async apiToken(): Promise<ApiToken> {
    const result = await this.connection.request('get', this.session.domain, xml('token', NS.stoaApi));
    const token = child(result, 'token', NS.stoaApi);
    return { token: textOf(token), expires: token?.attrs.expires ?? '' };
  }
}

/** An archive to catch up with: the account's own, or a room's. */
interface Archive {
  readonly room: string | undefined;
  readonly forgotten: readonly string[] | 'all-chats';
  belongs(line: Line): boolean;
  /** What to load where nothing is known yet, or too much was missed. */
  firstTime(): Promise<void>;
  isCurrent(): boolean;
}

function lineOf(read: ReadMessage): Line {
  const { address, kind, archiveId, entry, late } = read;
  return {
    address,
    kind,
    ...(archiveId ? { archiveId } : {}),
    ...(entry ? { entry } : {}),
    ...(late ? { late } : {}),
  };
}

/** Waits for all; what the server refused is no reason to stop, anything else is a bug and thrown. */
async function settle(tasks: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(tasks)) {
    if (result.status === 'rejected' && !(result.reason instanceof RequestFailed)) throw result.reason;
  }
}
