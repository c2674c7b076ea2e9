import { type XmlElement, NS, child, childText, children } from '@stoa/xmpp';
import { fileName, isShown, mediaType } from './file-names.ts';
import { httpsUrl, nameIn, ownPath } from './own-files.ts';
import type { SharedFile } from './types.ts';

/** More files than this in one message are not shown. */
const MOST_FILES = 20;

/** Pictures that say they are larger are taken for pictures that say nothing. */
const MOST_PIXELS = 50_000;

/**
 * The files a message shares: described (XEP-0447), else attached by their address (XEP-0066), else by an address of our own
 * domain's files that is all the message says. What has no `https` address is no file to us.
 */
export function readFiles(message: XmlElement, ownDomain: string): readonly SharedFile[] {
  const described = children(message, 'file-sharing', NS.sfs).slice(0, MOST_FILES).flatMap(readSharing);
  if (described.length > 0) return described;
  const attached = children(message, 'x', NS.oob)
    .slice(0, MOST_FILES)
    .flatMap((x) => fileAt(childText(x, 'url') ?? ''));
  if (attached.length > 0) return attached;
  const body = childText(message, 'body')?.trim() ?? '';
  return ownPath(body, ownDomain) === undefined ? [] : fileAt(body);
}

/** The words of a message without the addresses of its files, where these stand alone at its beginning or end. */
export function withoutAddresses(text: string, files: readonly SharedFile[]): string {
  if (files.length === 0) return text;
  let rest = text.trim();
  for (const { url } of [...files].reverse()) {
    if (url === undefined) continue;
    if (rest === url) return '';
    if (rest.endsWith(url) && /\s$/.test(rest.slice(0, -url.length)))
      rest = rest.slice(0, -url.length).trim();
    else if (rest.startsWith(url) && /^\s/.test(rest.slice(url.length))) rest = rest.slice(url.length).trim();
  }
  return rest;
}

/** One file as it is described (XEP-0447 §3.1); none where it has no address that can be fetched. */
export function readSharing(sharing: XmlElement): readonly SharedFile[] {
  const sources = child(sharing, 'sources');
  const targets = sources ? children(sources, 'url-data', NS.urlData) : [];
  const url = targets.map((t) => httpsUrl(t.attrs.target ?? '')?.href).find((u) => u !== undefined);
  if (url === undefined) return [];
  const about = child(sharing, 'file', NS.fileMetadata);
  const says = (name: string) => (about ? childText(about, name)?.trim() : undefined);
  const type = mediaType(says('media-type'));
  const size = count(says('size'), Number.MAX_SAFE_INTEGER);
  // COMPAT(XEP-0446 before 0.2): both dimensions in one.
  const [, w, h] = /^(\d+)x(\d+)$/.exec(says('dimensions') ?? '') ?? [];
  const width = count(says('width') ?? w, MOST_PIXELS);
  const height = count(says('height') ?? h, MOST_PIXELS);
  const hashes = about ? children(about, 'hash', NS.hashes) : [];
  const sha256 = hashes
    .filter((hash) => hash.attrs.algo === 'sha-256')
    .map((hash) => hash.children.join('').trim())
    .find((hash) => /^[A-Za-z0-9+/]{43}=$/.test(hash));
  const name = fileName(says('name') ?? '') || fileName(nameIn(url));
  const attachment = sharing.attrs.disposition === 'attachment';
  return [
    {
      url,
      name,
      ...(type === undefined ? {} : { mediaType: type }),
      ...(size === undefined ? {} : { size }),
      ...(width && height ? { width, height } : {}),
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(attachment && isShown({ name, ...(type ? { mediaType: type } : {}) })
        ? { attachment: true as const }
        : {}),
    },
  ];
}

function fileAt(address: string): readonly SharedFile[] {
  const url = httpsUrl(address)?.href;
  return url === undefined ? [] : [{ url, name: fileName(nameIn(url)) }];
}

function count(text: string | undefined, most: number): number | undefined {
  if (text === undefined || !/^\d{1,16}$/.test(text)) return undefined;
  const n = Number(text);
  return n <= most ? n : undefined;
}
