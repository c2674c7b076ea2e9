import {
  type XmlElement,
  NS,
  RequestFailed,
  child,
  childText,
  children,
  elementsOf,
  jid,
  xml,
} from '@stoa/xmpp';
import { valuesOf } from '../forms/data-form.ts';
import type { Session } from '../session/session.ts';
import { shownName, shownText } from '../texts/shown-text.ts';
import type { RoomInfo } from './room-commands.ts';
import type { ListedRoom } from './types.ts';

/** A directory is read to its end, in pages; one that never ends is left after so many rooms. */
const ROOMS_MAX = 5_000;

/** Which rooms there are, and what each says of itself before it is entered (XEP-0045 §6). */
export function directory(session: Session, service: string) {
  return {
    async browse(): Promise<readonly ListedRoom[]> {
      const found: ListedRoom[] = [];
      let after: string | undefined;
      do {
        const set = xml('set', NS.rsm, {}, after !== undefined && xml('after', NS.rsm, {}, after));
        const query = xml('query', NS.discoItems, {}, ...(after === undefined ? [] : [set]));
        const result = await session.connection.request('get', service, query);
        const page = child(result, 'query', NS.discoItems);
        for (const item of page ? children(page, 'item') : []) {
          const address = item.attrs.jid ?? '';
          if (address.includes('@'))
            found.push({ address, name: shownName(item.attrs.name ?? '') || jid.local(address) });
        }
        after = nextPage(page, found.length);
      } while (after !== undefined && found.length < ROOMS_MAX);
      return found;
    },

    async info(address: string): Promise<RoomInfo> {
      const result = await session.connection.request('get', address, xml('query', NS.discoInfo));
      const query = child(result, 'query', NS.discoInfo);
      if (!query) throw new RequestFailed({ kind: 'timeout' });
      return readInfo(address, query);
    },
  };
}

function nextPage(page: XmlElement | undefined, have: number): string | undefined {
  const set = page && child(page, 'set', NS.rsm);
  if (!set) return undefined;
  const last = childText(set, 'last');
  return last && have < Number(childText(set, 'count') ?? 0) ? last : undefined;
}

function readInfo(address: string, query: XmlElement): RoomInfo {
  const identity = elementsOf(query).find((e) => e.name === 'identity');
  const features = new Set(children(query, 'feature').map((f) => f.attrs.var));
  const form = child(query, 'x', NS.dataForms);
  const value = (name: string) => valuesOf(form, name)[0];
  const number = (name: string) => {
    const text = value(name);
    const n = Number(text);
    return text === undefined || text === '' || Number.isNaN(n) ? undefined : n;
  };
  const occupants = number('muc#roominfo_occupants');
  const picture = pictureHash(form);
  const activity = number(`{${NS.mucActivity}}message-activity`);
  return {
    address,
    name: shownName(identity?.attrs.name ?? '') || jid.local(address),
    description: shownText(value('muc#roominfo_description') ?? ''),
    subject: shownText(value('muc#roominfo_subject') ?? ''),
    membersOnly: features.has('muc_membersonly'),
    showsAddresses: features.has('muc_nonanonymous'),
    password: features.has('muc_passwordprotected'),
    moderated: features.has('muc_moderated'),
    hats: features.has(NS.hats),
    ...(occupants === undefined ? {} : { occupants }),
    ...(activity === undefined ? {} : { activity }),
    ...(picture === undefined ? {} : { picture }),
  };
}

/** The hash of the first picture a room has, by what it says of itself (XEP-0486 §3.3). */
export const pictureHash = (form: XmlElement | undefined): string | undefined =>
  valuesOf(form, 'muc#roominfo_avatarhash').find((hash) => hash !== '');
