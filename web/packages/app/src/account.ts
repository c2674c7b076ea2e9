import type { LoginRefusal, Token, UserAgent } from '@stoa/xmpp';
import { kept } from './kept.ts';

/**
 * Who is signed in, in this browser: an address and a token that the server can declare void. No password and nothing made from
 * one is ever kept.
 */
export interface Account {
  readonly address: string;
  readonly token: string;
  readonly expires?: number;
}

const ACCOUNT = 'stoa.account';
const REFUSAL = 'stoa.refusal';
const AGENT = 'stoa.agent';

export function loadAccount(): Account | undefined {
  try {
    const saved: unknown = JSON.parse(kept.get(ACCOUNT) ?? 'null');
    if (typeof saved !== 'object' || saved === null) return undefined;
    const { address, token, expires } = saved as Partial<Account>;
    if (typeof address !== 'string' || typeof token !== 'string') return undefined;
    return { address, token, ...(typeof expires === 'number' ? { expires } : {}) };
  } catch {
    return undefined;
  }
}

export function keepAccount(address: string, token: Token): Account {
  const account = {
    address,
    token: token.value,
    ...(token.expires === undefined ? {} : { expires: token.expires }),
  };
  kept.set(ACCOUNT, JSON.stringify(account));
  kept.remove(REFUSAL);
  return account;
}

/** With the reason, where it is the server that does not let the account in any more. The first tab that hears of it says it. */
export function forgetAccount(refusal?: LoginRefusal): void {
  // Before the account goes: the other tabs ask for it as soon as they hear that it is gone.
  if (refusal && loadAccount()) kept.set(REFUSAL, refusal);
  kept.remove(ACCOUNT);
}

/** Why the account that was signed in here is not any more; nothing where its owner signed it out. */
export const loadRefusal = (): LoginRefusal | undefined =>
  (kept.get(REFUSAL) as LoginRefusal | null) ?? undefined;

/** Another tab signed in or out. */
export function onAccountChange(changed: () => void): () => void {
  const heard = (event: StorageEvent) => {
    if (event.key === ACCOUNT || event.key === null) changed();
  };
  addEventListener('storage', heard);
  return () => removeEventListener('storage', heard);
}

/** This browser as the server knows it (XEP-0388 §2.3.1): the same over sign-outs. */
export function userAgent(): UserAgent {
  let id = kept.get(AGENT);
  if (!id) {
    id = crypto.randomUUID();
    kept.set(AGENT, id);
  }
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\//.exec(navigator.userAgent)?.[1] ?? 'Browser';
  const names: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera' };
  return { id, software: 'Stoa', device: names[browser] ?? browser };
}
