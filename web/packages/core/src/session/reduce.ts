import { jid } from '@stoa/xmpp';
import type { SharedFile } from '../files/types.ts';
import {
  type Unread,
  type UnreadEvent,
  againAfter,
  againDisplayed,
  counting,
  onlyBehind,
  wroteSince,
} from '../marks/unread-again.ts';
import { mentionsUs, ourselvesIn } from '../messages/mentions.ts';
import type { Person } from '../people/types.ts';
import type { RoomRequest } from '../rooms/room-commands.ts';
import type { Room } from '../rooms/types.ts';
import type { Amendment } from '../timeline/amendments.ts';
import { type Line, linesOf } from '../timeline/lines.ts';
import * as timelines from '../timeline/reduce.ts';
import { type Entry, type Timeline, emptyTimeline } from '../timeline/types.ts';
import {
  type ChatEvent,
  type ChatState,
  type Conversation,
  type ConversationKind,
  MOST_UNREAD_IDS,
  type Preview,
} from './state.ts';

/** The state after an event. Pure, total, and the same in every tab. */
export function reduce(state: ChatState, event: ChatEvent): ChatState {
  switch (event.type) {
    case 'connection':
      return { ...state, connection: event.connection };
    case 'session-started':
      return startAfresh(state);
    case 'clock':
      return { ...state, clockOffset: event.offset };
    case 'self-name':
      return { ...state, selfName: event.name };
    case 'show':
      return withStatus(state, event);
    case 'mark':
      return { ...state, marks: { ...state.marks, [event.address]: event.mark } };
    case 'unread':
      return withUnreadAgain(state, event);
    case 'invited':
      return {
        ...state,
        invitations: { ...state.invitations, [event.invitation.room]: event.invitation },
      };
    case 'invitation-over':
      return { ...state, invitations: without(state.invitations, event.room) };
    case 'room-asked':
      return withRoom(state, event.address, (r) => ({
        ...r,
        requests: [...(r.requests ?? []).filter(({ id }) => id !== event.request.id), event.request],
      }));
    case 'room-answered':
      return withRoom(state, event.address, (r) => ({
        ...r,
        requests: (r.requests ?? []).filter(({ id }) => id !== event.id),
      }));
    case 'blocked':
      return { ...state, blocked: event.addresses };
    case 'found':
      return { ...state, found: withFound(state, event.people), lookedFor: event.text };
    case 'aliases':
      return { ...state, aliases: Object.fromEntries(event.aliases.map((a) => [a.address, a])) };
    case 'alias-thread':
      return { ...state, aliases: { ...state.aliases, [event.thread.address]: event.thread } };
    case 'alias-thread-closed':
      return { ...state, aliases: without(state.aliases, event.address) };
    case 'settings':
      return { ...state, settings: event.settings };
    case 'wishes':
      return { ...state, wishes: event.wishes };
    case 'elsewhere':
      return { ...state, elsewhereAt: Math.max(state.elsewhereAt, event.at) };
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
    case 'watched':
      return withWatched(state, event.addresses);

    case 'conversations':
      return {
        ...state,
        conversations: {
          ...Object.fromEntries(
            event.conversations.map((c) => [
              c.address,
              { ...c, mentions: c.mentions ?? 0, timeline: emptyTimeline, typing: [] },
            ]),
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
    case 'amended':
      return withAmendment(state, event.address, event.kind, event.amendment);
    case 'unsaid':
      return withKnown(state, event.address, (c) => ({
        ...c,
        timeline: timelines.unsaid(c.timeline, event.id),
        refused: event.problem,
      }));
    case 'displayed':
      return withDisplayed(state, event.address, event.archiveId);
    case 'draft':
      return {
        ...state,
        drafts: event.draft
          ? { ...state.drafts, [event.address]: event.draft }
          : without(state.drafts, event.address),
      };
    case 'staged':
      return state.staged[event.staged.id] === 'gone'
        ? state
        : { ...state, staged: { ...state.staged, [event.staged.id]: event.staged } };
    case 'unstaged':
      return { ...state, staged: { ...state.staged, [event.id]: 'gone' } };
    case 'upload':
      return {
        ...state,
        uploads: event.upload
          ? { ...state.uploads, [event.originId]: event.upload }
          : without(state.uploads, event.originId),
      };
    case 'uploaded':
      return withTimeline(state, event.address, (t) => timelines.uploaded(t, event.originId, event.file));
    case 'stored':
      return withTimeline(state, event.address, (t) => timelines.stored(t, event.originId));
    case 'failed':
      return withTimeline(state, event.address, (t) => timelines.failed(t, event.originId, event.problem));
    case 'retried':
      return withTimeline(state, event.address, (t) => timelines.retried(t, event.originId));
    case 'cancelled':
      return withTimeline(state, event.address, (t) => timelines.cancelled(t, event.originId));
    case 'read':
      return withKnown(
        { ...state, unreadAgain: without(state.unreadAgain, event.address) },
        event.address,
        (c) => (c.unread === 0 ? c : { ...c, ...unreadOf([]) }),
      );
    case 'typing':
      return withKnown(state, event.address, (c) => withTyping(c, event.who, event.on));

    case 'bookmarks': {
      const kept = new Set(event.bookmarks.map((b) => b.address));
      // What this browser remembers of a room that another device let go.
      const conversations = Object.values(state.conversations).filter(
        (c) => c.kind === 'chat' || kept.has(c.address) || state.rooms[c.address] || c.name === undefined,
      );
      const marks = Object.fromEntries(event.bookmarks.map((b) => [b.address, b.mark]));
      let next: ChatState = {
        ...state,
        marks: { ...state.marks, ...marks },
        conversations: Object.fromEntries(conversations.map((c) => [c.address, c])),
      };
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
    case 'room-picture':
      return withRoom(state, event.address, ({ picture: _, ...r }) => ({
        ...r,
        ...(event.picture === undefined ? {} : { picture: event.picture }),
      }));
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
        ...(r.requests ? { requests: notIn(r.requests, event.occupant.address) } : {}),
      }));
    case 'occupant-gone': {
      const quiet = withKnown(state, event.address, (c) => withTyping(c, event.nick, false));
      return withRoom(quiet, event.address, (r) => ({
        ...r,
        occupants: without(r.occupants, event.nick),
        ...(r.requests ? { requests: stillAsked(r.requests, event.nick) } : {}),
      }));
    }
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
    default:
      // A leading tab of a later build may tell what this one does not know.
      event satisfies never;
      return state;
  }
}

/** What was found before is forgotten, for people go; but whoever was opened keeps the name they were found by. */
function withFound(state: ChatState, people: readonly Person[]): ChatState['found'] {
  const opened = Object.values(state.found).filter((p) => state.conversations[p.address]);
  return Object.fromEntries([...opened, ...people].map((p) => [p.address, p]));
}

/** Who has come in needs to ask no more to become a member. */
const notIn = (requests: readonly RoomRequest[], address = '') =>
  requests.filter((r) => r.wants !== 'membership' || r.address !== jid.bare(address));

/** Who is gone speaks no more; who asks to become a member is not inside anyway. */
const stillAsked = (requests: readonly RoomRequest[], nick: string) =>
  requests.filter((r) => r.wants !== 'voice' || r.nick !== nick);

/** A new session knows nothing of who is where; lines and counts stay. */
function startAfresh(state: ChatState): ChatState {
  return {
    ...state,
    presence: {},
    watched: [],
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

/** Who appears offline is told of nobody either. */
function withStatus(state: ChatState, event: ChatEvent & { type: 'show' }): ChatState {
  const { show, statusText, idleSince } = event;
  const nobody = show === 'offline' ? { presence: {}, watched: [] } : {};
  return { ...state, show, statusText, idleSince, ...nobody };
}

function withPresence(state: ChatState, event: ChatEvent & { type: 'presence' }): ChatState {
  const resources = without(state.presence[event.address] ?? {}, event.resource);
  const next = event.presence ? { ...resources, [event.resource]: event.presence } : resources;
  const presence = { ...without(state.presence, event.address) };
  if (Object.keys(next).length > 0) presence[event.address] = next;
  const after = { ...state, presence };
  return event.presence ? after : withKnown(after, event.address, (c) => withTyping(c, event.address, false));
}

/** Of people of the domain who are neither contacts nor watched, nothing is known any more. */
function withWatched(state: ChatState, watched: readonly string[]): ChatState {
  const domain = jid.domain(state.self);
  const known = (address: string) =>
    jid.domain(address) !== domain ||
    address === state.self ||
    state.people[address] !== undefined ||
    watched.includes(address);
  const presence = Object.fromEntries(Object.entries(state.presence).filter(([address]) => known(address)));
  return { ...state, watched, presence };
}

function withLine(
  state: ChatState,
  address: string,
  kind: ConversationKind,
  entry: Entry,
  counts: boolean,
): ChatState {
  const us = ourselvesIn(kind === 'room' ? state.rooms[address] : undefined);
  const names = us !== undefined && mentionsUs(entry, state.self, us);
  const mark = state.unreadAgain[address];
  const again = againAfter(mark, entry);
  const after = (c: Conversation): Unread => {
    if (mark && again === 'last') return counting({ unread: 0, unreadIds: [], mentions: 0 }, mark);
    if (again === 'old') return c;
    return unreadAfter(c, entry, counts ? (names ? 'named' : 'counts') : 'old', state.displayed[address]);
  };
  const before = again === 'over' ? { ...state, unreadAgain: without(state.unreadAgain, address) } : state;
  return withConversation(before, address, kind, (c) => ({
    ...c,
    timeline: timelines.arrived(c.timeline, entry),
    ...unreadIn(after(c)),
    typing: c.typing.filter((who) => who !== entry.author),
    ...summary(c, entry),
  }));
}

/** The list's view of a conversation after a line; an older line changes nothing. */
function summary(c: Conversation, entry: Line): { lastAt: number; preview?: Preview } {
  if (entry.at < c.lastAt) return { lastAt: c.lastAt, ...(c.preview ? { preview: c.preview } : {}) };
  const { archiveId, messageId, originId } = entry;
  const refs = [archiveId, messageId, originId].filter((ref): ref is string => ref !== undefined);
  return {
    lastAt: entry.at,
    preview: {
      own: entry.own,
      author: entry.author,
      body: entry.body.slice(0, LONGEST_PREVIEW),
      refs,
      ...(entry.retracted ? { retracted: true as const } : {}),
      ...(entry.files && !entry.retracted ? { files: entry.files.map(described) } : {}),
    },
  };
}

const LONGEST_PREVIEW = 160;

/** Of a file no more than what the list says of it. */
const described = ({ name, mediaType, attachment }: SharedFile) => ({
  name,
  ...(mediaType ? { mediaType } : {}),
  ...(attachment ? { attachment } : {}),
});

function withAmendment(
  state: ChatState,
  address: string,
  kind: ConversationKind,
  amendment: Amendment,
): ChatState {
  return withConversation(state, address, kind, ({ refused: _, ...c }) => {
    const { preview } = c;
    const concerned = preview?.refs?.includes(amendment.of) ?? false;
    const byAuthor = preview?.own === amendment.own && preview.author === amendment.author;
    const timeline = timelines.amended(c.timeline, amendment);
    if (!preview || !concerned) return { ...c, timeline };
    if (amendment.kind === 'correction' && byAuthor)
      return { ...c, timeline, preview: { ...preview, body: amendment.body.slice(0, LONGEST_PREVIEW) } };
    if (amendment.kind === 'retraction' && (byAuthor || amendment.moderated))
      return { ...c, timeline, preview: { ...withoutFiles(preview), body: '', retracted: true } };
    return { ...c, timeline };
  });
}

const withoutFiles = ({ files: _, ...preview }: Preview): Preview => preview;

const unreadOf = (ids: readonly string[], unread = ids.length, mentions = 0): Unread => ({
  unread,
  unreadIds: ids.slice(-MOST_UNREAD_IDS),
  mentions: Math.min(mentions, unread),
});

/** How a line counts: not at all, among what is unread, or as one that is meant for the person. */
type Counting = 'old' | 'counts' | 'named';

function unreadAfter(c: Conversation, entry: Entry, how: Counting, displayed: string | undefined): Unread {
  // Writing from another device means having read; so does having got as far as this line elsewhere.
  if (entry.own || (entry.archiveId !== undefined && entry.archiveId === displayed)) return unreadOf([]);
  const ids = c.unreadIds ?? [];
  if (how === 'old') return { unread: c.unread, unreadIds: ids, mentions: c.mentions };
  const mentions = c.mentions + (how === 'named' ? 1 : 0);
  return unreadOf(entry.archiveId === undefined ? ids : [...ids, entry.archiveId], c.unread + 1, mentions);
}

/** That of it alone. */
const unreadIn = ({ unread, unreadIds, mentions }: Unread): Unread => ({
  unread,
  mentions,
  ...(unreadIds ? { unreadIds } : {}),
});

/** Lines are unread again, or were read since. */
function withUnreadAgain(state: ChatState, { address, kind, mark }: UnreadEvent): ChatState {
  const cleared = notAgain(state, address);
  if (mark.lines === 0 || wroteSince(state, address, mark)) return cleared;
  const known = cleared.conversations[address] !== undefined;
  const marked = { ...cleared, unreadAgain: { ...cleared.unreadAgain, [address]: mark } };
  // A room that is not there is none we are in: it begins with that if it comes.
  if (!known && kind === 'room') return marked;
  return withConversation(marked, address, kind, (c) => (known ? { ...c, ...counting(c, mark) } : c));
}

/** What was to be read again has been read: unread is what came behind it. */
function notAgain(state: ChatState, address: string): ChatState {
  const { [address]: mark, ...unreadAgain } = state.unreadAgain;
  // A browser that was closed meanwhile has the numbers, and not what they were made of.
  return withKnown(mark ? { ...state, unreadAgain } : state, address, (c) => {
    const behind = c.unreadIds?.length ?? 0;
    return behind < c.unread && behind < MOST_UNREAD_IDS ? { ...c, ...onlyBehind(c) } : c;
  });
}

/** Some device has read up to a line (XEP-0490): also what is to be read again, if it is further than that was. */
function withDisplayed(state: ChatState, address: string, archiveId: string): ChatState {
  const mark = state.unreadAgain[address];
  const how = mark && againDisplayed(state.conversations[address], mark, archiveId);
  if (how === 'late') return state;
  const told = { ...state, displayed: { ...state.displayed, [address]: archiveId } };
  if (how === 'same') return told;
  return withKnown(how ? notAgain(told, address) : told, address, (c) => readUpTo(c, archiveId));
}

/**
 * Another device has read up to a line (XEP-0490). One that we do not know is remembered: it may be on its way. One that was
 * read before changes nothing, for what is unread comes after it anyway.
 */
function readUpTo(c: Conversation, archiveId: string): Conversation {
  if (c.unread === 0) return c;
  const ids = c.unreadIds ?? [];
  const at = ids.indexOf(archiveId);
  if (at >= 0) return { ...c, ...unreadOf(ids.slice(at + 1), ids.length - at - 1, c.mentions) };
  const line = c.timeline.entries.findIndex((e) => e.archiveId === archiveId);
  if (line < 0) return c;
  const after = c.timeline.entries.slice(line + 1).filter((e) => !e.own);
  return after.length < c.unread
    ? {
        ...c,
        ...unreadOf(
          after.flatMap((e) => (e.archiveId ? [e.archiveId] : [])),
          after.length,
          c.mentions,
        ),
      }
    : c;
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
    unread: state.unreadAgain[address]?.lines ?? 0,
    mentions: state.unreadAgain[address]?.mentions ?? 0,
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
    const last = summarise ? linesOf(timeline, c.kind === 'room').at(-1) : undefined;
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
