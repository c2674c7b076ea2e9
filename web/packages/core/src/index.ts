/** The chat without its looks: sessions, people, rooms, timelines, the outbox, and the tabs that share them. Needs no DOM. */
export { PAGE_LINES } from './archive/paging.ts';
export { colourOf, hueOf } from './colour/consistent-colour.ts';
export { type ListItem, type ListView, listOf, nameOf } from './people/list-view-model.ts';
export { type Availability, type Person, type Presence, type Show, availabilityOf } from './people/types.ts';
export type { Affiliation, ListedRoom, Occupant, Role, Room, RoomProblem } from './rooms/types.ts';
export type { ApiToken, Command, CommandValue } from './session/commands.ts';
export { Engine, type EngineOptions } from './session/engine.ts';
export { reduce } from './session/reduce.ts';
export {
  type ChatEvent,
  type ChatState,
  type ConnectionView,
  type Conversation,
  type ConversationKind,
  type Preview,
  initialState,
} from './session/state.ts';
export { openIndexedDb } from './storage/indexed-db.ts';
export { memoryStorage } from './storage/memory.ts';
export type { AccountStorage, OutboxItem } from './storage/storage.ts';
export { TabGroup } from './tabs/tab-group.ts';
export { broadcastChannel, webLocks } from './tabs/tabs.ts';
export { type Row, dayOf, firstUnread, rowsOf } from './timeline/timeline-view-model.ts';
export { type Entry, type Timeline, emptyTimeline } from './timeline/types.ts';
