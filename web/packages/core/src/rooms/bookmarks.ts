import { type XmlElement, NS, child, childText, xml } from '@stoa/xmpp';
import { type Mark, UNMARKED, readMark, withMark } from '../marks/marks.ts';
import type { Pep } from '../pep/pep.ts';
import { shownName } from '../texts/shown-text.ts';
import type { Bookmark } from './types.ts';

/** What another device did to a bookmark, or we did ourselves. */
export interface BookmarkChanges {
  kept(bookmark: Bookmark): void;
  removed(address: string): void;
}

const NOTHING = xml('conference', NS.pepBookmarks);

/**
 * The rooms one keeps (XEP-0402): an item a room. What other clients keep in a bookmark (extensions, a password) is written
 * back untouched. The server shows the same bookmarks to clients of the older ways.
 */
export function bookmarks(pep: Pep, changes: BookmarkChanges) {
  const items = new Map<string, XmlElement>();

  pep.on(NS.pepBookmarks, ({ id, payload }) => {
    if (payload) {
      items.set(id, payload);
      changes.kept(read(id, payload));
    } else if (items.delete(id)) changes.removed(id);
  });

  const publish = (address: string, conference: XmlElement) => {
    items.set(address, conference);
    return pep.publish(NS.pepBookmarks, address, conference);
  };

  return {
    async load(): Promise<readonly Bookmark[]> {
      items.clear();
      for (const { id, payload } of await pep.items(NS.pepBookmarks)) if (payload) items.set(id, payload);
      return [...items].map(([address, conference]) => read(address, conference));
    },

    /** Keeps a room, with what is known of it beside this; the password it asks for, too, for the next time (XEP-0402 §3). */
    keep: (
      { address, name, nick, autojoin }: Omit<Bookmark, 'mark'>,
      password = childText(items.get(address) ?? NOTHING, 'password'),
    ): Promise<void> => {
      const before = items.get(address);
      const said = ['nick', 'password'];
      const others = before?.children.filter((c) => typeof c !== 'string' && !said.includes(c.name)) ?? [];
      return publish(
        address,
        xml(
          'conference',
          NS.pepBookmarks,
          { ...before?.attrs, name, autojoin: String(autojoin) },
          nick !== undefined && nick !== '' && xml('nick', NS.pepBookmarks, {}, nick),
          password !== undefined && xml('password', NS.pepBookmarks, {}, password),
          ...others,
        ),
      );
    },

    /** The password that is kept of a room. */
    passwordOf: (address: string): string | undefined => {
      const item = items.get(address);
      return item && childText(item, 'password');
    },

    async mark(address: string, name: string, mark: Mark): Promise<void> {
      const before = items.get(address) ?? xml('conference', NS.pepBookmarks, { name, autojoin: 'true' });
      const extensions = child(before, 'extensions') ?? xml('extensions', NS.pepBookmarks);
      const others = before.children.filter((c) => typeof c !== 'string' && c.name !== 'extensions');
      const marked = withMark(extensions.children, mark);
      const children = marked.length > 0 ? [...others, { ...extensions, children: marked }] : others;
      await publish(address, { ...before, children });
    },

    async remove(address: string): Promise<void> {
      if (items.delete(address)) await pep.retract(NS.pepBookmarks, address);
    },
  };
}

function read(address: string, conference: XmlElement): Bookmark {
  const nick = childText(conference, 'nick');
  const extensions = child(conference, 'extensions');
  return {
    address,
    name: shownName(conference.attrs.name ?? ''),
    autojoin: conference.attrs.autojoin === 'true' || conference.attrs.autojoin === '1',
    mark: extensions ? readMark(extensions) : UNMARKED,
    ...(nick ? { nick } : {}),
  };
}
