import { jid } from '@stoa/xmpp';

/** A place inside a conversation: a line, by an id of its, or a day. */
export interface Spot {
  readonly line?: string;
  readonly day?: string;
}

/** The path of a conversation, and of a place in it. Names of the person's own domain stand without it. */
export function pathOf(kind: 'chat' | 'room', address: string, domain: string, spot: Spot = {}): string {
  const home = kind === 'chat' ? domain : `conference.${domain}`;
  const own = jid.domain(address) === home && !address.includes('/');
  const name = own ? jid.local(address) : address;
  const path = `/${kind}/${encodeURIComponent(name).replaceAll('%40', '@')}`;
  if (spot.line !== undefined) return `${path}/message/${encodeURIComponent(spot.line)}`;
  return spot.day === undefined ? path : `${path}/day/${spot.day}`;
}
