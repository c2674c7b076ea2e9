import { RequestFailed } from '@stoa/xmpp';
import { t } from '../texts/en.ts';

const conditionOf = (e: unknown): string =>
  e instanceof RequestFailed && e.reason.kind === 'stanza' ? e.reason.condition : 'other';

/** In a person's words, why a room did not do what it was asked. */
export function roomProblem(e: unknown): string {
  return t.roomTexts.problems[conditionOf(e)] ?? t.roomTexts.problems.other ?? '';
}

/** The same of hats. */
export function hatProblem(e: unknown): string {
  const condition = conditionOf(e);
  return t.hats.problems[condition] ?? t.roomTexts.problems[condition] ?? t.roomTexts.problems.other ?? '';
}
