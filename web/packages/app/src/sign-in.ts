import {
  Frames,
  LoginRefused,
  type LoginRefusal,
  type OpenTransport,
  exchangePasswordForToken,
  invalidateToken,
  jid,
  webSocketTransport,
} from '@stoa/xmpp';
import { type Account, keepAccount, userAgent } from './account.ts';

/** How long signing in or out may take before we say that the server cannot be reached. */
const DEADLINE_MS = 15_000;

export function serverTransport(): OpenTransport {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return webSocketTransport(`${scheme}://${location.host}/xmpp-websocket`);
}

export type SignInProblem = LoginRefusal | 'network';

export class SignInFailed extends Error {
  constructor(readonly problem: SignInProblem) {
    super(problem);
  }
}

/** Exchanges a password for a token, and keeps the token. Rejects with {@link SignInFailed}. */
export async function signIn(address: string, password: string): Promise<Account> {
  const account = { domain: jid.domain(address), username: jid.local(address), password };
  const { jid: authorised, token } = await within((frames) =>
    exchangePasswordForToken(frames, account, userAgent()),
  );
  return keepAccount(jid.bare(authorised) || address, token);
}

/** Declares a token void on the server. Rejects with {@link SignInFailed} when the server cannot be asked. */
export async function revoke(account: Account): Promise<void> {
  const { address, token } = account;
  await within((frames) =>
    invalidateToken(
      frames,
      { domain: jid.domain(address), username: jid.local(address), token },
      userAgent(),
    ),
  );
}

async function within<T>(act: (frames: Frames) => Promise<T>): Promise<T> {
  const frames = new Frames(serverTransport());
  const deadline = setTimeout(() => frames.drop(), DEADLINE_MS);
  try {
    return await act(frames);
  } catch (e) {
    throw new SignInFailed(e instanceof LoginRefused ? e.refusal : 'network');
  } finally {
    clearTimeout(deadline);
    frames.close();
  }
}
