import { isThread } from '../aliases/types.ts';
import { type Counted, counted } from '../marks/counting.ts';
import { type Mark, notifyOf } from '../marks/marks.ts';
import type { Room } from '../rooms/types.ts';
import type { ChatState, Conversation, ConversationKind, Preview } from '../session/state.ts';
import { fold, foldedName, hasWord } from './folded.ts';
import { type Availability, type Person, availabilityOf } from './types.ts';

/** One row of the list: a room or a person. */
export interface ListItem extends Counted {
  readonly address: string;
  readonly kind: ConversationKind;
  readonly name: string;
  /** An address several people answer for, or a conversation with it. */
  readonly alias?: true;
  /** Undefined for rooms and aliases, which have none, and for people of whom it is not known. */
  readonly availability?: Availability;
  readonly status?: string;
  readonly roomStatus?: Room['status'];
  readonly pinned: boolean;
  /** Put away: nothing has been said since. */
  readonly archived: boolean;
  /** All unread lines, counted or not. */
  readonly unread: number;
  readonly lastAt: number;
  readonly preview?: Preview;
  readonly typing: boolean;
}

export interface ListView {
  /** Aliases, and their conversations that the person answers in: before all others. */
  readonly aliases: readonly ListItem[];
  readonly rooms: readonly ListItem[];
  readonly people: readonly ListItem[];
  /** Rooms and people that were put away, until something is said there (E11). */
  readonly archived: readonly ListItem[];
  /** What a filter finds, the likeliest first; empty without one. */
  readonly results: readonly ListItem[];
  /** How many more it finds than are shown. */
  readonly more: number;
  /** The sum of the numbers, for the page's title and icon. */
  readonly unread: number;
  /** People who are not listed since they are offline. */
  readonly hidden: number;
}

/** A search is refined, not scrolled: this many results are shown. */
export const RESULTS_MAX = 50;

/**
 * The list as it is shown. Only messages move a row: what is pinned first, then talk, the latest on top, then by name; presence
 * and typing never reorder. A filter finds rooms and people together: whom one has talked with lately where a word of their
 * name begins so, then those whose name or address begins so, then a word of it, then any part.
 */
export function listOf(state: ChatState, filter: string, showOffline: boolean): ListView {
  const rooms = everyRoom(state).sort((a, b) => names.compare(a.name, b.name));
  const everyone = everybody(state);
  const aliases = everyone.filter((p) => p.alias);
  const people = aliases.length > 0 ? everyone.filter((p) => !p.alias) : everyone;
  let unread = 0;
  for (const item of rooms) unread += item.number;
  for (const item of everyone) unread += item.number;
  if (filter.trim()) {
    const others = strangers(state);
    const found = [...matching(aliases, filter), ...matching([...rooms, ...people, ...others], filter)];
    const results = found.slice(0, RESULTS_MAX);
    return {
      aliases: [],
      rooms: [],
      people: [],
      archived: [],
      results,
      more: found.length - results.length,
      unread,
      hidden: 0,
    };
  }
  const kept = people.filter((p) => !p.archived);
  const shown = showOffline
    ? kept
    : kept.filter((p) => p.availability !== 'offline' || p.unread > 0 || p.lastAt > 0 || p.pinned);
  return {
    aliases: aliases.sort(byTalk),
    rooms: rooms.filter((r) => !r.archived).sort(byTalk),
    people: [...shown].sort(byTalk),
    archived: [...rooms, ...people].filter((i) => i.archived).sort(byTalk),
    results: [],
    more: 0,
    unread,
    hidden: kept.length - shown.length,
  };
}

/** The rooms we know, and those this browser remembers until the bookmarks have been read. */
function everyRoom(state: ChatState): ListItem[] {
  const item = (address: string, name: string, roomStatus: Room['status']): ListItem => ({
    ...ofConversation(state, address),
    address,
    kind: 'room',
    name,
    roomStatus,
  });
  return [
    ...Object.values(state.rooms).map((r) => item(r.address, r.name, r.status)),
    ...Object.values(state.conversations)
      .filter((c) => c.kind === 'room' && !state.rooms[c.address] && c.name !== undefined)
      .map((c) => item(c.address, nameOf(state, c.address), 'joining')),
  ];
}

function everybody(state: ChatState): ListItem[] {
  const items = [...listed(state)];
  for (const c of Object.values(state.conversations)) {
    // A conversation of an alias that is closed is nobody's contact.
    const closed = isThread(c.address, domainOf(state.self));
    if (c.kind === 'chat' && !closed && !state.people[c.address] && (c.lastAt > 0 || c.unread > 0))
      items.push(chatItem(state, c.address, nameOf(state, c.address)));
  }
  return items;
}

/** What the items of the roster are made of. A key, and the server's answer to it, change nothing of this. */
const partsOf = (state: ChatState): readonly unknown[] => [
  state.self,
  state.people,
  state.conversations,
  state.marks,
  state.presence,
  state.aliases,
];

let last: { readonly parts: readonly unknown[]; readonly items: readonly ListItem[] } | undefined;

/** The roster, by name. Asking 10,000 people whether anything is new about them takes longer than finding some among them. */
function listed(state: ChatState): readonly ListItem[] {
  const parts = partsOf(state);
  if (last?.parts.every((part, i) => part === parts[i])) return last.items;
  const people = byName(state.people).filter(({ address }) => address !== state.self);
  const items = people.map((person) => personItem(state, person));
  last = { parts, items };
  return items;
}

