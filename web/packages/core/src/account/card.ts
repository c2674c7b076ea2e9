import { type XmlElement, NS, child, childText, xml } from '@stoa/xmpp';
import type { Session } from '../session/session.ts';

/** A picture, in Base64. */
export interface Avatar {
  readonly mime: string;
  readonly data: string;
}

/** The pictures that a page shows without danger; others are not shown. */
const PICTURES: readonly string[] = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

/** The cards (XEP-0054) of oneself, of others, and of rooms (XEP-0486); without an address one's own. */
export function cards({ connection }: Pick<Session, 'connection'>) {
  const read = async (address?: string): Promise<XmlElement> => {
    const result = await connection.request('get', address, xml('vCard', NS.vcard));
    return child(result, 'vCard', NS.vcard) ?? xml('vCard', NS.vcard);
  };

  /** Writes parts of a card and leaves the others as they are. */
  const write = async (
    address: string | undefined,
    name: string,
    ...parts: readonly XmlElement[]
  ): Promise<void> => {
    const before = await read(address);
    const others = before.children.filter((c) => typeof c !== 'string' && c.name !== name);
    await connection.request('set', address, { ...before, children: [...others, ...parts] });
  };

  return {
    read,
    write,

    /** Without a picture there is none any more. */
    setPicture: (address: string | undefined, picture: Avatar | undefined): Promise<void> =>
      write(address, 'PHOTO', ...(picture ? [photo(picture)] : [])),
  };
}

const photo = ({ mime, data }: Avatar): XmlElement =>
  xml('PHOTO', NS.vcard, {}, xml('TYPE', NS.vcard, {}, mime), xml('BINVAL', NS.vcard, {}, data));

/** The picture of a card; undefined when it has none, or one that is not to be shown. */
export function pictureOf(card: XmlElement): Avatar | undefined {
  const photo = child(card, 'PHOTO');
  const data = photo && childText(photo, 'BINVAL')?.replace(/\s+/g, '');
  const mime = photo && childText(photo, 'TYPE')?.toLowerCase();
  if (!data || !mime || !PICTURES.includes(mime) || !/^[A-Za-z0-9+/]+={0,2}$/.test(data)) return undefined;
  return { mime, data };
}
