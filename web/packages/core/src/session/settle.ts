import { RequestFailed } from '@stoa/xmpp';

/** Waits for all; what the server refused is no reason to stop, anything else is a bug and thrown. */
export async function settle(tasks: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(tasks)) {
    if (result.status === 'rejected' && !(result.reason instanceof RequestFailed)) throw result.reason;
  }
}