/** Whom the server found beside those of the list. */
function strangers(state: ChatState): ListItem[] {
  return Object.values(state.found).flatMap(({ address, name }) =>
    isListed(state, address) ? [] : chatItem(state, address, name),
  );
}

function isListed(state: ChatState, address: string): boolean {
  const c = state.conversations[address];
  const talked = c !== undefined && (c.lastAt > 0 || c.unread > 0);
  return talked || state.people[address] !== undefined || address === state.self;
}

/** Those of the people shown whose presence comes only if it is asked for: they are of the domain, and no contacts. */
export const toWatch = (state: ChatState, addresses: readonly string[]): readonly string[] =>
  addresses.filter(
    (address) =>
      domainOf(address) === domainOf(state.self) &&
      address !== state.self &&
      state.people[address] === undefined &&
      !isAlias(state, address),
  );

/** What is known of where a person is: nothing of who is neither listed nor watched. An alias is nowhere. */
export function statusOf(state: ChatState, address: string): Pick<ListItem, 'availability' | 'status'> {
  if (!isListed(state, address) && !state.watched.includes(address)) return {};
  const resources = state.presence[address];
  const status = resources && Object.values(resources).find((p) => p.status)?.status;
  return {
    ...(isAlias(state, address) ? {} : { availability: availabilityOf(resources) }),
    ...(status ? { status } : {}),
  };
}

/** What an item was made of: as long as that is the same, so is the item, and nothing about its row is done again. */
interface Made {
  readonly conversation: Conversation | undefined;
  readonly mark: Mark | undefined;
  readonly resources: ChatState['presence'][string] | undefined;
  readonly alias: boolean;
  readonly item: ListItem;
}

const made = new WeakMap<Person, Made>();

function personItem(state: ChatState, person: Person): ListItem {
  const { address } = person;
  const conversation = state.conversations[address];
  const mark = state.marks[address];
  const resources = state.presence[address];
  const alias = isAlias(state, address);
  const last = made.get(person);
  if (
    last &&
    last.alias === alias &&
    last.conversation === conversation &&
    last.mark === mark &&
    last.resources === resources
  )
    return last.item;
  const item = chatItem(state, address, person.name);
  made.set(person, { conversation, mark, resources, alias, item });
  return item;
}

function chatItem(state: ChatState, address: string, name: string): ListItem {
  return {
    ...ofConversation(state, address),
    address,
    kind: 'chat',
    name,
    ...(isAlias(state, address) ? { alias: true as const } : {}),
    ...statusOf(state, address),
  };
}

function ofConversation(state: ChatState, address: string) {
  const c = state.conversations[address];
  return {
    ...counted(state, c),
    pinned: state.marks[address]?.pinned ?? false,
    archived: !isAlias(state, address) && isArchived(state.marks[address], c),
    muted: notifyOf(state.marks[address]) === 'never',
    unread: c?.unread ?? 0,
    lastAt: c?.lastAt ?? 0,
    typing: c?.kind === 'chat' && c.typing.length > 0,
    ...(c?.preview ? { preview: c.preview } : {}),
  };
}

const isArchived = (mark: Mark | undefined, c: Conversation | undefined): boolean =>
  mark?.archivedAt !== undefined && mark.archivedAt >= (c?.lastAt ?? 0);

/** The name to show for an address: of a person, a room, an occupant, or ourselves. */
export function nameOf(state: ChatState, address: string): string {
  if (address === state.self)
    return state.selfName || state.people[address]?.name || capitalised(local(address));
  const known =
    state.people[address]?.name ??
    state.rooms[address]?.name ??
    state.conversations[address]?.name ??
    state.found[address]?.name;
  if (known) return known;
  const slash = address.indexOf('/');
  return slash < 0 ? local(address) || address : address.slice(slash + 1);
}

/** Before the server has said what the aliases are, those that this roster has of them are known by their addresses. */
const isAlias = (state: ChatState, address: string): boolean =>
  state.aliases[address] !== undefined || isThread(address, domainOf(state.self));

const domainOf = (address: string) => address.slice(address.indexOf('@') + 1);
const local = (address: string) => address.slice(0, Math.max(0, address.indexOf('@')));
const capitalised = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

const names = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

/** Of items that stand by name already. */
function byTalk(a: ListItem, b: ListItem): number {
  if (a.pinned !== b.pinned) return a.pinned ? -1 : 1;
  return b.lastAt - a.lastAt;
}

/** Comparing 10,000 names takes longer than a key may: it is done once for each roster, not for each view of it. */
const ordered = new WeakMap<ChatState['people'], readonly Person[]>();

function byName(people: ChatState['people']): readonly Person[] {
  const known = ordered.get(people);
  if (known) return known;
  const made = Object.values(people).sort((a, b) => names.compare(a.name, b.name));
  ordered.set(people, made);
  return made;
}

function matching(items: readonly ListItem[], filter: string): ListItem[] {
  const wanted = fold(filter);
  const ranks: readonly ListItem[][] = [[], [], [], []];
  for (const item of items) {
    const rank = rankOf(item, wanted);
    if (rank !== undefined) ranks[rank]?.push(item);
  }
  return ranks.flatMap((found) => found.sort((a, b) => b.lastAt - a.lastAt));
}

function rankOf(item: ListItem, wanted: string): number | undefined {
  const { name, address, local: user } = foldedName(item);
  const within = name.includes(wanted);
  const begins = address.startsWith(wanted) || (within && name.startsWith(wanted));
  const word = begins || (within && hasWord(name, wanted));
  if (word && item.lastAt > 0) return 0;
  if (begins) return 1;
  if (word) return 2;
  return within || user.includes(wanted) ? 3 : undefined;
}
