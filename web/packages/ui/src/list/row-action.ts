import type { Notify } from '@stoa/core';

/** What one may do with a conversation from its row or its header. */
export type RowAction =
  | { readonly type: 'pin'; readonly pinned: boolean }
  | { readonly type: 'notify'; readonly notify: Notify }
  /** Quiet until then, ms; 0 ends it. */
  | { readonly type: 'snooze'; readonly until: number }
  /** Rings in “Do not disturb” as well. */
  | { readonly type: 'urgent'; readonly urgent: boolean }
  | { readonly type: 'archive'; readonly archived: boolean }
  | { readonly type: 'read' | 'unread' | 'block' | 'unblock' | 'leave' };
