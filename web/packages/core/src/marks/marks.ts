import { type XmlElement, NS, child, elementsOf, xml } from '@stoa/xmpp';
import type { Pep } from '../pep/pep.ts';
import type { Session } from '../session/session.ts';
import type { ConversationKind } from '../session/state.ts';

/** XEP-0492: which messages may ring and are counted. */
export type Notify = 'always' | 'on-mention' | 'never';

/** What the person wants of a conversation, on all devices. */
export interface Mark {
  /** XEP-0469: stays on top of the list. */
  readonly pinned: boolean;
  /** Undefined: as the standard assumes, always in talk between two, on mention in rooms. */
  readonly notify?: Notify;
  /** Until then nothing of it rings or is counted; ms. It is taken away when the time has come. */
  readonly snoozedUntil?: number;
  /** Put away at that time: out of the list until something is said; ms. */
  readonly archivedAt?: number;
  /** What rings of it rings in “Do not disturb” as well (S16). */
  readonly urgent?: true;
}

export const UNMARKED: Mark = { pinned: false };

export type MarkEvent = { readonly type: 'mark'; readonly address: string; readonly mark: Mark };
export type MarkCommand = {
  readonly type: 'mark';
  readonly address: string;
  readonly kind: ConversationKind;
  readonly change: MarkChange;
};

/** What is not named stays; 0 ends a pause, and brings back what was put away. */
export interface MarkChange {
  readonly pinned?: boolean;
  readonly notify?: Notify | 'default';
  readonly snoozedUntil?: number;
  readonly archivedAt?: number;
  readonly urgent?: boolean;
}

/** The private node (XEP-0223) for talk between two: an item a person. What is wanted of a room is in its bookmark. */
export const MARKS_NODE = 'urn:stoa:conversations:0';

export function changed(mark: Mark, change: MarkChange): Mark {
  const { notify: before, pinned } = mark;
  const notify = change.notify === 'default' ? undefined : (change.notify ?? before);
  const snoozedUntil = change.snoozedUntil ?? mark.snoozedUntil;
  const archivedAt = change.archivedAt ?? mark.archivedAt;
  const urgent = change.urgent ?? mark.urgent;
  return {
    pinned: change.pinned ?? pinned,
    ...(notify ? { notify } : {}),
    ...(snoozedUntil ? { snoozedUntil } : {}),
    ...(archivedAt ? { archivedAt } : {}),
    ...(urgent ? { urgent } : {}),
  };
}

/** What may ring and is counted of a conversation just now, where the person has said so. */
export function notifyOf(mark: Mark | undefined): Notify | undefined {
  return mark?.snoozedUntil === undefined ? mark?.notify : 'never';
}

/** Marks of talk between two. */
export function marks(session: Session, pep: Pep) {
  const take = (address: string, payload: XmlElement | undefined) =>
    session.emit({ type: 'mark', address, mark: payload ? readMark(payload) : UNMARKED });
  pep.on(MARKS_NODE, (item) => take(item.id, item.payload));
  const known = new Map<string, XmlElement>();

  return {
    async load(): Promise<void> {
      for (const { id, payload } of await pep.items(MARKS_NODE)) {
        if (payload) known.set(id, payload);
        take(id, payload);
      }
    },

    async change(address: string, change: MarkChange): Promise<void> {
      const before = session.state().marks[address] ?? UNMARKED;
      const mark = changed(before, change);
      session.emit({ type: 'mark', address, mark });
      const kept = known.get(address) ?? xml('conversation', MARKS_NODE);
      const payload = { ...kept, children: withMark(kept.children, mark) };
      known.set(address, payload);
      try {
        if (payload.children.length === 0) await pep.retract(MARKS_NODE, address);
        else await pep.publish(MARKS_NODE, address, payload);
      } catch (e) {
        session.emit({ type: 'mark', address, mark: before });
        throw e;
      }
    },
  };
}

/** Reads the marks among the children of an element: of a bookmark's extensions, or of our own. */
export function readMark(element: XmlElement): Mark {
  const notify = readNotify(child(element, 'notify', NS.notify));
  const time = (name: string, attribute: string) =>
    Date.parse(child(element, name, MARKS_NODE)?.attrs[attribute] ?? '') || undefined;
  const [snoozedUntil, archivedAt] = [time('snoozed', 'until'), time('archived', 'at')];
  return {
    pinned: child(element, 'pinned', NS.pinned) !== undefined,
    ...(notify ? { notify } : {}),
    ...(snoozedUntil === undefined ? {} : { snoozedUntil }),
    ...(archivedAt === undefined ? {} : { archivedAt }),
    ...(child(element, 'urgent', MARKS_NODE) ? { urgent: true as const } : {}),
  };
}

/** The children with a mark written into them; what other clients keep beside it stays. */
export function withMark(children: XmlElement['children'], mark: Mark): XmlElement['children'] {
  const others = children.filter(
    (c) =>
      typeof c === 'string' ||
      (c.ns !== NS.pinned && c.ns !== MARKS_NODE && !(c.ns === NS.notify && c.name === 'notify')),
  );
  const before = children.find((c): c is XmlElement => typeof c !== 'string' && c.ns === NS.notify);
  const notify = writeNotify(before, mark.notify);
  const { snoozedUntil, archivedAt, urgent } = mark;
  const own = [
    mark.pinned ? xml('pinned', NS.pinned) : undefined,
    notify,
    snoozedUntil === undefined ? undefined : xml('snoozed', MARKS_NODE, { until: stamp(snoozedUntil) }),
    archivedAt === undefined ? undefined : xml('archived', MARKS_NODE, { at: stamp(archivedAt) }),
    urgent ? xml('urgent', MARKS_NODE) : undefined,
  ];
  return [...others, ...own.filter((e) => e !== undefined)];
}

const stamp = (ms: number) => new Date(ms).toISOString();

const NOTIFY: readonly Notify[] = ['always', 'on-mention', 'never'];

/** The setting closest to a web client: its own, that of any client, that of everybody (XEP-0492 §3). */
function readNotify(notify: XmlElement | undefined): Notify | undefined {
  if (!notify) return undefined;
  const closeness = (e: XmlElement): number => {
    const { 'identity-category': category, 'identity-type': type } = e.attrs;
    if (category === undefined) return 1;
    if (category !== 'client') return 0;
    return type === undefined ? 2 : type === 'web' ? 3 : 0;
  };
  const [best] = elementsOf(notify)
    .map((e) => ({ name: NOTIFY.find((n) => n === e.name), closeness: closeness(e) }))
    .filter((e) => e.name !== undefined && e.closeness > 0)
    .sort((a, b) => b.closeness - a.closeness);
  return best?.name;
}

/** Changes the setting that holds for everybody; those of other kinds of client stay as they are. */
function writeNotify(before: XmlElement | undefined, notify: Notify | undefined): XmlElement | undefined {
  const others = before
    ? elementsOf(before).filter((e) => {
        const { 'identity-category': category, 'identity-type': type } = e.attrs;
        return category !== undefined && !(category === 'client' && (type === undefined || type === 'web'));
      })
    : [];
  // What other programs have written inside the very same setting belongs to them.
  const same = before && elementsOf(before).find((e) => e.name === notify && !e.attrs['identity-category']);
  const own = notify ? [same ?? xml(notify, NS.notify)] : [];
  const children = [...others, ...own];
  return children.length > 0 ? xml('notify', NS.notify, {}, ...children) : undefined;
}
