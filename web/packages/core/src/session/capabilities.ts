import { type XmlElement, NS, xml } from '@stoa/xmpp';
import { sha1 } from '../colour/sha1.ts';

/** What this client says of itself (XEP-0030) and the hash that stands for it in presence (XEP-0115). */
const IDENTITY = { category: 'client', type: 'web', name: 'Stoa' } as const;

const FEATURES = [NS.caps, NS.chatStates, NS.discoInfo, NS.muc, NS.ping, NS.sid, NS.version].sort();

export const CAPS_NODE = 'urn:stoa:web';

/** XEP-0115 §5.1. */
export const CAPS_VER = btoa(
  String.fromCharCode(
    ...sha1(
      `${IDENTITY.category}/${IDENTITY.type}//${IDENTITY.name}<${FEATURES.map((f) => `${f}<`).join('')}`,
    ),
  ),
);

export function discoInfo(node: string | undefined): XmlElement {
  return xml(
    'query',
    NS.discoInfo,
    { node },
    xml('identity', NS.discoInfo, IDENTITY),
    ...FEATURES.map((f) => xml('feature', NS.discoInfo, { var: f })),
  );
}
