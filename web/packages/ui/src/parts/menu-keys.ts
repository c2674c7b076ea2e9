/** The items of a menu that can be chosen, in order. */
export function itemsOf(menu: HTMLElement | undefined): HTMLElement[] {
  return Array.from(menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]:not([disabled])') ?? []);
}

/** Walks a menu by keys (WAI-ARIA, menu pattern). Returns 'close' for Escape, 'leave' for Tab, and undefined otherwise. */
export function walk(event: KeyboardEvent, menu: HTMLElement | undefined): 'close' | 'leave' | undefined {
  const all = itemsOf(menu);
  const at = all.indexOf(document.activeElement as HTMLElement);
  let done: 'close' | undefined;
  if (event.key === 'Tab') return 'leave';
  if (event.key === 'Escape') done = 'close';
  else if (event.key === 'ArrowDown') all[(at + 1) % all.length]?.focus();
  else if (event.key === 'ArrowUp') all[(at - 1 + all.length) % all.length]?.focus();
  else if (event.key === 'Home') all[0]?.focus();
  else if (event.key === 'End') all.at(-1)?.focus();
  else return undefined;
  event.preventDefault();
  event.stopPropagation();
  return done;
}
