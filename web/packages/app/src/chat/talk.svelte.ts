import {
  type ConversationKind,
  type Line,
  type Mention,
  type MessageExtras,
  type Reply,
  type Room,
  ownReactions,
} from '@stoa/core';
import { type Context, type LineActs, type LineRights, t, wordsOf } from '@stoa/ui';
import { pathOf } from '../router.svelte.ts';
import { agreedUntil } from './agreed.ts';
import type { Staging } from './staging.svelte.ts';
import type { Chat } from './chat.svelte.ts';

/** What is asked before it is done. */
export type Question =
  | { readonly kind: 'retract'; readonly line: Line }
  | { readonly kind: 'moderate'; readonly line: Line }
  | (Unsent & { readonly kind: 'many'; readonly people: number })
  | (Unsent & { readonly kind: 'closed'; readonly opens: number });

/** What was written and waits for an answer. */
interface Unsent {
  readonly send: () => void;
  /** Back into the composer. */
  readonly back: () => void;
}

/** More people than this are named only after asking, and everybody in a room, where that is more than one (E32). */
const MANY = 20;
const NOTICE_MS = 4_000;

interface Surroundings {
  readonly chat: Chat;
  readonly address: string;
  readonly kind: ConversationKind;
  /** The domain whose people and rooms have short paths. */
  readonly domain: string;
  lines(): readonly Line[];
  room(): Room | undefined;
  nameOf(author: string): string;
  jump(id: string): void;
  /** Unread again from a line on: so it has to be left. */
  leaveUnread(unread: number, mentions: number): void;
  isNamed(line: Line): boolean;
  /** When the alias opens that is written to outside of its hours, by somebody who does not answer for it. */
  opens(): number | undefined;
  /** The composer is wanted. */
  write(): void;
  /** What was written is not sent: the composer has it again. */
  restore(text: string): void;
  /** A line of ours is on its way. */
  sent(): void;
  /** What is in the composer beside words. */
  readonly staged: Pick<Staging, 'items' | 'take'>;
}

