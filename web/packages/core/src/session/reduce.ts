import { jid } from '@stoa/xmpp';
import type { Room } from '../rooms/types.ts';
import * as timelines from '../timeline/reduce.ts';
import { type Entry, type Timeline, emptyTimeline } from '../timeline/types.ts';
import type { ChatEvent, ChatState, Conversation, ConversationKind, Preview } from './state.ts';

/** The state after an event. Pure, total, and the same in every tab. */
export function reduce(state: ChatState, event: ChatEvent): ChatState {
  switch (event.type) {
    case 'connection':
      return { ...state, connection: event.connection };
    case 'session-started':
      return startAfresh(state);
    case 'self-name':
      return { ...state, selfName: event.name };
    case 'show':
      return { ...state, show: event.show };
    case 'may-invite':
      return { ...state, mayInvite: event.mayInvite };

    case 'roster':
      return { ...state, loaded: true, people: Object.fromEntries(event.people.map((p) => [p.address, p])) };
    case 'person':
      return { ...state, people: { ...state.people, [event.person.address]: event.person } };
    case 'person-removed':
      return { ...state, people: without(state.people, event.address) };
    case 'presence':
      return withPresence(state, event);

    case 'conversations':
      return {
        ...state,
        conversations: {
          ...Object.fromEntries(
            event.conversations.map((c) => [c.address, { ...c, timeline: emptyTimeline, typing: [] }]),
          ),
          ...state.conversations,
        },
      };
    case 'opened':
      return withConversation(state, event.address, event.kind, (c) => c);
    case 'loading':
      return withTimeline(state, event.address, (t) =>
        event.which === 'first' ? { ...t, status: 'loading' } : { ...t, older: 'loading' },
      );
    case 'load-failed':
      return withTimeline(state, event.address, (t) =>
        event.which === 'first' ? { ...timelines.forgotten(t), status: 'failed' } : { ...t, older: 'failed' },
      );
    case 'first-page':
      return withTimeline(state, event.address, (t) => timelines.firstPage(t, event.page), true);
    case 'older-page':
      return withTimeline(state, event.address, (t) => timelines.olderPage(t, event.page));
    case 'forgotten':
      return forgetting(state, event.addresses);

    case 'line':
      return withLine(state, event.address, event.kind, event.entry, event.counts);
    case 'queued':
      return withConversation(state, event.address, event.kind, (c) => ({
        ...c,
        timeline: timelines.queued(c.timeline, event.entry),
        ...summary(c, event.entry),
      }));
    case 'stored':
      return withTimeline(state, event.address, (t) => timelines.stored(t, event.originId));
    case 'failed':
      return withTimeline(state, event.address, (t) => timelines.failed(t, event.originId, event.problem));
    case 'retried':
      return withTimeline(state, event.address, (t) => timelines.retried(t, event.originId));
    case 'cancelled':
      return withTimeline(state, event.address, (t) => timelines.cancelled(t, event.originId));
    case 'read':
      return withKnown(state, event.address, (c) => (c.unread === 0 ? c : { ...c, unread: 0 }));
    case 'typing':
      return withKnown(state, event.address, (c) => withTyping(c, event.who, event.on));

    case 'bookmarks': {
      const kept = new Set(event.bookmarks.map((b) => b.address));
      // What this browser remembers of a room that another device let go.
      const conversations = Object.values(state.conversations).filter(
        (c) => c.kind === 'chat' || kept.has(c.address) || state.rooms[c.address] || c.name === undefined,
      );
      let next = { ...state, conversations: Object.fromEntries(conversations.map((c) => [c.address, c])) };
      for (const b of event.bookmarks) {
        next = withRoom(next, b.address, (r) => ({ ...r, name: b.name || r.name, nick: b.nick ?? r.nick }));
        next = withConversation(next, b.address, 'room', (c) => c);
      }
      return next;
    }
    case 'room-joining':
      return withConversation(
        withRoom(state, event.address, ({ problem: _, ...r }) => ({
          ...r,
          status: 'joining',
          nick: event.nick,
          name: event.name ?? r.name,
          occupants: {},
        })),
        event.address,
        'room',
        (c) => c,
      );
    case 'room-joined':
      return withRoom(state, event.address, ({ problem: _, ...r }) => ({
        ...r,
        status: 'joined',
        nick: event.nick,
      }));
    case 'room-name':
      return withRoom(state, event.address, (r) => ({ ...r, name: event.name }));
    case 'room-closed':
      return withRoom(state, event.address, ({ problem: _, ...r }) => ({
        ...r,
        status: 'out',
        occupants: {},
        ...(event.problem ? { problem: event.problem } : {}),
      }));
    case 'room-removed':
      return {
        ...state,
        rooms: without(state.rooms, event.address),
        conversations: without(state.conversations, event.address),
      };
    case 'occupant':
      return withRoom(state, event.address, (r) => ({
        ...r,
        occupants: { ...r.occupants, [event.occupant.nick]: event.occupant },
      }));
    case 'occupant-gone':
      return withRoom(state, event.address, (r) => ({ ...r, occupants: without(r.occupants, event.nick) }));
    case 'occupant-renamed':
      return withRoom(state, event.address, (r) => {
        const occupant = r.occupants[event.from];
        return {
          ...r,
          nick: r.nick === event.from ? event.to : r.nick,
          occupants: {
            ...without(r.occupants, event.from),
            ...(occupant ? { [event.to]: { ...occupant, nick: event.to } } : {}),
          },
        };
      });
    case 'subject':
      return withRoom(state, event.address, (r) => ({ ...r, subject: event.subject }));
  }
}

