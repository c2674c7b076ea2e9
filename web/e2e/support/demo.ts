import type { Server } from './server.ts';

interface Demo {
  readonly demo: readonly { readonly address: string; readonly password: string; readonly name: string }[];
}

/** One of the demonstration's people, with the password they may be played with in other clients. */
export async function demoPerson(
  server: Server,
  name: string,
): Promise<{ address: string; password: string }> {
  const answer = await fetch(`${server.url}/api/v1/instance`);
  const found = ((await answer.json()) as Demo).demo.find((d) => d.address.startsWith(`${name}@`));
  if (!found) throw new Error(`the demonstration has no ${name}`);
  return found;
}
