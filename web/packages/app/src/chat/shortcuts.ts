/** What a key asks for, wherever the focus is in the window. */
export type Shortcut =
  | 'find'
  | 'previous'
  | 'next'
  | 'previous-unread'
  | 'next-unread'
  | 'read'
  | 'list'
  | 'help'
  | 'region'
  | 'region-back';

type Pressed = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** Reads a key. Where one writes, only those with Ctrl, Cmd or Alt count, and Escape. */
export function shortcutOf(event: Pressed, writing: boolean): Shortcut | undefined {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (key === 'F6' && !altKey && !ctrlKey && !metaKey) return shiftKey ? 'region-back' : 'region';
  const command = (ctrlKey || metaKey) && !altKey && !shiftKey;
  if (command && key.toLowerCase() === 'k') return 'find';
  if (command && key === '\\') return 'list';
  if (altKey && !ctrlKey && !metaKey) {
    if (key === 'ArrowUp') return shiftKey ? 'previous-unread' : 'previous';
    if (key === 'ArrowDown') return shiftKey ? 'next-unread' : 'next';
  }
  if (altKey || ctrlKey || metaKey) return undefined;
  if (key === 'Escape') return 'read';
  return key === '?' && !writing ? 'help' : undefined;
}

/** Whether keys go into a text. */
export function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('input:not([type=radio]):not([type=checkbox]), textarea, select'))
  );
}
