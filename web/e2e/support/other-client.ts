import { Colleague } from './colleague.ts';
import type { Server } from './server.ts';
import type { Window } from './window.ts';

interface Demo {
  readonly demo: readonly { readonly address: string; readonly password: string }[];
}

const EXTENSIONS = 'xep_0184 xep_0308 xep_0333 xep_0334 xep_0444 xep_0461';

/** A person of the demonstration at slixmpp, with the extensions that conversations are made of. */
export async function atAnotherClient(server: Server, window: Window, name: string): Promise<Colleague> {
  const answer = await window.page.request.get(`${server.url}/api/v1/instance`);
  const { demo } = (await answer.json()) as Demo;
  const person = demo.find((d) => d.address.startsWith(`${name}@`));
  if (!person) throw new Error(`the demonstration has no ${name}`);
  return signIn(server, person.address, person.password);
}

async function signIn(server: Server, address: string, password: string): Promise<Colleague> {
  const colleague = await Colleague.signIn(server, address, password);
  colleague.does('learn', { plugins: EXTENSIONS });
  await colleague.gets('learnt');
  return colleague;
}

/** The same with somebody nobody has a talk with, whom the domain does not have any more afterwards. */
export async function withNewcomer(
  server: Server,
  name: string,
  story: (newcomer: Colleague) => Promise<void>,
): Promise<void> {
  const address = `${name.toLowerCase()}@localhost`;
  const password = 'new to Verona, and alone';
  await server.command(['user', 'add', address, '--name', name, '--password-stdin'], password);
  const newcomer = await signIn(server, address, password);
  try {
    await story(newcomer);
  } finally {
    await newcomer.quit();
    await server.command(['user', 'remove', address]);
  }
}

let count = 0;

/** An id that no message had before. */
export const newId = (): string => `id-${Date.now()}-${++count}`;
