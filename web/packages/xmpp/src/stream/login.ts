import { base64, fromBase64 } from '../bytes.ts';
import { NS } from '../namespaces.ts';
import { HT_MECHANISM, HashedToken } from '../sasl/hashed-token.ts';
import { type SaslExchange, SaslRefused } from '../sasl/mechanism.ts';
import { Scram, offered } from '../sasl/scram.ts';
import { type XmlElement, child, childText, children, elementsOf, textOf, xml } from '../xml.ts';
import type { Frames } from './frames.ts';

/** Why a sign-in did not succeed. `credentials`: the password or token is not right, or not any more. */
export type LoginRefusal =
  'credentials' | 'disabled' | 'revoked' | 'temporary' | 'unsupported' | 'untrusted-server';

export class LoginRefused extends Error {
  constructor(readonly refusal: LoginRefusal) {
    super(refusal);
  }
}

/** How this browser names itself (XEP-0388 §2.3.1). The id stays the same, so that the server knows the device again. */
export interface UserAgent {
  readonly id: string;
  readonly software: string;
  readonly device: string;
}

/** A FAST token (XEP-0484). */
export interface Token {
  readonly value: string;
  /** Until when it is good, in ms since 1970; undefined when the server did not say. */
  readonly expires: number | undefined;
}

export interface LoggedIn {
  readonly jid: string;
  /** A new token, when the server gave one with the success: it replaces the old one. */
  readonly token: Token | undefined;
  /** The answer to an inline <resume/>: how many of our stanzas the server had handled. */
  readonly resumedAt: number | undefined;
  /** The stream management session that Bind 2 enabled. */
  readonly enabled: { readonly id: string | undefined } | undefined;
}

interface Offer {
  readonly mechanisms: readonly string[];
  readonly fast: readonly string[];
  /** XEP-0440: the types of channel binding, undefined when the server names none. */
  readonly bindingTypes: readonly string[] | undefined;
}

/** What the stream features offer for SASL2 and FAST. Throws when there is no SASL2. */
function readOffer(features: XmlElement): Offer {
  const authentication = child(features, 'authentication', NS.sasl2);
  if (!authentication) throw new LoginRefused('unsupported');
  const inline = child(authentication, 'inline');
  const fast = inline && child(inline, 'fast', NS.fast);
  const binding = child(features, 'sasl-channel-binding', NS.channelBinding);
  return {
    mechanisms: children(authentication, 'mechanism').map(textOf),
    fast: fast ? children(fast, 'mechanism').map(textOf) : [],
    bindingTypes: binding && children(binding, 'channel-binding').map((type) => type.attrs.type ?? ''),
  };
}

/**
 * The password login: proves the password by SCRAM, and asks for a token. It binds nothing; sessions start by token alone, so
 * that a password is never held longer than this exchange.
 */
export async function exchangePasswordForToken(
  frames: Frames,
  account: { readonly domain: string; readonly username: string; readonly password: string },
  agent: UserAgent,
): Promise<{ jid: string; token: Token }> {
  const offer = readOffer(await frames.openTo(account.domain));
  const hash = offer.mechanisms.includes('SCRAM-SHA-256')
    ? 'SHA-256'
    : offer.mechanisms.includes('SCRAM-SHA-1')
      ? 'SHA-1'
      : undefined;
  if (!hash || !offer.fast.includes(HT_MECHANISM)) throw new LoginRefused('unsupported');
  const seen = offered(offer.mechanisms, offer.bindingTypes);
  const scram = new Scram(hash, account.username, account.password, undefined, seen);
  const done = await authenticate(frames, scram, agent, [
    xml('request-token', NS.fast, { mechanism: HT_MECHANISM }),
  ]);
  if (!done.token) throw new LoginRefused('unsupported');
  return { jid: done.jid, token: done.token };
}

