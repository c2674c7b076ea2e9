import { type XmlElement, NS, RequestFailed, child, children, xml } from '@stoa/xmpp';
import { valuesOf } from '../forms/data-form.ts';
import type { Session } from '../session/session.ts';
import { ownPath } from './own-files.ts';
import type { OutgoingFile, UploadLimit } from './types.ts';

/** Where one file goes, once, and where everybody has it from (XEP-0363 §4). */
export interface Slot {
  /** The public address. */
  readonly url: string;
  /** From where this page comes, for putting it there and asking after it. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Service {
  readonly address: string;
  readonly limit: UploadLimit;
  /** Whether it wants to be told what a file is for (§5). */
  readonly purposes: boolean;
}

/** The request headers that a slot may ask for (XEP-0363 §4). */
const HEADERS: readonly string[] = ['authorization', 'cookie', 'expires'];

/** The upload service of the own domain: found once a session (§3), asked for a slot for each file. */
export function uploadService(session: Session) {
  let found: Promise<Service | undefined> | undefined;

  const find = (): Promise<Service | undefined> => {
    found ??= discover(session).catch((e: unknown) => {
      found = undefined;
      throw e;
    });
    return found;
  };

  return {
    /** A new session: it may be another server. */
    forget(): void {
      found = undefined;
    },

    /** What it takes; undefined where there is none. */
    async limit(): Promise<UploadLimit | undefined> {
      return (await find())?.limit;
    },

    /** A slot; undefined where there is no service, or none that this page may reach. Rejects with RequestFailed. */
    async slot(file: OutgoingFile): Promise<Slot | undefined> {
      const service = await find();
      if (!service) return undefined;
      const { name: filename, size, mediaType } = file;
      const request = { filename, size: String(size), 'content-type': mediaType };
      const result = await session.connection.request(
        'get',
        service.address,
        // Whatever people upload here goes with what they say.
        xml('request', NS.httpUpload, request, service.purposes && xml('message', NS.uploadPurpose)),
      );
      return readSlot(child(result, 'slot', NS.httpUpload), session.domain);
    },
  };
}

async function discover(session: Session): Promise<Service | undefined> {
  const ask = session.connection;
  const items = await ask.request('get', session.domain, xml('query', NS.discoItems));
  const query = child(items, 'query', NS.discoItems);
  const addresses = (query ? children(query, 'item') : [])
    .filter((item) => item.attrs.node === undefined)
    .map((item) => item.attrs.jid ?? '')
    .filter((address) => address !== '' && !address.includes('@'));
  const services = await Promise.all(
    addresses.map(async (address) => {
      try {
        const info = await ask.request('get', address, xml('query', NS.discoInfo));
        return serviceOf(address, child(info, 'query', NS.discoInfo));
      } catch (e) {
        // One that says nothing is not what we look for; without a connection nothing is known.
        if (e instanceof RequestFailed && e.reason.kind === 'disconnected') throw e;
        return undefined;
      }
    }),
  );
  return services.find((s) => s !== undefined);
}

function serviceOf(address: string, info: XmlElement | undefined): Service | undefined {
  const features = info ? children(info, 'feature').map((f) => f.attrs.var) : [];
  if (!info || !features.includes(NS.httpUpload)) return undefined;
  const form = children(info, 'x', NS.dataForms).find((x) => valuesOf(x, 'FORM_TYPE')[0] === NS.httpUpload);
  const [said] = valuesOf(form, 'max-file-size');
  const max = Number(said ?? Number.NaN);
  return {
    address,
    limit: Number.isSafeInteger(max) && max > 0 ? { max } : {},
    purposes: features.includes(`${NS.uploadPurpose}#message`),
  };
}

function readSlot(slot: XmlElement | undefined, domain: string): Slot | undefined {
  const put = slot && child(slot, 'put');
  const url = (slot && child(slot, 'get'))?.attrs.url ?? '';
  const path = ownPath(put?.attrs.url ?? '', domain);
  if (!put || path === undefined || ownPath(url, domain) === undefined) return undefined;
  const headers: Record<string, string> = {};
  for (const header of children(put, 'header')) {
    const { name = '' } = header.attrs;
    const value = header.children.join('');
    if (HEADERS.includes(name.toLowerCase()) && !/[\r\n]/.test(name + value)) headers[name] = value;
  }
  return { url, path, headers };
}
