import { type XmlElement, NS, child, childText, xml } from '@stoa/xmpp';
import { CAPS_NODE, capsVer } from '../session/capabilities.ts';
import { shownText } from '../texts/shown-text.ts';
import type { OwnShow, Presence } from './types.ts';

/** XEP-0115 and RFC 6121 §4.7.2.1: the four shows of the protocol as the three a person sees. */
export function readPresence(stanza: XmlElement): Presence {
  const show = childText(stanza, 'show');
  const status = shownText(childText(stanza, 'status') ?? '');
  const caps = child(stanza, 'c', NS.caps)?.attrs.ver;
  const update = child(stanza, 'x', NS.vcardUpdate);
  const photo = update && childText(update, 'photo');
  const idle = child(stanza, 'idle', NS.idle) ?? child(stanza, 'query', NS.lastActivity);
  return {
    show: show === 'dnd' ? 'dnd' : show === 'away' || show === 'xa' ? 'away' : 'available',
    priority: Number(childText(stanza, 'priority') ?? 0) || 0,
    ...(status ? { status } : {}),
    ...(photo ? { photo } : {}),
    ...(idle ? { idle: true } : {}),
    ...(caps ? { caps } : {}),
  };
}

/** What our own presence says. */
export interface OwnStatus {
  readonly show: OwnShow;
  readonly statusText: string;
  /** Since when nobody touched anything, where the status is "away" by itself; in ms since 1970. */
  readonly idleSince?: number | undefined;
}

/** With what the person lets be told of them. */
export interface OwnPresence extends OwnStatus {
  readonly settings: { readonly tellTime: boolean };
}

export function ownPresence(own: OwnPresence, to?: string, ...extra: readonly XmlElement[]): XmlElement {
  const { show, statusText, idleSince } = own;
  if (show === 'offline') return xml('presence', NS.client, { to, type: 'unavailable' });
  return xml(
    'presence',
    NS.client,
    { to },
    show !== 'available' && xml('show', NS.client, {}, show),
    statusText !== '' && xml('status', NS.client, {}, statusText),
    idleSince !== undefined && xml('idle', NS.idle, { since: new Date(idleSince).toISOString() }),
    xml('c', NS.caps, { hash: 'sha-1', node: CAPS_NODE, ver: capsVer(own.settings.tellTime) }),
    ...extra,
  );
}
