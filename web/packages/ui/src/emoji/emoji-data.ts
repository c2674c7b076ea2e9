import { language } from '../texts/in-use.svelte.ts';

/** The emoji with their names and keywords in the language in use (Emojibase, from Unicode's data), fetched when they are first wanted. */
export interface Emoji {
  readonly unicode: string;
  readonly label: string;
  readonly group: number;
  readonly words: readonly string[];
}

/** Parts that are no emoji by themselves: tones and hair. */
const COMPONENTS = 2;

let loading: { readonly tag: string; readonly emoji: Promise<readonly Emoji[]> } | undefined;

export function loadEmoji(): Promise<readonly Emoji[]> {
  const { tag } = language;
  if (loading?.tag === tag) return loading.emoji;
  const emoji = load(tag);
  const asked = { tag, emoji };
  loading = asked;
  // A failed fetch (no network) is tried again the next time.
  emoji.catch(() => {
    if (loading === asked) loading = undefined;
  });
  return emoji;
}

async function load(tag: string): Promise<readonly Emoji[]> {
  const { default: all } = await (tag === 'de'
    ? import('emojibase-data/de/compact.json')
    : import('emojibase-data/en/compact.json'));
  return all
    .flatMap((e) =>
      e.group === undefined || e.group === COMPONENTS
        ? []
        : [
            {
              unicode: e.unicode,
              label: e.label,
              group: e.group,
              order: e.order ?? 0,
              words: [...e.label.toLowerCase().split(/[^\p{L}\p{N}]+/u), ...(e.tags ?? [])],
            },
          ],
    )
    .sort((x, y) => x.order - y.order);
}

/** The emoji whose name or keywords begin with every word asked for: those named so first. */
export function findEmoji(all: readonly Emoji[], wanted: string, most: number): Emoji[] {
  const words = wanted
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter(Boolean);
  if (words.length === 0) return [];
  const found = all
    .filter((e) => words.every((w) => e.words.some((x) => x.startsWith(w))))
    .map((e, i) => ({ e, i, rank: rank(e, words.join(' ')) }))
    .sort((a, b) => a.rank - b.rank || a.i - b.i);
  return found.slice(0, most).map(({ e }) => e);
}

function rank(e: Emoji, wanted: string): number {
  if (e.label === wanted) return 0;
  if (e.label.startsWith(wanted)) return 1;
  if (e.words.includes(wanted)) return 2;
  return 3;
}

const RECENT = 'stoa.emoji';
const MOST_RECENT = 16;

/** What was used lately in this browser. */
export const recentEmoji = {
  read(): readonly string[] {
    return (localStorage.getItem(RECENT) ?? '').split(' ').filter(Boolean);
  },
  used(emoji: string): void {
    const all = [emoji, ...recentEmoji.read().filter((e) => e !== emoji)].slice(0, MOST_RECENT);
    localStorage.setItem(RECENT, all.join(' '));
  },
};
