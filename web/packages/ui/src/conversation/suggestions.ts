import { type Emoji, findEmoji, loadEmoji } from '../emoji/emoji-data.ts';
import { type Candidate, type Completing, peopleFor } from './composing.ts';

/** One row of the suggestions, and the words that are put in when it is chosen. */
export interface Suggestion {
  readonly key: string;
  readonly label: string;
  readonly words: string;
  readonly emoji?: string;
  readonly everybody?: boolean;
  /** What a person's colour is made from. */
  readonly colourKey: string;
}

const MOST_EMOJI = 8;

/** What fits. Emoji are fetched when they are first asked for; without a network there are none. */
export async function suggest(
  completing: Completing,
  candidates: () => readonly Candidate[],
): Promise<readonly Suggestion[]> {
  if (completing.kind === 'person')
    return peopleFor(candidates(), completing.wanted).map(({ name, address, colourKey, everybody }) => ({
      key: `${address} ${name}`,
      label: name,
      words: `@${name}`,
      colourKey: colourKey ?? address,
      ...(everybody ? { everybody } : {}),
    }));
  const all = await loadEmoji().catch((): readonly Emoji[] => []);
  return findEmoji(all, completing.wanted, MOST_EMOJI).map(({ unicode, label }) => ({
    key: unicode,
    label,
    words: unicode,
    emoji: unicode,
    colourKey: unicode,
  }));
}
