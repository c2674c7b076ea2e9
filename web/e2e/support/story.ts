import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
} from '@playwright/test';
import { Server } from './server.ts';
import { Network, Window } from './window.ts';

/** A browser of one person: its own profile, with as many windows as one opens. */
export interface Person {
  readonly context: BrowserContext;
  readonly network: Network;
  window(): Promise<Window>;
}

interface Stage {
  readonly enter: (options?: BrowserContextOptions) => Promise<Person>;
  /** Words that nobody said before. */
  readonly words: (text: string) => string;
  readonly faults: string[];
}

let count = 0;

/** Stories on one demo server. Each fails if any page broke its content security policy, or asked another host for anything. */
export const test = base.extend<Stage, { readonly server: Server }>({
  server: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures from the pattern
    async ({}, use) => {
      const server = await Server.start('--demo');
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 11 * 60_000 },
  ],
  faults: [
    async ({ browser }, use) => {
      const faults: string[] = [];
      await use(faults);
      // Who stays behind goes on calling a server that is gone, and costs the next stories their time.
      for (const context of browser.contexts()) await context.close();
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
  // eslint-disable-next-line no-empty-pattern -- as above
  words: async ({}, use) => {
    count += 1;
    const scene = `${count}.${Date.now() % 100_000}`;
    await use((text) => `${text} (${scene})`);
  },
  enter: async ({ browser, server, faults }, use) => {
    const people: Person[] = [];
    await use(async (options) => {
      const person = await personIn(await profile(browser, options), server.url, faults);
      people.push(person);
      return person;
    });
    for (const { context } of people) await context.close();
  },
});

export { expect };

export async function personIn(context: BrowserContext, url: string, faults: string[]): Promise<Person> {
  const network = await Network.of(context);
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== url) faults.push(`asked ${request.url()}`);
  });
  context.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) faults.push(message.text());
  });
  context.on('weberror', (error) => faults.push(String(error.error().stack)));
  return {
    context,
    network,
    window: async () =>
      new Window(context.pages().find((p) => p.url() === 'about:blank') ?? (await context.newPage()), url),
  };
}

function profile(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  return browser.newContext({ locale: 'en-GB', ignoreHTTPSErrors: true, ...options });
}