/** A new session knows nothing of who is where; lines and counts stay. */
function startAfresh(state: ChatState): ChatState {
  return {
    ...state,
    presence: {},
    rooms: mapValues(state.rooms, (r): Room => ({
      ...r,
      status: r.status === 'out' ? 'out' : 'joining',
      occupants: {},
    })),
    conversations: mapValues(state.conversations, (c) => ({
      ...c,
      typing: [],
      timeline: timelines.withoutRequests(c.timeline),
    })),
  };
}

function withPresence(state: ChatState, event: ChatEvent & { type: 'presence' }): ChatState {
  const resources = without(state.presence[event.address] ?? {}, event.resource);
  const next = event.presence ? { ...resources, [event.resource]: event.presence } : resources;
  const presence = { ...without(state.presence, event.address) };
  if (Object.keys(next).length > 0) presence[event.address] = next;
  const after = { ...state, presence };
  return event.presence ? after : withKnown(after, event.address, (c) => withTyping(c, event.address, false));
}

function withLine(
  state: ChatState,
  address: string,
  kind: ConversationKind,
  entry: Entry,
  counts: boolean,
): ChatState {
  return withConversation(state, address, kind, (c) => ({
    ...c,
    timeline: timelines.arrived(c.timeline, entry),
    // Writing from another device means having read.
    unread: entry.own ? 0 : c.unread + (counts ? 1 : 0),
    typing: c.typing.filter((who) => who !== entry.author),
    ...summary(c, entry),
  }));
}

/** The list's view of a conversation after a line; an older line changes nothing. */
function summary(c: Conversation, entry: Entry): { lastAt: number; preview?: Preview } {
  if (entry.at < c.lastAt) return { lastAt: c.lastAt, ...(c.preview ? { preview: c.preview } : {}) };
  return {
    lastAt: entry.at,
    preview: { own: entry.own, author: entry.author, body: entry.body.slice(0, 160) },
  };
}

function withTyping(c: Conversation, who: string, on: boolean): Conversation {
  if (c.typing.includes(who) === on) return c;
  return { ...c, typing: on ? [...c.typing, who] : c.typing.filter((w) => w !== who) };
}

function withConversation(
  state: ChatState,
  address: string,
  kind: ConversationKind,
  change: (c: Conversation) => Conversation,
): ChatState {
  const known = state.conversations[address] ?? {
    address,
    kind,
    timeline: emptyTimeline,
    unread: 0,
    lastAt: 0,
    typing: [],
  };
  return { ...state, conversations: { ...state.conversations, [address]: change(known) } };
}

function withKnown(state: ChatState, address: string, change: (c: Conversation) => Conversation): ChatState {
  const known = state.conversations[address];
  return known ? withConversation(state, address, known.kind, change) : state;
}

function withTimeline(
  state: ChatState,
  address: string,
  change: (t: Timeline) => Timeline,
  summarise = false,
): ChatState {
  return withKnown(state, address, (c) => {
    const timeline = change(c.timeline);
    const last = summarise ? timeline.entries.at(-1) : undefined;
    return { ...c, timeline, ...(last ? summary(c, last) : {}) };
  });
}

function withRoom(state: ChatState, address: string, change: (r: Room) => Room): ChatState {
  const known = state.rooms[address] ?? {
    address,
    name: jid.local(address),
    nick: '',
    status: 'out' as const,
    subject: '',
    occupants: {},
  };
  return { ...state, rooms: { ...state.rooms, [address]: change(known) } };
}

function forgetting(state: ChatState, addresses: readonly string[] | 'all-chats'): ChatState {
  return {
    ...state,
    conversations: mapValues(state.conversations, (c) => {
      const affected = addresses === 'all-chats' ? c.kind === 'chat' : addresses.includes(c.address);
      return affected ? { ...c, timeline: timelines.forgotten(c.timeline) } : c;
    }),
  };
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _, ...rest } = record;
  return rest;
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
