/** The HTTP API, as far as the pages before the chat and the invitations need it. */

export interface Instance {
  readonly name: string;
  readonly version: string;
  readonly domain: string;
  readonly domains: readonly string[];
  /** For how many days shared files are kept; 0 for ever. */
  readonly files_keep_days: number;
  readonly demo: readonly DemoPerson[] | null;
}

export interface DemoPerson {
  readonly address: string;
  readonly password: string;
  readonly name: string;
}

/** `username` is the only one the account may have; `uri` opens the invitation in another app. */
export interface Invitation {
  readonly domain: string;
  readonly invitedBy?: string;
  readonly username?: string;
  readonly uri?: string;
}

export interface NewPerson {
  readonly username: string;
  readonly name: string;
  readonly password: string;
}

/** What an application asks for (XEP-0493): either to be let in, or the browser has to go on. */
export type ApplicationRequest =
  | { readonly application: string; readonly at: string; readonly denied: string; readonly scope: string }
  | { readonly goto: string };

/** Where other clients connect, and whether the server reaches itself there by the domain's name. */
export interface ConnectionInfo {
  readonly domain: string;
  readonly port: number;
  readonly tls_port: number;
  readonly port_reachable: boolean;
  readonly tls_port_reachable: boolean;
}

/** A problem (RFC 9457) with its machine code; `network` when there was no answer. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

async function call<T>(method: 'GET' | 'POST', path: string, body?: unknown, bearer?: string): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/v1/${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
    });
  } catch {
    throw new ApiError(0, 'network');
  }
  const answer: unknown = await response.json().catch(() => ({}));
  if (!response.ok) {
    const code = (answer as { code?: unknown }).code;
    throw new ApiError(response.status, typeof code === 'string' ? code : 'other');
  }
  return answer as T;
}

export const INVITE_HOURS = 168;

export const api = {
  instance: () => call<Instance>('GET', 'instance'),
  connection: () => call<ConnectionInfo>('GET', 'connection'),
  /** XEP-0156: whether clients that know the domain alone find the WebSocket. */
  async hostMeta(): Promise<boolean> {
    const found = await fetch('/.well-known/host-meta.json', { cache: 'no-store' }).catch(() => undefined);
    if (!found?.ok) return false;
    const { links = [] } = (await found.json().catch(() => ({}))) as {
      links?: readonly { readonly rel?: string }[];
    };
    return links.some((l) => l.rel === 'urn:xmpp:alt-connections:websocket');
  },
  checkSetup: (token: string) => call<{ domain: string }>('POST', 'setup/check', { token }),
  claimSetup: (token: string, person: NewPerson) =>
    call<{ address: string; session: string }>('POST', 'setup/claim', { token, ...person }),
  addPerson: (person: NewPerson, bearer: string) =>
    call<{ address: string }>('POST', 'people', person, bearer),
  makeInvite: (bearer: string) =>
    call<{ url: string; token: string; expires: string }>(
      'POST',
      'invites',
      { uses: 1, hours: INVITE_HOURS },
      bearer,
    ),
  applicationRequest: (query: string) => call<ApplicationRequest>('GET', `oauth/request${query}`),
  checkInvite: (token: string) => call<Invitation>('POST', 'invites/check', { token }),
  acceptInvite: (token: string, person: NewPerson) =>
    call<{ address: string }>('POST', 'invites/accept', { token, ...person }),
};
