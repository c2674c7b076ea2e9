import { RequestFailed } from '@stoa/xmpp';
import type { savedIndex } from '../session/saved-index.ts';
import type { Session } from '../session/session.ts';
import type { ConversationKind } from '../session/state.ts';
import type { Line, history } from './history.ts';
import { Intake } from './intake.ts';
import { CATCH_UP_MAX, FROM_THE_BEGINNING, RECENT_MS, RECENT_PAGES, catchUp } from './paging.ts';

/** So far back a room's newest line is looked for when nothing is known of it yet. */
const LOOK_BACK = 30;

/** What it works with. */
export interface CatchingUpParts {
  readonly history: Pick<ReturnType<typeof history>, 'fetchLines'>;
  readonly index: Pick<ReturnType<typeof savedIndex>, 'head' | 'headOf'>;
  /** Which session this is: what was asked in an earlier one has no say any more. */
  sessionNumber(): number;
  /** The one place where a line enters the state. */
  take(line: Line): void;
  /** All that was missed there is in: what waits to be said goes out. */
  caughtUp(address: string): void;
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

/**
 * Brings what was missed and what comes live into one order (XEP-0313): while an archive is read, live lines of it wait. There is
 * one order for the talk between two people, and one for each room we are in.
 */
export class CatchingUp {
  private readonly chats: Intake<Line>;
  private readonly rooms = new Map<string, Intake<Line>>();

  constructor(
    private readonly session: Session,
    private readonly parts: CatchingUpParts,
  ) {
    this.chats = new Intake<Line>((line) => parts.take(line));
  }

  /** Live lines between two people wait from now on until {@link catchUpChats} is done. */
  beginChats(): void {
    this.chats.beginCatchUp();
  }

  /** A line came live. A room we are not in has nothing to say to us. */
  live(line: Line): void {
    const intake = line.kind === 'chat' ? this.chats : this.rooms.get(line.address);
    intake?.live(line);
  }

  /** Brings the one-to-one talk up to date. */
  catchUpChats(number: number): Promise<void> {
    return this.catchUp(number, this.chats, {
      room: undefined,
      forgotten: 'all-chats',
      belongs: (line) => line.kind === 'chat',
      firstTime: () => this.recentChats(),
      isCurrent: () => true,
    });
  }

  /** The same for a room that was just entered. */
  catchUpRoom(address: string): Promise<void> {
    const { history, index, take } = this.parts;
    const intake = new Intake<Line>((line) => take(line));
    const before = this.rooms.get(address);
    intake.beginCatchUp();
    this.rooms.set(address, intake);
    before?.giveUp();
    return this.catchUp(this.parts.sessionNumber(), intake, {
      room: address,
      forgotten: [address],
      belongs: (line) => line.address === address,
      firstTime: async () => {
        // The newest may be marks of what was read, which are kept as well.
        const page = await history.fetchLines(address, undefined, { before: '', max: LOOK_BACK });
        // What was said since one is in follows, and counts.
        const last = page.lines.findLast(
          (line) => line.address === address && line.entry && !intake.isWaiting(line),
        );
        if (last) intake.archived({ ...last, counts: false });
        index.head(page.last ?? FROM_THE_BEGINNING, address);
      },
      isCurrent: () => this.rooms.get(address) === intake,
    });
  }

  leftRoom(address: string): void {
    this.rooms.get(address)?.giveUp();
    this.rooms.delete(address);
  }

  /** A page may only be put before what comes live: until then lines of any age come in. */
  async settled(address: string, kind: ConversationKind): Promise<void> {
    for (;;) {
      const intake = kind === 'chat' ? this.chats : this.rooms.get(address);
      await intake?.settled();
      if (kind === 'chat' || this.rooms.get(address) === intake) return;
    }
  }

  private async catchUp(number: number, intake: Intake<Line>, of: Archive): Promise<void> {
    const { history, index } = this.parts;
    const { room } = of;
    intake.beginCatchUp();
    try {
      const head = index.headOf(room);
      const caught =
        head !== undefined &&
        (await catchUp(
          (query) => history.fetchLines(room, undefined, query),
          head,
          (page) => {
            for (const line of page.lines) if (of.belongs(line)) intake.archived(line);
            if (page.last) index.head(page.last, room);
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
    if (number !== this.parts.sessionNumber() || !of.isCurrent()) return;
    intake.caughtUp();
    this.parts.caughtUp(room ?? 'chats');
  }

  /** A browser without memory: the newest talk, unread being what came after the last own line. */
  private async recentChats(): Promise<void> {
    const start = this.session.clock.now() - RECENT_MS;
    let lines: readonly Line[] = [];
    let newest: string | undefined;
    let before = '';
    for (let round = 0; round < RECENT_PAGES; round++) {
      const query = { start, before, max: CATCH_UP_MAX };
      const page = await this.parts.history.fetchLines(undefined, undefined, query);
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
    if (newest) this.parts.index.head(newest);
  }
}
