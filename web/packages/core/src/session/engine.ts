import {
  Connection,
  type ConnectionStatus,
  type Clock,
  Frames,
  LoginRefused,
  NS,
  type OpenTransport,
  RequestFailed,
  type Token,
  type UserAgent,
  type XmlElement,
  child,
  exchangePasswordForToken,
  jid,
  stanzaError,
  textOf,
  xml,
} from '@stoa/xmpp';
import { account } from '../account/account.ts';
import { blocking } from '../account/blocking.ts';
import { aliases } from '../aliases/aliases.ts';
import { CatchingUp } from '../archive/catching-up.ts';
import { type Line, history } from '../archive/history.ts';
import { lineOf } from '../archive/line-of.ts';
import { moderate } from '../messages/moderate.ts';
import { type Reader, carbonOf, readMessage } from '../messages/read-message.ts';
import { type FileTransfer, httpTransfer } from '../files/http-transfer.ts';
import { uploadService } from '../files/upload-service.ts';
import { Uploads } from '../files/uploads.ts';
import { marks } from '../marks/marks.ts';
import { snoozes } from '../marks/snoozes.ts';
import { notificationDesk } from '../notifications/desk.ts';
import { Outbox } from '../outbox/outbox.ts';
import { displayedSync } from '../pep/displayed.ts';
import { draftSync } from '../pep/drafts.ts';
import { pep } from '../pep/pep.ts';
import { stagedSync } from '../pep/staged.ts';
import { unreadSync } from '../pep/unread-again.ts';
import { readPresence } from '../people/presence.ts';
import { roster } from '../people/roster.ts';
import { search } from '../people/search.ts';
import { watch } from '../people/watch.ts';
import { receipts } from '../receipts/receipts.ts';
import { roomDesk } from '../rooms/desk.ts';
import { rooms } from '../rooms/rooms.ts';
import { settings } from '../settings/settings.ts';
import { ownStatus } from '../status/own-status.ts';
import type { AccountStorage } from '../storage/storage.ts';
import { type CorrectedClock, clockOffset, corrected } from '../time/server-clock.ts';
import { entityTime } from '../time/entity-time.ts';
import { typing } from '../typing/typing.ts';
import { discoInfo } from './capabilities.ts';
import type { ApiToken, Command, CommandValue } from './commands.ts';
import { reading } from './reading.ts';
import { savedIndex } from './saved-index.ts';
import type { Session } from './session.ts';
import { settle } from './settle.ts';
import type { ChatEvent, ChatState, ConnectionView } from './state.ts';

const SIGN_IN_MS = 15_000;

export interface EngineOptions {
  readonly address: string;
  readonly token: string;
  readonly agent: UserAgent;
  readonly openTransport: OpenTransport;
  readonly clock: Clock;
  readonly storage: AccountStorage;
  readonly version: string;
  readonly random?: () => number;
  /** How files get to the server. */
  readonly transfer?: FileTransfer;
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
  private readonly clock: CorrectedClock;
  private readonly connection: Connection;
  private readonly outbox: Outbox;
  private readonly uploads: Uploads;
  private readonly uploadService;
  private readonly roster;
  private readonly rooms;
  private readonly history;
  private readonly typing;
  private readonly time;
  private readonly displayed;
  private readonly drafts;
  private readonly unread;
  private readonly reading;
  private readonly staged;
  private readonly receipts;
  private readonly index;
  private readonly pep;
  private readonly settings;
  private readonly status;
  private readonly marks;
  private readonly snoozes;
  private readonly blocking;
  private readonly desk;
  private readonly account;
  private readonly notifications;
  private readonly aliases;
  private readonly search;
  private readonly watch;
  private readonly catchingUp: CatchingUp;
  private sessionNumber = 0;

