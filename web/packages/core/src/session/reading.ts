import type { CatchingUp } from '../archive/catching-up.ts';
import type { history } from '../archive/history.ts';
import type { UnreadCommand } from '../marks/unread-again.ts';
import type { displayedSync } from '../pep/displayed.ts';
import type { unreadSync } from '../pep/unread-again.ts';
import type { receipts } from '../receipts/receipts.ts';
import type { Session } from './session.ts';

/** What it works with. */
export interface ReadingParts {
  readonly displayed: Pick<ReturnType<typeof displayedSync>, 'read' | 'upTo'>;
  readonly unread: Pick<ReturnType<typeof unreadSync>, 'mark'>;
  readonly receipts: Pick<ReturnType<typeof receipts>, 'displayed'>;
  readonly history: Pick<ReturnType<typeof history>, 'open'>;
  readonly catchingUp: Pick<CatchingUp, 'settled'>;
}

/** Reads conversations, and makes them unread again: here, and by what the other devices are told. */
export function reading(session: Session, parts: ReadingParts) {
  /** The archive id of the newest line of a conversation, where it is known here. */
  const lastOf = (address: string): string | undefined => {
    const c = session.state().conversations[address];
    return c?.timeline.entries.findLast((e) => e.archiveId !== undefined)?.archiveId ?? c?.unreadIds?.at(-1);
  };
  const displayedUpTo = (address: string) => lastOf(address) ?? parts.displayed.upTo(address);

  return {
    /** All of a conversation is read: the other devices hear of it, and who asked for it. */
    read(address: string): void {
      const last = lastOf(address);
      session.emit({ type: 'read', address });
      if (last !== undefined) parts.displayed.read(address, last);
      parts.receipts.displayed(address);
    },

    /** Lines are unread again. They are the last of what was displayed, which is told before them. */
    async leaveUnread({ address, kind, unread, mentions }: UnreadCommand): Promise<void> {
      if (displayedUpTo(address) === undefined && session.state().connection.kind === 'online') {
        await parts.catchingUp.settled(address, kind);
        await parts.history.open(address);
      }
      const displayed = displayedUpTo(address);
      if (displayed !== undefined) parts.displayed.read(address, displayed, true);
      const said = { lines: unread, mentions, ...(displayed === undefined ? {} : { displayed }) };
      parts.unread.mark(address, kind, said);
    },
  };
}