/** The login of every session: by token, resuming the former stream if there is one, else binding a new resource. */
export async function loginByToken(
  frames: Frames,
  account: { readonly domain: string; readonly username: string; readonly token: string },
  agent: UserAgent,
  resume: XmlElement | undefined,
): Promise<LoggedIn> {
  const offer = readOffer(await frames.openTo(account.domain));
  if (!offer.fast.includes(HT_MECHANISM)) throw new LoginRefused('unsupported');
  const bind = xml(
    'bind',
    NS.bind2,
    {},
    xml('tag', NS.bind2, {}, 'Stoa'),
    xml('enable', NS.carbons),
    xml('enable', NS.sm, { resume: 'true' }),
  );
  return authenticate(frames, new HashedToken(account.username, account.token), agent, [
    xml('fast', NS.fast),
    ...(resume ? [resume] : []),
    bind,
  ]);
}

/** Signs out: proves the token once more only to have it declared void (XEP-0484 §3.5). */
export async function invalidateToken(
  frames: Frames,
  account: { readonly domain: string; readonly username: string; readonly token: string },
  agent: UserAgent,
): Promise<void> {
  readOffer(await frames.openTo(account.domain));
  await authenticate(frames, new HashedToken(account.username, account.token), agent, [
    xml('fast', NS.fast, { invalidate: 'true' }),
  ]);
  frames.close();
}

async function authenticate(
  frames: Frames,
  exchange: SaslExchange,
  agent: UserAgent,
  inline: readonly XmlElement[],
): Promise<LoggedIn> {
  const initial = xml('initial-response', NS.sasl2, {}, base64(await exchange.start()));
  const device = xml(
    'user-agent',
    NS.sasl2,
    { id: agent.id },
    xml('software', NS.sasl2, {}, agent.software),
    xml('device', NS.sasl2, {}, agent.device),
  );
  frames.send(xml('authenticate', NS.sasl2, { mechanism: exchange.mechanism }, initial, device, ...inline));
  try {
    for (;;) {
      const answer = await frames.next();
      if (answer.ns !== NS.sasl2) throw new LoginRefused('unsupported');
      switch (answer.name) {
        case 'challenge': {
          const response = await exchange.respond(fromBase64(textOf(answer)));
          frames.send(xml('response', NS.sasl2, {}, base64(response)));
          break;
        }
        case 'success': {
          const data = childText(answer, 'additional-data');
          await exchange.finish(data === undefined ? undefined : fromBase64(data));
          return readSuccess(answer);
        }
        case 'failure':
          throw new LoginRefused(readFailure(answer));
        default:
          // <continue/> asks for tasks (a second factor, say) that this client does not know.
          throw new LoginRefused('unsupported');
      }
    }
  } catch (e) {
    frames.drop();
    throw e instanceof SaslRefused ? new LoginRefused('untrusted-server') : e;
  }
}

function readSuccess(success: XmlElement): LoggedIn {
  const token = child(success, 'token', NS.fast);
  const resumed = child(success, 'resumed', NS.sm);
  const bound = child(success, 'bound', NS.bind2);
  const enabled = bound && child(bound, 'enabled', NS.sm);
  const expires = Date.parse(token?.attrs.expiry ?? '');
  return {
    jid: childText(success, 'authorization-identifier') ?? '',
    token: token?.attrs.token
      ? { value: token.attrs.token, expires: Number.isNaN(expires) ? undefined : expires }
      : undefined,
    resumedAt: resumed ? Number(resumed.attrs.h) : undefined,
    enabled: enabled
      ? { id: enabled.attrs.resume === 'true' || enabled.attrs.resume === '1' ? enabled.attrs.id : undefined }
      : undefined,
  };
}

function readFailure(failure: XmlElement): LoginRefusal {
  switch (elementsOf(failure).find((c) => c.ns === NS.sasl)?.name) {
    case 'not-authorized':
    case 'credentials-expired':
    case 'invalid-authzid':
    case 'malformed-request':
      return 'credentials';
    case 'account-disabled':
      return 'disabled';
    case 'temporary-auth-failure':
      return 'temporary';
    default:
      return 'unsupported';
  }
}
