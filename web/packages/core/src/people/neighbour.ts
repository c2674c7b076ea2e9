import type { ListItem, ListView } from './list-view-model.ts';

/**
 * Who comes before (-1) or after (1) a conversation, in the order of the list; with `unread`, only those with something new.
 * Undefined when there is nobody. From nowhere it begins at the end that one moves away from.
 */
export function neighbour(
  view: Pick<ListView, 'rooms' | 'people'> & Partial<Pick<ListView, 'aliases'>>,
  current: string | undefined,
  step: -1 | 1,
  unread: boolean,
): ListItem | undefined {
  const all = [...(view.aliases ?? []), ...view.rooms, ...view.people];
  const from = all.findIndex((item) => item.address === current);
  const start = from < 0 ? (step > 0 ? -1 : all.length) : from;
  for (let i = 1; i <= all.length; i++) {
    const at = start + step * i;
    const item = unread ? all[(at + all.length * 2) % all.length] : all[at];
    if (!item) return undefined;
    if (item.address !== current && (!unread || item.active)) return item;
  }
  return undefined;
}
