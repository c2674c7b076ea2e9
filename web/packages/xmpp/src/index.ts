/** The XMPP client: streams, sign-in, stream management and the element codec. Needs no DOM. */
export { backoffMs } from './backoff.ts';
export { base64, randomId } from './bytes.ts';
export {
  Connection,
  type ConnectionEvents,
  type ConnectionOptions,
  type ConnectionStatus,
} from './connection.ts';
export { type RequestError, RequestFailed, type StanzaCondition, stanzaError } from './errors.ts';
export * as jid from './jid.ts';
export { NS } from './namespaces.ts';
export { Frames, StreamEnded } from './stream/frames.ts';
export {
  LoginRefused,
  type LoginRefusal,
  type Token,
  type UserAgent,
  exchangePasswordForToken,
  invalidateToken,
} from './stream/login.ts';
export {
  type Clock,
  type OpenTransport,
  type Transport,
  systemClock,
  webSocketTransport,
} from './transport.ts';
export {
  type XmlElement,
  type XmlNode,
  child,
  childIn,
  childText,
  children,
  elementsOf,
  isElement,
  parse,
  serialise,
  textOf,
  xml,
} from './xml.ts';
