import type { ChatState, Conversation } from '../session/state.ts';
import { notifyOf } from './marks.ts';

/** E6: a row is bold for activity, and carries a number only for what is meant for the person. */
export interface Counted {
  readonly active: boolean;
  readonly number: number;
  readonly muted: boolean;
}

/** What of a conversation's unread lines is counted, by its notification setting (XEP-0492). */
export function counted(state: ChatState, c: Conversation | undefined): Counted {
  if (!c) return { active: false, number: 0, muted: false };
  const notify = notifyOf(state.marks[c.address]) ?? (c.kind === 'chat' ? 'always' : 'on-mention');
  switch (notify) {
    case 'never':
      return { active: false, number: 0, muted: true };
    case 'on-mention':
      return { active: c.unread > 0, number: c.mentions, muted: false };
    case 'always':
      return { active: c.unread > 0, number: c.unread, muted: false };
  }
}

/** The sum of the numbers: what the title, the icon and an installed app's badge show (E7). */
export function unreadNumber(state: ChatState): number {
  return Object.values(state.conversations).reduce((sum, c) => sum + counted(state, c).number, 0);
}
