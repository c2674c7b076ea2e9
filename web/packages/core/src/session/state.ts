import type { LoginRefusal, RequestError } from '@stoa/xmpp';
import type { LineProblem, SharedFile, SharedStaged, Upload } from '../files/types.ts';
import type { SearchEvent } from '../people/search.ts';
import type { WatchEvent } from '../people/watch.ts';
import type { OwnShow, Person, Presence } from '../people/types.ts';
import type { Bookmark, Occupant, Room } from '../rooms/types.ts';
import type { AliasContact, AliasEvent } from '../aliases/types.ts';
import type { Amendment } from '../timeline/amendments.ts';
import type { Invitation, RoomDeskEvent } from '../rooms/room-commands.ts';
import type { BlockingEvent } from '../account/blocking.ts';
import type { Mark, MarkEvent } from '../marks/marks.ts';
import type { UnreadAgain, UnreadEvent } from '../marks/unread-again.ts';
import { DEFAULT_WISHES, type NotificationWishes, type WishesEvent } from '../notifications/wishes.ts';
import { DEFAULT_SETTINGS, type PersonalSettings, type SettingsEvent } from '../settings/settings.ts';
import type { ClockEvent } from '../time/server-clock.ts';
import type { StatusEvent } from '../status/own-status.ts';
import type { Entry, HistoryPage, Timeline } from '../timeline/types.ts';

export type ConnectionView =
  | { readonly kind: 'connecting'; readonly attempt: number }
  | { readonly kind: 'online' }
  | { readonly kind: 'waiting'; readonly attempt: number; readonly retryAt: number }
  | { readonly kind: 'refused'; readonly refusal: LoginRefusal };

export type ConversationKind = 'chat' | 'room';

export interface Preview {
  readonly own: boolean;
  readonly author: string;
  readonly body: string;
  /** The ids of the line, by which it may be corrected or taken back. */
  readonly refs?: readonly string[];
  readonly retracted?: true;
  readonly files?: readonly Pick<SharedFile, 'name' | 'mediaType' | 'attachment'>[];
}

/** What the list and the window show of one conversation, by the address of the person or room. */
export interface Conversation {
  readonly address: string;
  readonly kind: ConversationKind;
  /** The name it had when it was last seen here, until who or what it is has been asked again. */
  readonly name?: string;
  readonly timeline: Timeline;
  readonly unread: number;
  /** Those of them that name the person, in a room. */
  readonly mentions: number;
  /** The archive ids of the unread lines, the newest {@link MOST_UNREAD_IDS}: so that reading elsewhere counts them down. */
  readonly unreadIds?: readonly string[];
  /** The server did not take what we last said about a line; until something else is said. */
  readonly refused?: RequestError;
  /** When the last line was written; 0 when there is none. */
  readonly lastAt: number;
  readonly preview?: Preview;
  /** Who is writing just now: addresses, or nicks. */
  readonly typing: readonly string[];
}

/** Everything the views show. Plain data: the leading tab sends it to the others. */
export interface ChatState {
  readonly self: string;
  readonly selfName: string;
  readonly connection: ConnectionView;
  /** The roster of this session has arrived. */
  readonly loaded: boolean;
  /** What to add to this machine's clock to have the server's, in ms. */
  readonly clockOffset: number;
  /** The status the person chose, or has by itself since nobody touched anything ({@link idleSince}). */
  readonly show: OwnShow;
  readonly statusText: string;
  readonly idleSince?: number | undefined;
  readonly settings: PersonalSettings;
  /** What the person wants to be told of. */
  readonly wishes: NotificationWishes;
  /** When another device of the account was last seen to be read or written on; 0 when none was. */
  readonly elsewhereAt: number;
  /** What the person wants of a conversation, by its address. */
  readonly marks: Readonly<Record<string, Mark>>;
  /** Unanswered, by the room. */
  readonly invitations: Readonly<Record<string, Invitation>>;
  readonly mayInvite: boolean;
  /** Whom the person has blocked; undefined until the server has said so. */
  readonly blocked?: readonly string[];
  readonly people: Readonly<Record<string, Person>>;
  /** Whom the server found for a name that was looked for, whether or not they are in the list; and those of them who were opened. */
  readonly found: Readonly<Record<string, Person>>;
  /** What the server was last asked for. */
  readonly lookedFor: string;
  /** Whose presence is known, and followed, though they are no contacts. */
  readonly watched: readonly string[];
  /** Contacts that are no people: aliases, and their conversations. */
  readonly aliases: Readonly<Record<string, AliasContact>>;
  readonly presence: Readonly<Record<string, Readonly<Record<string, Presence>>>>;
  readonly rooms: Readonly<Record<string, Room>>;
  readonly conversations: Readonly<Record<string, Conversation>>;
  /** How far each conversation was read on some device (XEP-0490): archive ids, also of lines that are not known here yet. */
  readonly displayed: Readonly<Record<string, string>>;
  /** What was displayed and is unread again, by conversation. */
  readonly unreadAgain: Readonly<Record<string, UnreadAgain>>;
  /** What was written on another device and not sent; empty when it was sent there, or given up. */
  readonly drafts: Readonly<Record<string, Draft>>;
  /**
   * The files in the composers of all devices, by their ids; `gone` where one was sent or removed, on whatever device or tab. What
   * only this browser has yet is in its storage.
   */
  readonly staged: Readonly<Record<string, SharedStaged | 'gone'>>;
  /** The files of own lines, and of composers, that are not on the server yet, by the line's origin-id. */
  readonly uploads: Readonly<Record<string, Upload>>;
}

/** What is written and not sent, and when it was. */
export interface Draft {
  readonly text: string;
  readonly at: number;
}

export const MOST_UNREAD_IDS = 200;