/** What a person does in one conversation: writes, answers, edits, takes back, reacts. */
export class Talk {
  question = $state.raw<Question | undefined>();
  /** A word on what was just done, for a moment. */
  notice = $state('');
  private about = $state.raw<{ readonly kind: 'reply' | 'edit'; readonly key: string } | undefined>();
  private quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly of: Surroundings) {}

  /** What the composer shows above what is being written. */
  get context(): Context | undefined {
    const line = this.line;
    if (!line || !this.about || line.retracted) return undefined;
    return this.about.kind === 'edit'
      ? { kind: 'edit', key: line.key, body: line.body }
      : {
          kind: 'reply',
          author: line.own ? t.conversation.you : this.of.nameOf(line.author),
          words: wordsOf(line),
        };
  }

  readonly acts: LineActs = {
    retry: (originId) => this.of.chat.ask({ type: 'retry', originId }),
    cancel: (originId) => this.of.chat.ask({ type: 'cancel', originId }),
    reply: (line) => this.begin('reply', line),
    edit: (line) => this.begin('edit', line),
    retract: (line) => {
      this.question = { kind: this.rightsOf(line).retract === 'moderator' ? 'moderate' : 'retract', line };
    },
    react: (line, emoji) => {
      const id = this.nameOf(line);
      if (id === undefined) return;
      const own = ownReactions(line);
      const emojis = own.includes(emoji) ? own.filter((e) => e !== emoji) : [...own, emoji];
      this.send('', { reactions: { to: id, emojis } });
    },
    unread: (line) => {
      const lines = this.of.lines();
      const from = lines.findIndex((l) => l.key === line.key);
      const others = lines.slice(from).filter((l) => !l.own);
      const named = others.filter((l) => this.of.isNamed(l)).length;
      if (from >= 0) this.of.leaveUnread(others.length, this.of.kind === 'room' ? named : 0);
    },
    copyText: (line) => void this.copy(line.body || (line.files ?? []).map((f) => f.url ?? '').join('\n')),
    copyLink: (line) => {
      const { kind, address, domain } = this.of;
      const id = line.archiveId ?? this.nameOf(line);
      if (id === undefined) return;
      void this.copy(location.origin + pathOf(kind, address, domain, { line: id }));
    },
    jump: (id) => this.of.jump(id),
  };

  rightsOf(line: Line): LineRights {
    const room = this.of.room();
    const inside = this.of.kind === 'chat' || room?.status === 'joined';
    const settled = (line.status === 'received' || line.status === 'stored') && !line.retracted;
    const named = this.nameOf(line) !== undefined;
    const moderator =
      room?.status === 'joined' &&
      room.occupants[room.nick]?.role === 'moderator' &&
      line.archiveId !== undefined;
    return {
      reply: inside && settled && named,
      react: inside && settled && named,
      edit:
        inside &&
        line.own &&
        !line.retracted &&
        !line.files &&
        line.status !== 'failed' &&
        line.messageId !== undefined,
      retract:
        !settled || !inside ? undefined : line.own && named ? 'author' : moderator ? 'moderator' : undefined,
      link: line.archiveId !== undefined || (settled && named),
      unread: line.status === 'received',
      withdraw:
        line.status === 'pending' &&
        line.originId !== undefined &&
        this.of.chat.state.connection.kind !== 'online',
    };
  }

  /** Up in an empty composer. */
  editLast(): void {
    const last = this.of.lines().findLast((l) => l.own && !l.retracted && !l.files);
    if (last && this.rightsOf(last).edit) this.begin('edit', last);
  }

  forget(): void {
    this.about = undefined;
  }

  /** Files came: they are of a new line. */
  stopEditing(): void {
    if (this.about?.kind === 'edit') this.forget();
  }

  /** The composer's words: a new line, an answer, or what a line says from now on. */
  write(text: string, mentions: readonly Mention[]): void {
    const everybody = this.of.kind === 'room' && mentions.some((m) => m.address === this.of.address);
    const people = everybody
      ? Object.keys(this.of.room()?.occupants ?? {}).length - 1
      : mentions.filter((m, i) => mentions.findIndex((o) => o.address === m.address) === i).length;
    const line = this.context ? this.line : undefined;
    const { about } = this;
    this.forget();
    const named = mentions.length > 0 ? { mentions } : {};
    const send = () => {
      if (line && about?.kind === 'edit') {
        if (text === line.body || line.messageId === undefined) return;
        this.send(text, {
          corrects: line.messageId,
          ...named,
          ...(line.reply ? { reply: this.withTo(line.reply) } : {}),
        });
        return;
      }
      const id = line && this.nameOf(line);
      const extras: MessageExtras =
        line && id !== undefined
          ? { ...named, reply: this.withTo({ id, author: line.author, quote: wordsOf(line) }) }
          : named;
      if (this.of.staged.items.length > 0) void this.sendStaged(text, extras);
      else this.send(text, extras);
      this.of.sent();
    };
    const back = () => {
      this.about = about;
      this.of.restore(text);
    };
    const opens = about?.kind === 'edit' ? undefined : this.of.opens();
    if (people > (everybody ? 1 : MANY)) this.question = { kind: 'many', people, send, back };
    else if (opens !== undefined && agreedUntil.get(this.place) !== opens)
      this.question = { kind: 'closed', opens, send, back };
    else send();
  }

  /** The question was answered with yes. */
  async agreed(reason = ''): Promise<void> {
    const { question } = this;
    this.question = undefined;
    if (question?.kind === 'closed') agreedUntil.set(this.place, question.opens);
    if (question && 'send' in question) question.send();
    if (question?.kind === 'retract') {
      const id = this.nameOf(question.line);
      if (id !== undefined) this.send('', { retracts: id });
    }
    if (question?.kind === 'moderate' && question.line.archiveId !== undefined) {
      const { chat, address } = this.of;
      await chat
        .perform({ type: 'moderate', address, line: question.line.archiveId, reason })
        .catch(() => this.say(t.talk.refused));
    }
  }

  /** The question was answered with no. */
  declined(): void {
    const { question } = this;
    this.question = undefined;
    if (question && 'back' in question) question.back();
  }

  say(words: string): void {
    this.notice = words;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => (this.notice = ''), NOTICE_MS);
  }

  private async sendStaged(text: string, extras: MessageExtras): Promise<void> {
    const { chat, address, kind, staged } = this.of;
    await chat.sendFiles(address, kind, await staged.take(), text, extras);
    this.of.sent();
  }

  private get place(): string {
    return `${this.of.chat.self} ${this.of.address}`;
  }

  private get line(): Line | undefined {
    const { about } = this;
    return about && this.of.lines().find((l) => l.key === about.key);
  }

  private begin(kind: 'reply' | 'edit', line: Line): void {
    this.about = { kind, key: line.key };
    this.of.write();
  }

  private send(body: string, extras: MessageExtras): void {
    const { chat, address, kind } = this.of;
    void chat.send(address, kind, body, Object.keys(extras).length > 0 ? extras : undefined);
  }

  /** By what others name a line: in a room the id that the room gave, else the one its sender gave. */
  private nameOf(line: Line): string | undefined {
    return this.of.kind === 'room' ? line.archiveId : (line.messageId ?? line.originId);
  }

  private withTo(reply: Reply): Reply & { readonly to?: string } {
    const { author } = reply;
    if (author === undefined || author === '') return reply;
    return { ...reply, to: this.of.kind === 'room' ? `${this.of.address}/${author}` : author };
  }

  private async copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.say(t.talk.copied);
    } catch {
      this.say(t.talk.notCopied);
    }
  }
}
