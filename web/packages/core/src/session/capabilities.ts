import { type XmlElement, NS, xml } from '@stoa/xmpp';
import { sha1 } from '../colour/sha1.ts';
import { MARKS_NODE } from '../marks/marks.ts';
import { WISHES_NODE } from '../notifications/wishes.ts';
import { UNREAD_NODE } from '../pep/unread-again.ts';
import { SETTINGS_NODE } from '../settings/settings.ts';

/** What this client says of itself (XEP-0030) and the hash that stands for it in presence (XEP-0115). */
const IDENTITY = { category: 'client', type: 'web', name: 'Stoa' } as const;

const FEATURES = [
  NS.caps,
  NS.chatStates,
  NS.conference,
  NS.correct,
  NS.discoInfo,
  NS.fallback,
  NS.fileMetadata,
  NS.idle,
  NS.markers,
  NS.mentions,
  NS.muc,
  NS.oob,
  NS.ping,
  NS.reactions,
  NS.receipts,
  NS.references,
  NS.reply,
  NS.retract,
  NS.sfs,
  NS.sid,
  NS.styling,
  NS.version,
  `${NS.mentions}#channel`,
  `${NS.displayed}+notify`,
  `${NS.pepBookmarks}+notify`,
  `${NS.stoaDrafts}+notify`,
  `${NS.stoaStaged}+notify`,
  `${MARKS_NODE}+notify`,
  `${SETTINGS_NODE}+notify`,
  `${UNREAD_NODE}+notify`,
  `${WISHES_NODE}+notify`,
].sort();

export const CAPS_NODE = 'urn:stoa:web';

/** What is told only by who lets it be told. */
const WITH_TIME = [...FEATURES, NS.time].sort();

/** XEP-0115 §5.1. */
const hashOf = (features: readonly string[]) =>
  btoa(
    String.fromCharCode(
      ...sha1(
        `${IDENTITY.category}/${IDENTITY.type}//${IDENTITY.name}<${features.map((f) => `${f}<`).join('')}`,
      ),
    ),
  );

/** By what this client is known to others of its kind: those that tell their local time, and those that do not. */
const VERS = { telling: hashOf(WITH_TIME), silent: hashOf(FEATURES) } as const;

/** Whether that is a client like this one whose person does not tell their time. */
export const keepsTime = (ver: string | undefined): boolean => ver === VERS.silent;

/** Whether that is a client like this one. */
export const isOurKind = (ver: string | undefined): boolean => ver === VERS.telling || ver === VERS.silent;

export const capsVer = (tellTime: boolean): string => (tellTime ? VERS.telling : VERS.silent);

/** The answer to who asks what stands behind a hash, or what there is now. */
export function discoInfo(node: string | undefined, tellTime: boolean): XmlElement {
  const asked = node?.slice(CAPS_NODE.length + 1);
  const features =
    asked === VERS.silent ? FEATURES : asked === VERS.telling || tellTime ? WITH_TIME : FEATURES;
  return xml(
    'query',
    NS.discoInfo,
    { node },
    xml('identity', NS.discoInfo, IDENTITY),
    ...features.map((f) => xml('feature', NS.discoInfo, { var: f })),
  );
}
