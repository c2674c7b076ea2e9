import type { Mention, Reply } from './types.ts';

/** Something said about a line, by a message that is no line itself. */
export type Amendment = Correction | Retraction | Reactions | Mark;

interface Said {
  /** The same for every copy of it: the archive's id, or our own origin-id. */
  readonly id: string;
  /** Every id by which others may name the message that says it. */
  readonly refs: readonly string[];
  /** The line it is about: a stanza-id of the room, or the id that the line's sender gave it. */
  readonly of: string;
  /** A bare address; in a room the nick. */
  readonly author: string;
  readonly own: boolean;
  readonly occupantId?: string;
  readonly at: number;
  /** It waits in the outbox. */
  readonly pending?: true;
}

/** XEP-0308: the line's words are these now. */
export interface Correction extends Said {
  readonly kind: 'correction';
  readonly body: string;
  readonly reply?: Reply;
  readonly mentions?: readonly Mention[];
  readonly unstyled?: true;
}

/** XEP-0424; by a moderator, XEP-0425. */
export interface Retraction extends Said {
  readonly kind: 'retraction';
  readonly moderated: boolean;
  readonly moderator?: string;
  readonly reason?: string;
}

/** XEP-0444: all the reactions of one person to a line, instead of those before. */
export interface Reactions extends Said {
  readonly kind: 'reactions';
  readonly emojis: readonly string[];
}

/** XEP-0184 and XEP-0333: a line, and so everything before it, has reached somebody, or was before somebody's eyes. */
export interface Mark extends Said {
  readonly kind: 'delivered' | 'displayed';
}

/** Who says it, over a change of the nick. */
export const speaker = (said: { author: string; own: boolean; occupantId?: string }): string =>
  said.own ? 'own' : (said.occupantId ?? said.author);

const isMark = (a: Amendment): a is Mark => a.kind === 'delivered' || a.kind === 'displayed';

/**
 * Two stretches in their order, each amendment once. Of marks only the newest of each person is kept: one reaches everything
 * before it. A copy that the archive brings takes the place of our own that waited.
 */
export function joined(older: readonly Amendment[], newer: readonly Amendment[]): readonly Amendment[] {
  if (older.length === 0 && newer.length === 0) return older;
  const byId = new Map<string, Amendment>();
  for (const a of [...older, ...newer]) {
    const known = byId.get(a.id);
    if (!known || (known.pending && !a.pending)) byId.set(a.id, a);
  }
  const marked = new Set<string>();
  const kept: Amendment[] = [];
  for (const a of [...byId.values()].reverse()) {
    if (isMark(a)) {
      const key = `${a.kind} ${speaker(a)}`;
      if (marked.has(key)) continue;
      marked.add(key);
    }
    kept.push(a);
  }
  return kept.reverse();
}

/** One of our own was refused: it was never said. */
export const withdrawn = (amendments: readonly Amendment[], id: string): readonly Amendment[] =>
  amendments.filter((a) => a.id !== id);

/** The server has one of our own. */
export function settled(amendments: readonly Amendment[], id: string): readonly Amendment[] {
  return amendments.map((a) => {
    if (a.id !== id || !a.pending) return a;
    const { pending: _, ...kept } = a;
    return kept as Amendment;
  });
}
