import type { RequestError } from '@stoa/xmpp';
import type { AliasCommand, AliasMember } from '../aliases/types.ts';
import type { Target } from '../archive/reach.ts';
import type { UploadLimit } from '../files/types.ts';
import type { StagedCommand } from '../pep/staged.ts';
import type { ListedRoom } from '../rooms/types.ts';
import type { AccountCommand, AccountValue } from '../account/account.ts';
import type { RoomValue } from '../rooms/desk.ts';
import type { RoomCommand } from '../rooms/room-commands.ts';
import type { NewRoom } from '../rooms/rooms.ts';
import type { BlockingCommand } from '../account/blocking.ts';
import type { SearchCommand } from '../people/search.ts';
import type { WatchCommand } from '../people/watch.ts';
import type { MarkCommand } from '../marks/marks.ts';
import type { UnreadCommand } from '../marks/unread-again.ts';
import type { NotificationCommand } from '../notifications/desk.ts';
import type { SettingsCommand } from '../settings/settings.ts';
import type { StatusCommand } from '../status/own-status.ts';
import type { PeerTime } from '../time/entity-time.ts';
import type { OutboxItem } from '../storage/storage.ts';
import type { ConversationKind } from './state.ts';

/** What a view may ask for. Plain data: any tab may ask, the leading one does it. */
export type Command =
  /** The item is in the storage already. */
  | { readonly type: 'send'; readonly item: OutboxItem }
  | { readonly type: 'retry'; readonly originId: string }
  | { readonly type: 'cancel'; readonly originId: string }
  /** The upload of a line's file stops, or goes on. */
  | { readonly type: 'pause-upload'; readonly originId: string; readonly paused: boolean }
  /** {@link UploadLimit}, or undefined. */
  | { readonly type: 'upload-limit' }
  | { readonly type: 'open'; readonly address: string; readonly kind: ConversationKind }
  | { readonly type: 'older'; readonly address: string }
  /** Loads back to a line, by any id of its, or to a time. */
  | { readonly type: 'reach'; readonly address: string; readonly target: Target }
  /** Loads one large page more of what is older. */
  | { readonly type: 'further'; readonly address: string }
  | { readonly type: 'read'; readonly address: string }
  /** What is in the composer now; nothing, when it was sent. */
  | { readonly type: 'draft'; readonly address: string; readonly text: string }
  /** A moderator takes back a line of a room, by the id the room gave (XEP-0425). */
  | { readonly type: 'moderate'; readonly address: string; readonly line: string; readonly reason: string }
  | { readonly type: 'typing'; readonly address: string; readonly on: boolean }
  /** The {@link PeerTime} of somebody who is there and tells it. */
  | { readonly type: 'peer-time'; readonly address: string }
  | StagedCommand
  | StatusCommand
  | MarkCommand
  | SearchCommand
  | WatchCommand
  | UnreadCommand
  | BlockingCommand
  | AccountCommand
  | AliasCommand
  | SettingsCommand
  | NotificationCommand
  | {
      readonly type: 'join-room';
      readonly address: string;
      readonly name?: string;
      readonly password?: string;
    }
  | ({ readonly type: 'create-room' } & NewRoom)
  | RoomCommand
  | { readonly type: 'leave-room'; readonly address: string }
  | { readonly type: 'change-nick'; readonly address: string; readonly nick: string }
  | { readonly type: 'set-subject'; readonly address: string; readonly subject: string }
  | { readonly type: 'browse-rooms' }
  | { readonly type: 'api-token' }
  | { readonly type: 'nudge' }
  | { readonly type: 'sign-out' };

/** What came of a command; most give nothing back. */
export type Outcome =
  | { readonly ok: true; readonly value: CommandValue }
  | { readonly ok: false; readonly problem: RequestError };

export type CommandValue =
  | undefined
  | string
  | readonly ListedRoom[]
  | ApiToken
  | RoomValue
  | AccountValue
  | UploadLimit
  | PeerTime
  | readonly AliasMember[];

/** A bearer token for the HTTP API, as an administrator gets it over the stream. */
export interface ApiToken {
  readonly token: string;
  readonly expires: string;
}
