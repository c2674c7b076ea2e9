import type { ChatState, ListItem } from '@stoa/core';
import type { RowAction } from '@stoa/ui';
import type { Chat } from './chat.svelte.ts';

type Row = Pick<ListItem, 'address' | 'kind'>;

/** Does what was chosen for a conversation. Rejects with RequestFailed when the server refuses. */
export async function doRowAction(chat: Chat, { address, kind }: Row, action: RowAction): Promise<void> {
  switch (action.type) {
    case 'pin':
      await chat.perform({ type: 'mark', address, kind, change: { pinned: action.pinned } });
      return;
    case 'notify': {
      const usual = action.notify === (kind === 'room' ? 'on-mention' : 'always');
      await chat.perform({
        type: 'mark',
        address,
        kind,
        change: { notify: usual ? 'default' : action.notify },
      });
      return;
    }
    case 'snooze':
      await chat.perform({ type: 'mark', address, kind, change: { snoozedUntil: action.until } });
      return;
    case 'urgent':
      await chat.perform({ type: 'mark', address, kind, change: { urgent: action.urgent } });
      return;
    case 'archive': {
      const { clockOffset, conversations } = chat.state;
      const now = Math.max(Date.now() + clockOffset, conversations[address]?.lastAt ?? 0);
      const change = action.archived ? { archivedAt: now, pinned: false } : { archivedAt: 0 };
      await chat.perform({ type: 'mark', address, kind, change });
      return;
    }
    case 'read':
      await chat.perform({ type: 'read', address });
      return;
    case 'unread':
      await chat.perform({ type: 'unread', address, kind, unread: 1, mentions: 1 });
      return;
    case 'block':
    case 'unblock':
      await chat.perform({ type: action.type, address });
      return;
    case 'leave':
      await chat.perform({ type: 'leave-room', address });
  }
}

/** Marks everything as read. Gives how many conversations that were, and what takes it back. */
export function readAll(chat: Chat, state: ChatState): { count: number; undo: () => void } {
  const before = Object.values(state.conversations).filter((c) => c.unread > 0);
  for (const { address } of before) chat.ask({ type: 'read', address });
  return {
    count: before.length,
    undo: () => {
      for (const { address, kind, unread, mentions } of before)
        chat.ask({ type: 'unread', address, kind, unread, mentions });
    },
  };
}
