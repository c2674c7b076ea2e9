/** The chat icon in other pages, and the window it opens. Loaded by launcher.js as well: nothing else belongs in here. */
export const launcher = {
  chat: 'Chat',
  unread: (n: number) => (n === 1 ? 'Chat, 1 unread message' : `Chat, ${n} unread messages`),
  popOut: 'Open chat in its own window',
} as const;
