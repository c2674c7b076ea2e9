import type { Notify } from '../marks/marks.ts';
import { names } from '../marks/mention.ts';
import type { OwnShow } from '../people/types.ts';
import type { ConversationKind } from '../session/state.ts';
import type { NotificationWishes, QuietHours } from './wishes.ts';

/** A line of somebody else that came. */
export interface Arrival {
  readonly kind: ConversationKind;
  /** Empty where it is not known: encrypted, or not told. */
  readonly body: string;
  /** It names the person (XEP-0372, or their nick). */
  readonly mentioned: boolean;
}

/** How things stand at that moment. */
export interface Circumstances {
  readonly show: OwnShow;
  /** What the person wants of this conversation (XEP-0492), where they said so. */
  readonly notify: Notify | undefined;
  /** It rings in “Do not disturb” as well: an exception the person has chosen. */
  readonly urgent?: boolean;
  readonly wishes: NotificationWishes;
  /** Milliseconds; quiet hours go by the clock of the device. */
  readonly now: number;
  /** A window of this browser is before the person's eyes. */
  readonly looking: boolean;
  /** When the person last read or wrote on another device; 0 where that is not known. */
  readonly elsewhereAt: number;
}

export type Verdict =
  | { readonly tell: true; readonly as: 'direct' | 'mention' | 'keyword' | 'room' }
  | {
      readonly tell: false;
      readonly because:
        'busy' | 'hidden' | 'snoozed' | 'quiet-hours' | 'muted' | 'unwanted' | 'looking' | 'elsewhere';
    };

/** So long after having read or written on another device the person is taken to be there. */
export const ELSEWHERE_MS = 60_000;

/**
 * Whether a line may ring and pop up here. The one rule for an open window and for the service worker: status first (S16), then
 * snooze and quiet hours, then what is wanted of the conversation (XEP-0492) before what is wanted of its kind, then where the
 * person is. The line is counted all the same.
 */
export function decide(line: Arrival, c: Circumstances): Verdict {
  if (c.show === 'dnd' && !c.urgent) return no('busy');
  if (c.show === 'offline') return no('hidden');
  if (c.wishes.snoozedUntil > c.now) return no('snoozed');
  if (isQuiet(c.wishes.quiet, c.now)) return no('quiet-hours');
  if (c.notify === 'never') return no('muted');
  const as = wantedAs(line, c);
  if (as === undefined) return no('unwanted');
  if (c.looking) return no('looking');
  if (c.now - c.elsewhereAt < ELSEWHERE_MS) return no('elsewhere');
  return { tell: true, as };
}

const no = (because: (Verdict & { tell: false })['because']): Verdict => ({ tell: false, because });

/** What makes it worth telling: what is said of the conversation itself goes before what is said of its kind. */
function wantedAs(line: Arrival, { notify, wishes }: Circumstances) {
  const everything = notify === 'always';
  if (line.kind === 'chat')
    return everything || (notify === undefined && wishes.direct) ? 'direct' : undefined;
  if (line.mentioned && (wishes.mentions || notify !== undefined)) return 'mention';
  if (wishes.keywords.some((word) => names(line.body, word))) return 'keyword';
  return everything || (notify === undefined && wishes.rooms) ? 'room' : undefined;
}

/** Whether that moment is in the quiet hours. What goes over midnight belongs to the day it begins on. */
export function isQuiet({ on, from, to, days }: QuietHours, now: number): boolean {
  if (!on) return false;
  const date = new Date(now);
  const minute = date.getHours() * 60 + date.getMinutes();
  const today = days.includes(date.getDay());
  const yesterday = days.includes((date.getDay() + 6) % 7);
  if (from < to) return today && minute >= from && minute < to;
  return (today && minute >= from) || (yesterday && minute < to);
}
