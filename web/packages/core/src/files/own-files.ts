/** Where the server keeps what people share, at every domain's own host (XEP-0363). */
const FILES = '/files/';

/**
 * The path of a file that is kept at our own domain: the page may load it from where it comes itself, whatever port people
 * reach the server by. Undefined for every other address.
 */
export function ownPath(url: string, domain: string): string | undefined {
  const at = httpsUrl(url);
  if (!at || at.hostname !== hostOf(domain) || !at.pathname.startsWith(FILES)) return undefined;
  return at.pathname.split('/').length === 4 ? at.pathname : undefined;
}

/** An address of the web that may be shown as a link and fetched on demand; no other scheme, no user names in it. */
export function httpsUrl(url: string): URL | undefined {
  try {
    const parsed = new URL(url.trim());
    const plain = parsed.username === '' && parsed.password === '';
    return parsed.protocol === 'https:' && plain && parsed.hostname !== '' ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The name at the end of an address. */
export function nameIn(url: string): string {
  const last = httpsUrl(url)?.pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function hostOf(domain: string): string | undefined {
  try {
    return new URL(`https://${domain}`).hostname;
  } catch {
    return undefined;
  }
}
