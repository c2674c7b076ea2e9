import type { LoginRefusal, RequestError } from '@stoa/xmpp';
import type { Person, Presence, Show } from '../people/types.ts';
import type { Bookmark, Occupant, Room } from '../rooms/types.ts';
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
}

/** What the list and the window show of one conversation, by the address of the person or room. */
export interface Conversation {
  readonly address: string;
  readonly kind: ConversationKind;
  /** The name it had when it was last seen here, until who or what it is has been asked again. */
  readonly name?: string;
  readonly timeline: Timeline;
  readonly unread: number;
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
  readonly show: Show;
  readonly mayInvite: boolean;
  readonly people: Readonly<Record<string, Person>>;
  readonly presence: Readonly<Record<string, Readonly<Record<string, Presence>>>>;
  readonly rooms: Readonly<Record<string, Room>>;
  readonly conversations: Readonly<Record<string, Conversation>>;
}

/** Everything that happens, as plain data: the state is what these events, in order, made of it. */
export type ChatEvent =
  | { readonly type: 'connection'; readonly connection: ConnectionView }
  | { readonly type: 'session-started' }
  | { readonly type: 'self-name'; readonly name: string }
  | { readonly type: 'show'; readonly show: Show }
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
  | { readonly type: 'stored'; readonly address: string; readonly originId: string }
  | {
      readonly type: 'failed';
      readonly address: string;
      readonly originId: string;
      readonly problem: RequestError;
    }
  | { readonly type: 'retried'; readonly address: string; readonly originId: string }
  | { readonly type: 'cancelled'; readonly address: string; readonly originId: string }
  | { readonly type: 'read'; readonly address: string }
  | { readonly type: 'typing'; readonly address: string; readonly who: string; readonly on: boolean }
  | { readonly type: 'bookmarks'; readonly bookmarks: readonly Bookmark[] }
  | { readonly type: 'room-joining'; readonly address: string; readonly nick: string; readonly name?: string }
  | { readonly type: 'room-joined'; readonly address: string; readonly nick: string }
  | { readonly type: 'room-name'; readonly address: string; readonly name: string }
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
  readonly lastAt: number;
  readonly preview?: Preview;
}

export function initialState(self: string): ChatState {
  return {
    self,
    selfName: '',
    connection: { kind: 'connecting', attempt: 0 },
    loaded: false,
    show: 'available',
    mayInvite: false,
    people: {},
    presence: {},
    rooms: {},
    conversations: {},
  };
}