/** Everything that happens, as plain data: the state is what these events, in order, made of it. */
export type ChatEvent =
  | { readonly type: 'connection'; readonly connection: ConnectionView }
  | { readonly type: 'session-started' }
  | ClockEvent
  | { readonly type: 'self-name'; readonly name: string }
  | StatusEvent
  | MarkEvent
  | UnreadEvent
  | BlockingEvent
  | SearchEvent
  | WatchEvent
  | AliasEvent
  | RoomDeskEvent
  | SettingsEvent
  | WishesEvent
  /** Another device of the account is being read or written on. */
  | { readonly type: 'elsewhere'; readonly at: number }
  | { readonly type: 'may-invite'; readonly mayInvite: boolean }
  | { readonly type: 'roster'; readonly people: readonly Person[] }
  | { readonly type: 'person'; readonly person: Person }
  | { readonly type: 'person-removed'; readonly address: string }
  | {
      readonly type: 'presence';
      readonly address: string;
      readonly resource: string;
      readonly presence?: Presence;
    }
  | { readonly type: 'conversations'; readonly conversations: readonly SavedConversation[] }
  | { readonly type: 'opened'; readonly address: string; readonly kind: ConversationKind }
  | { readonly type: 'loading'; readonly address: string; readonly which: 'first' | 'older' }
  | { readonly type: 'load-failed'; readonly address: string; readonly which: 'first' | 'older' }
  | { readonly type: 'first-page'; readonly address: string; readonly page: HistoryPage }
  | { readonly type: 'older-page'; readonly address: string; readonly page: HistoryPage }
  | { readonly type: 'forgotten'; readonly addresses: readonly string[] | 'all-chats' }
  | {
      readonly type: 'line';
      readonly address: string;
      readonly kind: ConversationKind;
      readonly entry: Entry;
      /** Whether it counts as unread, when it is not our own. */
      readonly counts: boolean;
    }
  | {
      readonly type: 'queued';
      readonly address: string;
      readonly kind: ConversationKind;
      readonly entry: Entry;
    }
  | {
      readonly type: 'amended';
      readonly address: string;
      readonly kind: ConversationKind;
      readonly amendment: Amendment;
    }
  /** The server refused what we said about a line. */
  | {
      readonly type: 'unsaid';
      readonly address: string;
      readonly id: string;
      readonly problem: RequestError;
    }
  /** Another device, or this one, has read up to a line. */
  | { readonly type: 'displayed'; readonly address: string; readonly archiveId: string }
  /** Another device has left this draft; without one, this device goes on from there. */
  | { readonly type: 'draft'; readonly address: string; readonly draft?: Draft }
  /** A file is in the composers of all devices, or another place there. */
  | { readonly type: 'staged'; readonly staged: SharedStaged }
  /** A file is in no composer any more. */
  | { readonly type: 'unstaged'; readonly id: string }
  | { readonly type: 'stored'; readonly address: string; readonly originId: string }
  | {
      readonly type: 'failed';
      readonly address: string;
      readonly originId: string;
      readonly problem: LineProblem;
    }
  /** How far a line's file is; without one there is nothing to upload any more. */
  | { readonly type: 'upload'; readonly originId: string; readonly upload?: Upload }
  /** A line's file is on the server: it has an address now. */
  | {
      readonly type: 'uploaded';
      readonly address: string;
      readonly originId: string;
      readonly file: SharedFile;
    }
  | { readonly type: 'retried'; readonly address: string; readonly originId: string }
  | { readonly type: 'cancelled'; readonly address: string; readonly originId: string }
  | { readonly type: 'read'; readonly address: string }
  | { readonly type: 'typing'; readonly address: string; readonly who: string; readonly on: boolean }
  | { readonly type: 'bookmarks'; readonly bookmarks: readonly Bookmark[] }
  | { readonly type: 'room-joining'; readonly address: string; readonly nick: string; readonly name?: string }
  | { readonly type: 'room-joined'; readonly address: string; readonly nick: string }
  | { readonly type: 'room-name'; readonly address: string; readonly name: string }
  | { readonly type: 'room-picture'; readonly address: string; readonly picture: string | undefined }
  | { readonly type: 'room-closed'; readonly address: string; readonly problem?: Room['problem'] }
  | { readonly type: 'room-removed'; readonly address: string }
  | { readonly type: 'occupant'; readonly address: string; readonly occupant: Occupant }
  | { readonly type: 'occupant-gone'; readonly address: string; readonly nick: string }
  | {
      readonly type: 'occupant-renamed';
      readonly address: string;
      readonly from: string;
      readonly to: string;
    }
  | { readonly type: 'subject'; readonly address: string; readonly subject: string };

/** What outlives the page: enough for the list, and for the next session to count on. */
export interface SavedConversation {
  readonly address: string;
  readonly kind: ConversationKind;
  readonly name?: string;
  readonly unread: number;
  readonly mentions?: number;
  readonly unreadIds?: readonly string[];
  readonly lastAt: number;
  readonly preview?: Preview;
}

export function initialState(self: string): ChatState {
  return {
    self,
    selfName: '',
    connection: { kind: 'connecting', attempt: 0 },
    loaded: false,
    clockOffset: 0,
    show: 'available',
    statusText: '',
    settings: DEFAULT_SETTINGS,
    wishes: DEFAULT_WISHES,
    elsewhereAt: 0,
    marks: {},
    invitations: {},
    mayInvite: false,
    people: {},
    found: {},
    lookedFor: '',
    watched: [],
    aliases: {},
    presence: {},
    rooms: {},
    conversations: {},
    displayed: {},
    unreadAgain: {},
    drafts: {},
    staged: {},
    uploads: {},
  };
}
