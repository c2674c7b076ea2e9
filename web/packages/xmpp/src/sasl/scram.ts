import { type Bytes, base64, concat, fromBase64, fromUtf8, randomId, sameBytes, utf8 } from '../bytes.ts';
import { type SaslExchange, SaslRefused } from './mechanism.ts';

/**
 * SCRAM (RFC 5802, and RFC 7677 for SHA-256) over WebCrypto, without channel binding: a browser cannot see its TLS connection.
 * The password and everything derived from it live as long as this object, which is one exchange.
 */
export type ScramHash = 'SHA-1' | 'SHA-256';

/** A server that asks for more rounds than this is stalling us; RFC 7677 asks for at least 4096. */
const MAX_ITERATIONS = 2_000_000;
const MIN_ITERATIONS = 4096;

export class Scram implements SaslExchange {
  readonly mechanism: string;
  private readonly firstBare: string;
  private serverSignature: Bytes | undefined;
  private verified = false;

  constructor(
    private readonly hash: ScramHash,
    username: string,
    private readonly password: string,
    private readonly nonce: string = randomId(18),
    /** What the server offered, as {@link offered} writes it; undefined when that is not to be compared. */
    private readonly offer?: string,
  ) {
    this.mechanism = `SCRAM-${hash}`;
    this.firstBare = `n=${username.replace(/=/g, '=3D').replace(/,/g, '=2C')},r=${this.nonce}`;
  }

  async start(): Promise<Bytes> {
    return utf8(`n,,${this.firstBare}`);
  }

  async respond(challenge: Bytes): Promise<Bytes> {
    const serverFirst = fromUtf8(challenge);
    if (this.serverSignature) {
      // RFC 6120 §6.3.10: some servers send the last message as a challenge of its own.
      this.verify(serverFirst);
      return utf8('');
    }
    const fields = parseFields(serverFirst);
    const nonce = fields.get('r') ?? '';
    const iterations = Number(fields.get('i'));
    if (fields.has('m')) throw new SaslRefused('an extension we do not know');
    if (!nonce.startsWith(this.nonce) || nonce.length <= this.nonce.length)
      throw new SaslRefused('not our nonce');
    if (!(iterations >= MIN_ITERATIONS && iterations <= MAX_ITERATIONS))
      throw new SaslRefused('odd iteration count');
    await this.compareOffer(fields.get('h'));
    const salt = fromBase64(fields.get('s') ?? '');

    const withoutProof = `c=${base64(utf8('n,,'))},r=${nonce}`;
    const authMessage = utf8(`${this.firstBare},${serverFirst},${withoutProof}`);
    const salted = await this.saltedPassword(salt, iterations);
    const clientKey = await hmac(this.hash, salted, utf8('Client Key'));
    const storedKey = new Uint8Array(await crypto.subtle.digest(this.hash, clientKey));
    const clientSignature = await hmac(this.hash, storedKey, authMessage);
    const serverKey = await hmac(this.hash, salted, utf8('Server Key'));
    this.serverSignature = await hmac(this.hash, serverKey, authMessage);
    const proof = clientKey.map((byte, i) => byte ^ (clientSignature[i] ?? 0));
    return concat(utf8(`${withoutProof},p=${base64(proof)}`));
  }

  async finish(additionalData: Bytes | undefined): Promise<void> {
    if (additionalData?.length) this.verify(fromUtf8(additionalData));
    if (!this.verified) throw new SaslRefused('the server did not prove that it knows the password');
  }

  /** XEP-0474 §5.2: somebody between has changed the offer. That this is the server's own word, its proof shows. */
  private async compareOffer(told: string | undefined): Promise<void> {
    if (told === undefined || this.offer === undefined) return;
    const seen = new Uint8Array(await crypto.subtle.digest(this.hash, utf8(this.offer)));
    if (!sameBytes(fromBase64(told), seen)) throw new SaslRefused('the offer was changed on the way');
  }

  private verify(serverFinal: string): void {
    const signature = parseFields(serverFinal).get('v');
    if (!this.serverSignature || !signature || !sameBytes(fromBase64(signature), this.serverSignature)) {
      throw new SaslRefused('the server does not know the password');
    }
    this.verified = true;
  }

  private async saltedPassword(salt: Bytes, iterations: number): Promise<Bytes> {
    const key = await crypto.subtle.importKey('raw', utf8(prepare(this.password)), 'PBKDF2', false, [
      'deriveBits',
    ]);
    const bits = this.hash === 'SHA-1' ? 160 : 256;
    return new Uint8Array(
      await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: this.hash, salt, iterations }, key, bits),
    );
  }
}

export async function hmac(hash: ScramHash, secret: Bytes, data: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, data));
}

/** XEP-0474 §5.1: mechanisms and, where the server named any, types of channel binding; all of them are ASCII. */
export function offered(mechanisms: readonly string[], bindingTypes: readonly string[] | undefined): string {
  const joined = (names: readonly string[]) => [...names].sort().join('\x1e');
  return bindingTypes ? `${joined(mechanisms)}\x1f${joined(bindingTypes)}` : joined(mechanisms);
}

/** The part of SASLprep (RFC 4013) that changes anything a person can type: odd spaces, invisible characters, NFKC. */
export function prepare(password: string): string {
  return password
    .replace(/[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g, ' ')
    .replace(/\u00ad|\u034f|\u1806|[\u180b-\u180d]|\u200c|\u200d|\u2060|[\ufe00-\ufe0f]|\ufeff/gu, '')
    .normalize('NFKC');
}

function parseFields(message: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const part of message.split(',')) {
    if (part[1] === '=') fields.set(part.slice(0, 1), part.slice(2));
  }
  const error = fields.get('e');
  if (error) throw new SaslRefused(error);
  return fields;
}
