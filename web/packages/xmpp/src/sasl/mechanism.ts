import type { Bytes } from '../bytes.ts';

/** One SASL exchange from the client's side. Payloads are the bare bytes; the stream puts them in base64. */
export interface SaslExchange {
  readonly mechanism: string;
  /** The initial response. */
  start(): Promise<Bytes>;
  /** The response to a challenge. Throws {@link SaslRefused} when the server's part is wrong. */
  respond(challenge: Bytes): Promise<Bytes>;
  /** Checks what comes with success, so that a server that does not know the secret is found out. */
  finish(additionalData: Bytes | undefined): Promise<void>;
}

/** The server's part of an exchange is wrong: it does not know the secret, or is not speaking the mechanism. */
export class SaslRefused extends Error {}
