/** The HTTP API, as far as the pages before the chat and the invitations need it. */

export interface Instance {
  readonly name: string;
  readonly version: string;
  readonly domain: string;
  readonly domains: readonly string[];
  readonly demo: readonly DemoPerson[] | null;
}

export interface DemoPerson {
  readonly address: string;
  readonly password: string;
  readonly name: string;
}

export interface NewPerson {
  readonly username: string;
  readonly name: string;
  readonly password: string;
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
  checkInvite: (token: string) =>
    call<{ domain: string; invitedBy: string | null }>('POST', 'invites/check', { token }),
  acceptInvite: (token: string, person: NewPerson) =>
    call<{ address: string }>('POST', 'invites/accept', { token, ...person }),
};
