/** The chat without its looks: sessions, people, rooms, timelines, the outbox, and the tabs that share them. Needs no DOM. */
export { opensNext } from './aliases/hours.ts';
export { isThread } from './aliases/types.ts';
export type { AliasContact, AliasMember } from './aliases/types.ts';
export { PAGE_LINES } from './archive/paging.ts';
export { type Target, reached } from './archive/reach.ts';
export { colourOf, hueOf } from './colour/consistent-colour.ts';
export { fileName, kindOf, mediaType, typeOf } from './files/file-names.ts';
export { httpsUrl, ownPath } from './files/own-files.ts';
export type {
  FileKind,
  KeptFile,
  LineProblem,
  OutgoingFile,
  SharedFile,
  SharedStaged,
  Upload,
  UploadLimit,
} from './files/types.ts';
export {
  type Arrival,
  type Circumstances,
  ELSEWHERE_MS,
  type Verdict,
  decide,
  isQuiet,
} from './notifications/decide.ts';
export type { NotificationCommand } from './notifications/desk.ts';
export { type Mirror, type MirrorWords, type Mirrors, openMirrors } from './notifications/mirror.ts';
export { type PushTold, type Shown, decidePush, readPush, shownOf } from './notifications/push-told.ts';
export type { PushAddress } from './notifications/web-push.ts';
export {
  DEFAULT_WISHES,
  LONGEST_KEYWORD,
  MOST_KEYWORDS,
  type NotificationWishes,
  type WishesChange,
  type QuietHours,
} from './notifications/wishes.ts';
export { unreadNumber } from './marks/counting.ts';
export { type Mark, type Notify, UNMARKED, notifyOf } from './marks/marks.ts';
export type { MessageExtras } from './messages/extras.ts';
export { mentionsUs, ourselvesIn } from './messages/mentions.ts';
export { type ListItem, type ListView, listOf, nameOf, statusOf, toWatch } from './people/list-view-model.ts';
export { neighbour } from './people/neighbour.ts';
export { AWAY_AFTER_MINUTES, type PersonalSettings } from './settings/settings.ts';
export { STATUS_TEXT_MAX } from './status/own-status.ts';
export { shownName, shownText } from './texts/shown-text.ts';
export {
  type Availability,
  type OwnShow,
  type Person,
  type Presence,
  type Show,
  availabilityOf,
} from './people/types.ts';
export type { Device, OwnCard } from './account/account.ts';
export type { Avatar } from './account/card.ts';
export type { DataForm, FormField } from './forms/data-form.ts';
export type {
  Affiliated,
  HatChange,
  Invitation,
  RoomCommand,
  RoomHat,
  RoomHats,
  RoomInfo,
  RoomRequest,
} from './rooms/room-commands.ts';
export type { Affiliation, Hat, ListedRoom, Occupant, Role, Room, RoomProblem } from './rooms/types.ts';
export type { ApiToken, Command, CommandValue } from './session/commands.ts';
export { Engine, type EngineOptions } from './session/engine.ts';
export { reduce } from './session/reduce.ts';
export {
  type ChatEvent,
  type ChatState,
  type ConnectionView,
  type Conversation,
  type ConversationKind,
  type Draft,
  type Preview,
  initialState,
} from './session/state.ts';
export { openIndexedDb } from './storage/indexed-db.ts';
export type { AccountStorage, OutboxItem } from './storage/storage.ts';
export { TabGroup } from './tabs/tab-group.ts';
export { broadcastChannel, webLocks } from './tabs/tabs.ts';
export {
  type Line,
  type Reaction,
  type Version,
  lineNamed,
  linesOf,
  ownReactions,
} from './timeline/lines.ts';
export { type Row, dayOf, firstUnread, keyBetween, rowsOf } from './timeline/timeline-view-model.ts';
export {
  type Entry,
  type Mention,
  type Reply,
  type Retracted,
  type Timeline,
  emptyTimeline,
} from './timeline/types.ts';
export { type OccupantAct, mayDo, mayGiveHats } from './rooms/may.ts';
export { occupantAddress } from './rooms/occupant-address.ts';
export type { PeerTime } from './time/entity-time.ts';
export { linesWith } from './timeline/find.ts';
export { type StorageProblem, lasting } from './storage/lasting.ts';
