import type { Line } from '@stoa/core';

/** What one can do with a line; the list gives them to its lines. */
export interface LineActs {
  retry(originId: string): void;
  cancel(originId: string): void;
  /** Puts a reaction there, or takes it away again. */
  react(line: Line, emoji: string): void;
  reply(line: Line): void;
  edit(line: Line): void;
  retract(line: Line): void;
  /** It and what came after it are unread. */
  unread(line: Line): void;
  copyText(line: Line): void;
  copyLink(line: Line): void;
  /** Goes to the line that an id names, or says that it cannot. */
  jump(id: string): void;
}

/** What this person may do with a line just now. */
export interface LineRights {
  readonly reply: boolean;
  readonly react: boolean;
  readonly edit: boolean;
  /** By the author, or by a moderator for everybody. */
  readonly retract: 'author' | 'moderator' | undefined;
  readonly link: boolean;
  readonly unread: boolean;
  /** It waits to be sent, and need not be. */
  readonly withdraw: boolean;
}

/** What is open beside a line, or beside the day. */
export interface OpenOverlay {
  readonly what: 'actions' | 'palette' | 'picker' | 'versions' | 'calendar';
  readonly anchor: HTMLElement;
  readonly line?: Line;
}
