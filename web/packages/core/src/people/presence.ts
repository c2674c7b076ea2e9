import { type XmlElement, NS, child, childText, xml } from '@stoa/xmpp';
import { CAPS_NODE, CAPS_VER } from '../session/capabilities.ts';
import type { Presence, Show } from './types.ts';

/** XEP-0115 and RFC 6121 §4.7.2.1: the four shows of the protocol as the three a person sees. */
export function readPresence(stanza: XmlElement): Presence {
  const show = childText(stanza, 'show');
  const status = childText(stanza, 'status');
  const caps = child(stanza, 'c', NS.caps)?.attrs.ver;
  return {
    show: show === 'dnd' ? 'dnd' : show === 'away' || show === 'xa' ? 'away' : 'available',
    priority: Number(childText(stanza, 'priority') ?? 0) || 0,
    ...(status ? { status } : {}),
    ...(caps ? { caps } : {}),
  };
}

export function ownPresence(show: Show, to?: string, ...extra: readonly XmlElement[]): XmlElement {
  return xml(
    'presence',
    NS.client,
    { to },
    show !== 'available' && xml('show', NS.client, {}, show),
    xml('c', NS.caps, { hash: 'sha-1', node: CAPS_NODE, ver: CAPS_VER }),
    ...extra,
  );
}
