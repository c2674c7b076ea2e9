import { type XmlElement, NS, child, childText, children, xml } from '@stoa/xmpp';
import type { Session } from '../session/session.ts';
import type { Bookmark } from './types.ts';

/** Bookmarks in private XML storage (XEP-0048 in XEP-0049). What other clients keep beside them is written back untouched. */
export function bookmarks(session: Session) {
  let storage: XmlElement = xml('storage', NS.bookmarks);

  const others = (address: string) =>
    storage.children.filter(
      (c) => typeof c === 'string' || c.name !== 'conference' || c.attrs.jid !== address,
    );

  const write = async (...contents: XmlElement['children']) => {
    storage = { ...storage, children: contents };
    await session.connection.request('set', undefined, xml('query', NS.privateXml, {}, storage));
  };

  return {
    async load(): Promise<readonly Bookmark[]> {
      const query = xml('query', NS.privateXml, {}, xml('storage', NS.bookmarks));
      const result = await session.connection.request('get', undefined, query);
      const answer = child(result, 'query', NS.privateXml);
      storage = (answer && child(answer, 'storage', NS.bookmarks)) ?? storage;
      return children(storage, 'conference')
        .map(read)
        .filter((b) => b.address !== '');
    },

    keep: (b: Bookmark) =>
      write(
        ...others(b.address),
        xml(
          'conference',
          NS.bookmarks,
          { jid: b.address, name: b.name, autojoin: String(b.autojoin) },
          b.nick !== undefined && xml('nick', NS.bookmarks, {}, b.nick),
        ),
      ),

    remove: (address: string) => write(...others(address)),
  };
}

function read(conference: XmlElement): Bookmark {
  const nick = childText(conference, 'nick');
  return {
    address: conference.attrs.jid ?? '',
    name: conference.attrs.name ?? '',
    autojoin: conference.attrs.autojoin === 'true' || conference.attrs.autojoin === '1',
    ...(nick ? { nick } : {}),
  };
}
