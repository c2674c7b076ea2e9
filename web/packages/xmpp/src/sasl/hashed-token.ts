import { type Bytes, concat, sameBytes, utf8 } from '../bytes.ts';
import { type SaslExchange, SaslRefused } from './mechanism.ts';
import { hmac } from './scram.ts';

/**
 * HT-SHA-256-NONE, the hashed token mechanism that FAST (XEP-0484) uses where no channel binding can be had. The token itself
 * never crosses the wire; both sides prove that they hold it.
 */
export const HT_MECHANISM = 'HT-SHA-256-NONE';

export class HashedToken implements SaslExchange {
  readonly mechanism = HT_MECHANISM;

  constructor(
    private readonly username: string,
    private readonly token: string,
  ) {}

  async start(): Promise<Bytes> {
    return concat(utf8(`${this.username}\0`), await hmac('SHA-256', utf8(this.token), utf8('Initiator')));
  }

  respond(): Promise<Bytes> {
    return Promise.reject(new SaslRefused('this mechanism has no challenge'));
  }

  async finish(additionalData: Bytes | undefined): Promise<void> {
    const expected = await hmac('SHA-256', utf8(this.token), utf8('Responder'));
    if (!additionalData || !sameBytes(additionalData, expected)) {
      throw new SaslRefused('the server does not hold the token');
    }
  }
}
