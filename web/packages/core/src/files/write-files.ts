import { type XmlElement, NS, xml } from '@stoa/xmpp';
import { isShown } from './file-names.ts';
import type { SharedFile } from './types.ts';

/**
 * A file as a message of its own: its address as the body and beside it (XEP-0066), so that every client shows or fetches it,
 * and what is known of it (XEP-0446, XEP-0447) for those that know more; to them the body is but a fallback (XEP-0428).
 */
export function writeFile(file: SharedFile & { readonly url: string }): XmlElement[] {
  const { url } = file;
  return [
    xml('body', NS.client, {}, url),
    xml('x', NS.oob, {}, xml('url', NS.oob, {}, url)),
    writeSharing(file),
    xml('fallback', NS.fallback, { for: NS.sfs }, xml('body', NS.fallback)),
  ];
}

/** What is known of a file, and where it is (XEP-0447 §3.1). */
export function writeSharing(file: SharedFile & { readonly url: string }): XmlElement {
  const { url, name, mediaType, size, width, height, sha256 } = file;
  const says = (element: string, value: string | number | undefined) =>
    value !== undefined && xml(element, NS.fileMetadata, {}, String(value));
  return xml(
    'file-sharing',
    NS.sfs,
    { disposition: isShown(file) ? 'inline' : 'attachment' },
    xml(
      'file',
      NS.fileMetadata,
      {},
      says('media-type', mediaType),
      says('name', name),
      says('size', size),
      says('width', width),
      says('height', height),
      sha256 !== undefined && xml('hash', NS.hashes, { algo: 'sha-256' }, sha256),
    ),
    xml('sources', NS.sfs, {}, xml('url-data', NS.urlData, { target: url })),
  );
}
