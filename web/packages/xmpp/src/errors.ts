import { NS } from './namespaces.ts';
import { type XmlElement, child, childText, elementsOf } from './xml.ts';

/** The defined conditions of RFC 6120 §8.3.3. */
export const STANZA_CONDITIONS = [
  'bad-request',
  'conflict',
  'feature-not-implemented',
  'forbidden',
  'gone',
  'internal-server-error',
  'item-not-found',
  'jid-malformed',
  'not-acceptable',
  'not-allowed',
  'not-authorized',
  'policy-violation',
  'recipient-unavailable',
  'redirect',
  'registration-required',
  'remote-server-not-found',
  'remote-server-timeout',
  'resource-constraint',
  'service-unavailable',
  'subscription-required',
  'undefined-condition',
  'unexpected-request',
] as const;

export type StanzaCondition = (typeof STANZA_CONDITIONS)[number];

/** What can go wrong with something we asked for. `kind` tells the cases apart; plain data, so it crosses tabs. */
export type RequestError =
  | {
      readonly kind: 'stanza';
      readonly condition: StanzaCondition;
      readonly retry: boolean;
      readonly text?: string;
    }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'disconnected' };

/** A {@link RequestError} thrown by a promise. */
export class RequestFailed extends Error {
  constructor(readonly reason: RequestError) {
    super(reason.kind === 'stanza' ? reason.condition : reason.kind);
  }
}

/** Reads the error of a stanza with type='error'. `retry` is true for errors of type wait. */
export function stanzaError(stanza: XmlElement): RequestError & { kind: 'stanza' } {
  const error = child(stanza, 'error');
  const named = error && elementsOf(error).find((e) => e.ns === NS.stanzaErrors && e.name !== 'text');
  const condition = STANZA_CONDITIONS.find((c) => c === named?.name) ?? 'undefined-condition';
  const text = error && childText(error, 'text', NS.stanzaErrors);
  return { kind: 'stanza', condition, retry: error?.attrs.type === 'wait', ...(text ? { text } : {}) };
}
