import type { Room } from '../rooms/types.ts';
import type { ChatState, ConversationKind, Preview } from '../session/state.ts';
import { type Availability, availabilityOf } from './types.ts';

/** One row of the list: a room or a person. */
export interface ListItem {
  readonly address: string;
  readonly kind: ConversationKind;
  readonly name: string;
  /** Undefined for rooms. */
  readonly availability?: Availability;
  readonly status?: string;
  readonly roomStatus?: Room['status'];
  readonly unread: number;
  readonly lastAt: number;
  readonly preview?: Preview;
  readonly typing: boolean;
}

export interface ListView {
  readonly rooms: readonly ListItem[];
  readonly people: readonly ListItem[];
  /** The sum of the numbers, for the page's title. */
  readonly unread: number;
}

/**
 * The list as it is shown. Only messages move a row: talk first, the latest on top, then by name; presence and typing never
 * reorder. A filter keeps names and addresses that begin with it, in any word, before those that only contain it.
 */
export function listOf(state: ChatState, filter: string, showOffline: boolean): ListView {
  const rooms = everyRoom(state);
  const people = everybody(state);
  const unread = [...rooms, ...people].reduce((n, i) => n + i.unread, 0);
  const shown = showOffline
    ? people
    : people.filter((p) => p.availability !== 'offline' || p.unread > 0 || p.lastAt > 0);
  return {
    rooms: filter.trim() ? matching(rooms, filter) : [...rooms].sort(byTalk),
    people: filter.trim() ? matching(people, filter) : [...shown].sort(byTalk),
    unread,
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
  const items: ListItem[] = [];
  const add = (address: string, name: string) => {
    const resources = state.presence[address];
    const status = Object.values(resources ?? {}).find((p) => p.status)?.status;
    items.push({
      ...ofConversation(state, address),
      address,
      kind: 'chat',
      name,
      availability: availabilityOf(resources),
      ...(status ? { status } : {}),
    });
  };
  for (const person of Object.values(state.people))
    if (person.address !== state.self) add(person.address, person.name);
  for (const c of Object.values(state.conversations)) {
    if (c.kind === 'chat' && !state.people[c.address] && (c.lastAt > 0 || c.unread > 0)) {
      add(c.address, nameOf(state, c.address));
    }
  }
  return items;
}

function ofConversation(state: ChatState, address: string) {
  const c = state.conversations[address];
  return {
    unread: c?.unread ?? 0,
    lastAt: c?.lastAt ?? 0,
    typing: (c?.typing.length ?? 0) > 0,
    ...(c?.preview ? { preview: c.preview } : {}),
  };
}

/** The name to show for an address: of a person, a room, an occupant, or ourselves. */
export function nameOf(state: ChatState, address: string): string {
  if (address === state.self)
    return state.selfName || state.people[address]?.name || capitalised(local(address));
  const known =
    state.people[address]?.name ?? state.rooms[address]?.name ?? state.conversations[address]?.name;
  if (known) return known;
  const slash = address.indexOf('/');
  return slash < 0 ? local(address) || address : address.slice(slash + 1);
}

const local = (address: string) => address.slice(0, Math.max(0, address.indexOf('@')));
const capitalised = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

const names = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

function byTalk(a: ListItem, b: ListItem): number {
  return b.lastAt - a.lastAt || names.compare(a.name, b.name);
}

function matching(items: readonly ListItem[], filter: string): ListItem[] {
  const wanted = fold(filter);
  const rank = (item: ListItem): number => {
    const name = fold(item.name);
    const address = fold(item.address);
    if (name.startsWith(wanted) || address.startsWith(wanted)) return 0;
    if (name.split(/[\s.\-_]+/).some((word) => word.startsWith(wanted))) return 1;
    return name.includes(wanted) || local(address).includes(wanted) ? 2 : 3;
  };
  return items
    .map((item) => ({ item, rank: rank(item) }))
    .filter((r) => r.rank < 3)
    .sort((a, b) => a.rank - b.rank || byTalk(a.item, b.item))
    .map((r) => r.item);
}

/** For comparing: without case and marks, so that "jose" finds José. */
function fold(text: string): string {
  return text.trim().normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
