import type { launcher as english } from '../en/launcher.ts';
import type { Shape } from '../shape.ts';

export const launcher: Shape<typeof english> = {
  chat: 'Chat',
  unread: (n) => (n === 1 ? 'Chat, 1 ungelesene Nachricht' : `Chat, ${n} ungelesene Nachrichten`),
  popOut: 'Chat in eigenem Fenster öffnen',
};
