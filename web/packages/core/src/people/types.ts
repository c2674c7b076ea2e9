/** A status a person can choose (S13 to S16). */
export type Show = 'available' | 'away' | 'dnd';

/** The status one chooses for oneself: also none, while staying here ("Appear offline", S18). */
export type OwnShow = Show | 'offline';

export interface Person {
  readonly address: string;
  readonly name: string;
}

/** One resource's presence (RFC 6121 §4.7). */
export interface Presence {
  readonly show: Show;
  readonly priority: number;
  readonly status?: string;
  /** The hash of the person's picture (XEP-0153). */
  readonly photo?: string;
  /** Away by itself, since nobody touched the device (XEP-0319, or XEP-0256 of old). */
  readonly idle?: boolean;
  /** The capabilities hash (XEP-0115), by which we know whether typing notices are understood. */
  readonly caps?: string;
}

export type Availability = Show | 'offline';

/** What one dot can say of all of a person's resources: the one with the highest priority speaks; available before the others. */
export function availabilityOf(resources: Readonly<Record<string, Presence>> | undefined): Availability {
  const all = Object.values(resources ?? {});
  if (all.length === 0) return 'offline';
  const top = Math.max(...all.map((p) => p.priority));
  const speaking = all.filter((p) => p.priority === top);
  const order: readonly Show[] = ['dnd', 'available', 'away'];
  return order.find((show) => speaking.some((p) => p.show === show)) ?? 'away';
}
