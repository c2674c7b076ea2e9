import { type XmlElement, RequestFailed, child, children, textOf, xml } from '@stoa/xmpp';
import type { Pep } from '../pep/pep.ts';
import type { Session } from '../session/session.ts';

/** When nothing may ring: on these days from a minute to a minute of the day, over midnight where the end comes first. */
export interface QuietHours {
  readonly on: boolean;
  /** Minutes since midnight, by the clock of the device. */
  readonly from: number;
  readonly to: number;
  /** The days on which it begins; 0 is Sunday. */
  readonly days: readonly number[];
}

/** What a person wants to be told of, on all their devices. */
export interface NotificationWishes {
  /** Messages between two. */
  readonly direct: boolean;
  /** Messages of a room that name the person. */
  readonly mentions: boolean;
  /** All messages of rooms. */
  readonly rooms: boolean;
  /** Words that count as a mention in any room. */
  readonly keywords: readonly string[];
  readonly quiet: QuietHours;
  /** Nothing rings before this time, in milliseconds; 0: not snoozed. */
  readonly snoozedUntil: number;
}

/** What is to be otherwise; of the quiet hours, too, only what is named. */
export type WishesChange = Partial<Omit<NotificationWishes, 'quiet'>> & {
  readonly quiet?: Partial<QuietHours>;
};

const EVERY_DAY: readonly number[] = [0, 1, 2, 3, 4, 5, 6];

export const DEFAULT_WISHES: NotificationWishes = {
  direct: true,
  mentions: true,
  rooms: false,
  keywords: [],
  quiet: { on: false, from: 22 * 60, to: 7 * 60, days: EVERY_DAY },
  snoozedUntil: 0,
};

export const MOST_KEYWORDS = 50;
export const LONGEST_KEYWORD = 60;
const DAY_MINUTES = 24 * 60;

export type WishesEvent = { readonly type: 'wishes'; readonly wishes: NotificationWishes };

/** The private node (XEP-0223) they are kept in: one item. */
export const WISHES_NODE = 'urn:stoa:notifications:0';
const ITEM = 'current';

/** What the person wants to be told of, the same on every device: each hears of a change at once. */
export function notificationWishes(session: Session, pep: Pep) {
  let underWay = 0;
  /** What there is, is being asked for: a change that did not wait for it would be built on the defaults, and undo the rest. */
  let known: Promise<void> | undefined;
  const take = (payload: XmlElement | undefined) =>
    session.emit({ type: 'wishes', wishes: payload ? readWishes(payload) : DEFAULT_WISHES });
  const load = async () => {
    const items = await pep.items(WISHES_NODE);
    take(items.find((i) => i.id === ITEM)?.payload);
  };
  // What comes while a change of ours is under way is older than that change, or its echo.
  pep.on(WISHES_NODE, (item) => {
    if (underWay === 0) take(item.payload);
  });

  return {
    load(): Promise<void> {
      known = load().catch((e: unknown) => {
        known = undefined;
        throw e;
      });
      return known;
    },

    /** Holds here as soon as it is known what there is, everywhere when the server has it. */
    async change(change: WishesChange): Promise<void> {
      underWay += 1;
      try {
        await known;
        const before = session.state().wishes;
        const next = tidy({ ...before, ...change, quiet: { ...before.quiet, ...change.quiet } });
        session.emit({ type: 'wishes', wishes: next });
        try {
          await pep.publish(WISHES_NODE, ITEM, writeWishes(next));
        } catch (e) {
          if (e instanceof RequestFailed) session.emit({ type: 'wishes', wishes: before });
          throw e;
        }
      } finally {
        underWay -= 1;
      }
    },
  };
}

export function writeWishes(w: NotificationWishes): XmlElement {
  const { on, from, to, days } = w.quiet;
  return xml(
    'notifications',
    WISHES_NODE,
    {
      direct: String(w.direct),
      mentions: String(w.mentions),
      rooms: String(w.rooms),
      'snoozed-until': w.snoozedUntil > 0 ? new Date(w.snoozedUntil).toISOString() : undefined,
    },
    xml('quiet', WISHES_NODE, { on: String(on), from: String(from), to: String(to), days: days.join(' ') }),
    ...w.keywords.map((word) => xml('keyword', WISHES_NODE, {}, word)),
  );
}

/** Reads what some device wrote; what is no such thing counts as it comes by default. */
export function readWishes(payload: XmlElement): NotificationWishes {
  const { attrs } = payload;
  const flag = (name: string, otherwise: boolean) => (attrs[name] ? attrs[name] === 'true' : otherwise);
  const quiet = child(payload, 'quiet', WISHES_NODE);
  const snoozed = Date.parse(attrs['snoozed-until'] ?? '');
  return tidy({
    direct: flag('direct', DEFAULT_WISHES.direct),
    mentions: flag('mentions', DEFAULT_WISHES.mentions),
    rooms: flag('rooms', DEFAULT_WISHES.rooms),
    keywords: children(payload, 'keyword', WISHES_NODE).map(textOf),
    quiet: quiet
      ? {
          on: quiet.attrs.on === 'true',
          from: minute(quiet.attrs.from, DEFAULT_WISHES.quiet.from),
          to: minute(quiet.attrs.to, DEFAULT_WISHES.quiet.to),
          days: (quiet.attrs.days ?? '').split(' ').filter(Boolean).map(Number),
        }
      : DEFAULT_WISHES.quiet,
    snoozedUntil: Number.isNaN(snoozed) ? 0 : snoozed,
  });
}

function minute(text: string | undefined, otherwise: number): number {
  const n = Number(text ?? NaN);
  return Number.isInteger(n) && n >= 0 && n < DAY_MINUTES ? n : otherwise;
}

function tidy(w: NotificationWishes): NotificationWishes {
  const words = w.keywords.map((k) => k.trim().slice(0, LONGEST_KEYWORD)).filter(Boolean);
  return {
    ...w,
    keywords: [...new Set(words)].slice(0, MOST_KEYWORDS),
    quiet: { ...w.quiet, days: EVERY_DAY.filter((d) => w.quiet.days.includes(d)) },
  };
}