  constructor(private readonly options: EngineOptions) {
    this.connection = new Connection(options, {
      status: (status) => this.connectionStatus(status),
      sessionStarted: () => void this.sessionStarted(),
      sessionResumed: () => {
        this.outbox.flush();
        this.uploads.online();
        void this.staged.resumed();
        this.notifications.streamBegun();
      },
      stanza: (stanza) => this.stanza(stanza),
      acked: (stanzas) => this.outbox.acked(stanzas),
      token: (token) => options.keepToken(token),
      answer: (iq) => this.answer(iq),
    });
    this.clock = corrected(options.clock);
    this.clock.offset = options.state().clockOffset;
    this.session = {
      self: options.address,
      domain: jid.domain(options.address),
      connection: this.connection,
      clock: this.clock,
      state: () => options.state(),
      emit: (event) => {
        options.emit(event);
        this.index.note();
        this.snoozes.note(event);
        this.unread.note(event);
        this.watch.note(event);
      },
    };
    this.index = savedIndex(this.session, options.storage, () => this.unread);
    this.snoozes = snoozes(this.session);
    this.uploadService = uploadService(this.session);
    const transfer = options.transfer ?? httpTransfer;
    this.uploads = new Uploads(this.session, options.storage, this.uploadService, transfer, {
      uploaded: (originId, file) =>
        void (this.outbox.has(originId) ? this.outbox : this.staged).uploaded(originId, file),
      failed: (originId, problem) =>
        (this.outbox.has(originId) ? this.outbox : this.staged).uploadFailed(originId, problem),
    });
    this.outbox = new Outbox(this.session, options.storage, this.uploads, (address) =>
      this.typing.sent(address),
    );
    this.roster = roster(this.session);
    this.typing = typing(this.session);
    this.time = entityTime(this.session);
    this.history = history(
      this.session,
      () => this.reader(),
      (originId) => this.said(originId),
    );
    this.catchingUp = new CatchingUp(this.session, {
      history: this.history,
      index: this.index,
      sessionNumber: () => this.sessionNumber,
      take: (line) => this.take(line),
      caughtUp: (address) => this.outbox.open(address),
    });
    this.pep = pep(this.session);
    this.displayed = displayedSync(this.session, this.pep);
    this.drafts = draftSync(this.session, this.pep);
    this.unread = unreadSync(this.session, this.pep);
    this.staged = stagedSync(this.session, this.pep, {
      storage: options.storage,
      uploads: this.uploads,
      transfer,
      isSent: (originId) => this.outbox.has(originId),
    });
    this.receipts = receipts(this.session);
    this.reading = reading(this.session, {
      displayed: this.displayed,
      unread: this.unread,
      receipts: this.receipts,
      history: this.history,
      catchingUp: this.catchingUp,
    });
    this.desk = roomDesk(this.session, this.pep);
    this.account = account(this.session, (password) => this.signIn(password));
    this.blocking = blocking(this.session);
    this.notifications = notificationDesk(this.session, this.pep);
    this.aliases = aliases(this.session);
    this.search = search(this.session);
    this.watch = watch(this.session);
    this.marks = marks(this.session, this.pep);
    this.settings = settings(this.session, this.pep, () => this.status.settingsChanged());
    this.status = ownStatus(this.session, {
      hidden: () => this.rooms.hide(),
      back: () => void this.comeBack(),
      changed: () => this.rooms.announceShow(),
    });
    this.rooms = rooms(this.session, this.pep, {
      joined: (address) => {
        this.desk.joined(address);
        void this.catchingUp.catchUpRoom(address);
      },
      left: (address) => {
        this.outbox.close(address);
        this.catchingUp.leftRoom(address);
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
    this.uploads.stop();
    this.snoozes.stop();
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
        if (command.item.extras?.file) this.staged.sent(command.item.originId);
        return undefined;
      case 'retry':
        this.outbox.retry(command.originId);
        return undefined;
      case 'cancel':
        await this.outbox.cancel(command.originId);
        return undefined;
      case 'pause-upload':
        this.uploads.pause(command.originId, command.paused);
        return undefined;
      case 'upload-limit':
        return this.uploadService.limit();
      case 'open':
        this.index.opened(command.address);
        session.emit({ type: 'opened', address: command.address, kind: command.kind });
        await this.catchingUp.settled(command.address, command.kind);
        await this.history.open(command.address);
        return undefined;
      case 'older':
        await this.history.older(command.address);
        return undefined;
      case 'reach':
        await this.history.reach(command.address, command.target);
        return undefined;
      case 'further':
        await this.history.reach(command.address, { at: -Infinity }, 1);
        return undefined;
      case 'read':
        this.reading.read(command.address);
        return undefined;
      case 'draft':
        this.drafts.changed(command.address, command.text);
        return undefined;
      case 'stage':
      case 'unstage':
      case 'stage-order':
        await this.staged.perform(command);
        return undefined;
      case 'moderate':
        await moderate(session, command.address, command.line, command.reason);
        return undefined;
      case 'typing':
        this.typing.writing(command.address, command.on);
        return undefined;
      case 'peer-time':
        return this.time.ask(command.address);
      case 'show':
        this.status.choose(command.show, command.text);
        return undefined;
      case 'active':
        this.status.touched();
        return undefined;
      case 'mark': {
        const { address, kind, change } = command;
        await (kind === 'room' ? this.rooms.mark(address, change) : this.marks.change(address, change));
        return undefined;
      }
      case 'find-people':
        this.search.look(command.text);
        return undefined;
      case 'watch':
        this.watch.show(command);
        return undefined;
      case 'unread':
        await this.reading.leaveUnread(command);
        return undefined;
      case 'block':
      case 'unblock':
        await this.blocking.change(command);
        return undefined;
      case 'settings':
        await this.settings.change(command.change);
        return undefined;
      case 'join-room':
        await this.rooms.join(
          command.address,
          command.name,
          undefined,
          command.password ?? this.desk.passwordFor(command.address),
        );
        await this.desk.entered(command.address);
        return undefined;
      case 'create-room': {
        const address = this.rooms.addressFor(command.name);
        await this.rooms.join(address, command.name, command);
        return address;
      }
      case 'leave-room':
        await this.rooms.leave(command.address);
        return undefined;
      case 'change-nick':
        await this.rooms.changeNick(command.address, command.nick);
        return undefined;
      case 'set-subject':
        this.rooms.setSubject(command.address, command.subject);
        return undefined;
      case 'browse-rooms':
        return this.desk.browse();
      case 'api-token':
        return this.apiToken();
      case 'room-info':
      case 'room-config':
      case 'room-configure':
      case 'room-list':
      case 'room-affiliate':
      case 'room-role':
      case 'room-destroy':
      case 'room-picture':
      case 'room-reserved-nick':
      case 'room-reserve-nick':
      case 'room-release-nick':
      case 'room-hats':
      case 'room-hat':
      case 'room-invite':
      case 'room-ask-voice':
      case 'room-answer':
      case 'room-ask-access':
      case 'decline-invitation':
        return this.desk.perform(command);
      case 'own-card':
      case 'rename-self':
      case 'set-avatar':
      case 'avatar':
      case 'change-password':
      case 'devices':
      case 'sign-out-device':
      case 'launcher-token':
      case 'allow-application':
        return this.account.perform(command);
      case 'wishes':
      case 'client-state':
      case 'push-key':
      case 'push-enable':
      case 'push-disable':
        return this.notifications.perform(command);
      case 'alias-take':
      case 'alias-hand-over':
      case 'alias-done':
      case 'alias-members':
        return this.aliases.perform(command);
      case 'nudge':
        this.connection.nudge();
        return undefined;
      case 'sign-out':
        await this.stop();
        return undefined;
    }
  }

  private connectionStatus(status: ConnectionStatus): void {
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
    this.uploadService.forget();
    this.uploads.online();
    const hidden = this.session.state().show === 'offline';
    if (!hidden) this.catchingUp.beginChats();
    this.session.emit({ type: 'session-started' });
    // First of all: what comes behind the answer stands at the right time.
    const clock = this.setClock();
    const bookmarks = this.rooms.load();
    const people = this.roster.load();
    // Who has asked the archive before being available reads it, and is not sent what was missed once more. What is asked
    // comes after the presence: between the two answers nothing can fall through.
    const announced = this.history.fetchLines(undefined, undefined, { before: '', max: 1 });
    const shown = this.status.announce();
    this.notifications.streamBegun();
    const name = this.account.loadName();
    const own = [
      this.settings.load(),
      this.marks.load(),
      this.blocking.load(),
      this.aliases.load(),
      this.desk.load(),
      // How far was read says which of what is unread again was read since: it comes behind it.
      this.unread.load().finally(() => this.displayed.load()),
      this.drafts.load(),
      this.staged.load(),
      this.notifications.load(),
      this.askMayInvite(),
    ];
    // Who appears offline hears of nothing until they are back; what they write goes out.
    const unordered = this.index.unordered();
    if (unordered.length > 0) this.session.emit({ type: 'forgotten', addresses: unordered });
    const caught = hidden ? Promise.resolve() : this.catchingUp.catchUpChats(number);
    if (hidden) this.outbox.open('chats');
    await settle([clock, people, bookmarks, announced, shown, name, ...own]);
    if (number !== this.sessionNumber) return;
    // Who came back or went out of sight meanwhile was heard when the rooms were not known yet.
    const stillHidden = this.session.state().show === 'offline';
    if (hidden) {
      if (!stillHidden) await this.rooms.comeBack();
      return;
    }
    await settle([stillHidden ? Promise.resolve() : this.rooms.start(), caught]);
  }

  private async setClock(): Promise<void> {
    const offset = await clockOffset(this.session, this.options.clock);
    if (offset === undefined || offset === this.clock.offset) return;
    this.status.clockMoved(offset - this.clock.offset);
    this.clock.offset = offset;
    this.session.emit({ type: 'clock', offset });
  }

  /** Seen again after having appeared offline: what was said meanwhile is in the archive. */
  private async comeBack(): Promise<void> {
    this.catchingUp.beginChats();
    await settle([this.catchingUp.catchUpChats(this.sessionNumber), this.rooms.comeBack()]);
  }

  private stanza(stanza: XmlElement): void {
    if (stanza.name === 'presence') this.presence(stanza);
    else if (stanza.name === 'message') this.message(stanza);
  }

  private presence(stanza: XmlElement): void {
    if (this.rooms.presence(stanza)) return;
    this.status.heard(stanza);
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
    if (this.desk.message(stanza)) return;
    if (this.history.result(stanza) || this.pep.event(stanza)) return;
    const carbon = carbonOf(stanza, this.session.self);
    const message = carbon ?? stanza;
    if (message.attrs.type === 'error') {
      if (message.attrs.id) this.outbox.refused(message.attrs.id, stanzaError(message));
      return;
    }
    if (!carbon) this.aliases.heard(message);
    const read = readMessage(message, this.reader());
    if (!read || this.session.state().show === 'offline') return;
    if (read.subject !== undefined) {
      this.session.emit({ type: 'subject', address: read.address, subject: read.subject });
    }
    // What a room tells again of before one came is nobody's writing.
    if (read.chatState && !read.own && !read.late && read.author !== '')
      this.typing.heard(read.address, read.chatState, read.author);
    if (read.receiptFor !== undefined && !carbon) this.receipts.arrived(read.address, read.receiptFor);
    if (!read.entry && !read.amendment) return;
    if (carbon && read.own && read.entry)
      this.session.emit({ type: 'elsewhere', at: this.session.clock.now() });
    this.catchingUp.live(lineOf(read));
  }

  /** The one place where a line enters the state. */
  private take(line: Line): void {
    const { address, kind, entry, amendment, archiveId, counts = true, late = false } = line;
    if (archiveId !== undefined && !late) this.index.head(archiveId, kind === 'room' ? address : undefined);
    if (amendment) {
      if (amendment.own) this.outbox.settled(amendment.id);
      this.session.emit({ type: 'amended', address, kind, amendment });
    }
    if (!entry) return;
    if (entry.own && entry.originId !== undefined) this.said(entry.originId);
    this.session.emit({ type: 'line', address, kind, entry, counts });
  }

  /** A copy of an own message was seen: it needs to be sent by nobody any more. */
  private said(originId: string): void {
    this.outbox.settled(originId);
    this.staged.said(originId);
  }

  private reader(): Reader {
    const { rooms: known } = this.session.state();
    return {
      self: this.session.self,
      now: this.session.clock.now(),
      room: (address) => known[address],
    };
  }

  private answer(iq: XmlElement): XmlElement | 'done' | undefined {
    if (iq.attrs.type === 'set') {
      if (this.roster.push(iq)) {
        this.aliases.changed();
        return 'done';
      }
      return this.blocking.push(iq) ? 'done' : undefined;
    }
    if (child(iq, 'ping', NS.ping)) return 'done';
    const disco = child(iq, 'query', NS.discoInfo);
    if (disco) return discoInfo(disco.attrs.node, this.session.state().settings.tellTime);
    if (child(iq, 'time', NS.time)) return this.settings.isLoaded() ? this.time.answer(iq) : undefined;
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

  /** A new token by the password, for this session's next connections. */
  private async signIn(password: string): Promise<void> {
    const { address, agent, openTransport, keepToken } = this.options;
    const frames = new Frames(openTransport);
    const late = this.session.clock.after(SIGN_IN_MS, () => frames.drop());
    try {
      const account = { domain: jid.domain(address), username: jid.local(address), password };
      const { token } = await exchangePasswordForToken(frames, account, agent);
      this.connection.useToken(token.value);
      keepToken(token);
    } catch (e) {
      if (e instanceof LoginRefused && e.refusal === 'credentials')
        throw new RequestFailed({ kind: 'stanza', condition: 'not-authorized', retry: false });
      throw new RequestFailed({ kind: 'disconnected' });
    } finally {
      late();
      frames.close();
    }
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
