import { type BrowserContext, type Locator, type Page, type WebSocketRoute, expect } from '@playwright/test';

/** The window of one person, as a person sees it. */
export class Window {
  constructor(
    readonly page: Page,
    private readonly base: string,
  ) {}

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: /^Write to/ });
  }

  get log(): Locator {
    return this.page.getByRole('log');
  }

  get filter(): Locator {
    return this.page.getByRole('combobox', { name: 'Chat with…' });
  }

  async open(path = '/'): Promise<this> {
    await this.page.goto(this.base + path);
    return this;
  }

  /** Signs in with one click, as the demonstration offers. */
  async signIn(name: string): Promise<this> {
    await this.open();
    await this.page.locator(`button[title^="${name}@"]`).click();
    await this.online();
    return this;
  }

  /** Signed in, and the list is there. */
  async online(): Promise<void> {
    await expect(this.page.getByRole('button', { name: 'Your status and settings' })).toContainText(
      'Available',
    );
  }

  /** A row of the list, by the name it shows. */
  row(name: string): Locator {
    const named = this.page.locator('b', { hasText: name });
    const list = this.page.getByRole('navigation');
    return list.getByRole('link').or(list.getByRole('option')).filter({ has: named });
  }

  async chatWith(name: string): Promise<this> {
    await this.filter.fill(name);
    await expect(this.row(name)).toBeVisible();
    await this.filter.press('Enter');
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(this.composer).toBeEnabled();
    return this;
  }

  /** The talk that is open is there: what is said from now on comes live. For a browser that has not seen it before. */
  async loaded(): Promise<void> {
    const nothing = this.page.locator('section.pane .hello');
    await expect(this.log.locator('article').last().or(nothing)).toBeVisible();
  }

  /** The network is back, and one does not wait: a press, unless the page tries by itself in that moment. */
  async tryNow(): Promise<void> {
    const button = this.page.getByRole('button', { name: 'Try now' });
    const press = () => button.click({ timeout: 2_000 });
    // A press that waits for a button which is gone must not find the one of the next cut.
    if (await button.isVisible()) await press().catch(async () => expect(button).toBeHidden());
    await this.online();
  }

  async write(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** The lines that say exactly this. */
  lines(text: string): Locator {
    const words = this.page.locator('.body').getByText(text, { exact: true });
    return this.page.locator('article').filter({ has: words });
  }

  /** Presses one of a line's buttons. They show where the focus is: unlike the pointer it goes along when lines move. */
  async press(text: string, name: string): Promise<void> {
    await this.lines(text).focus();
    await this.lines(text).getByRole('button', { name, exact: true }).click();
  }

  /** Chooses from what can be done with a line. */
  async act(text: string, item: string): Promise<void> {
    await this.press(text, 'More actions');
    await this.page.getByRole('menu').getByRole('menuitem', { name: item, exact: true }).click();
  }

  /** A line is in the middle of what one sees. */
  async expectCentred(text: string): Promise<void> {
    await expect
      .poll(async () => {
        const [line, view] = await Promise.all([this.lines(text).boundingBox(), this.log.boundingBox()]);
        if (!line || !view) return 1;
        return Math.abs(line.y + line.height / 2 - (view.y + view.height / 2)) / view.height;
      })
      .toBeLessThan(0.2);
  }

  async expectLine(text: string, status: 'received' | 'pending' | 'stored' | 'failed'): Promise<void> {
    await expect(this.lines(text)).toHaveCount(1);
    await expect(this.lines(text)).toHaveAttribute('data-status', status);
  }

  async menu(item: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Your status and settings' }).click();
    await this.page.getByRole('menu').getByText(item, { exact: true }).click();
  }
}

/** The network between a browser and the server, which can be cut and mended. */
export class Network {
  private readonly open = new Set<{ page: WebSocketRoute; server: WebSocketRoute }>();
  private cutOff = false;
  private deaf = false;
  private holdsBehind: string | undefined;
  private held: (() => void)[] | undefined;
  /** The ids of what the pages have asked and not been answered yet. */
  private readonly unanswered = new Set<string>();
  /** How many streams were opened so far. */
  streams = 0;

  static async of(context: BrowserContext): Promise<Network> {
    const network = new Network();
    await context.routeWebSocket(/\/xmpp-websocket$/, (page) => {
      if (network.cutOff) {
        void page.close();
        return;
      }
      network.streams += 1;
      network.unanswered.clear(); // the page that asked is gone, or asks again
      const link = { page, server: page.connectToServer() };
      network.open.add(link);
      page.onMessage((message) => {
        if (network.holdsBehind && String(message).includes(network.holdsBehind)) network.held ??= [];
        const asked = iqId(message, 'get|set');
        if (asked && !isForDevice(message)) network.unanswered.add(asked);
        link.server.send(message);
      });
      link.server.onMessage((message) => {
        const answered = iqId(message, 'result|error');
        if (answered) network.unanswered.delete(answered);
        if (network.held) network.held.push(() => page.send(message));
        else if (!network.deaf) page.send(message);
      });
      page.onClose(() => {
        network.open.delete(link);
        void link.server.close();
      });
    });
    return network;
  }

  /** Streams that are open now. */
  get count(): number {
    return this.open.size;
  }

  async cut(): Promise<void> {
    this.cutOff = true;
    const links = [...this.open];
    this.open.clear();
    await Promise.all(links.flatMap(({ page, server }) => [page.close(), server.close()]));
  }

  /**
   * The server has heard what this page has said so far, and has answered all that it was asked: now the page may go. Much is shown
   * before the server knows of it, and a page that goes takes along what is still on its way.
   */
  async heard(page: Page): Promise<void> {
    await expect
      .poll(async () => {
        // What the page says before it answers this has come by here; so has what it asks in turn after an answer.
        await page.evaluate(() => undefined);
        return [...this.unanswered];
      })
      .toEqual([]);
  }

  /** What the server says is lost from now on; what the browser says arrives. */
  loseAnswers(): void {
    this.deaf = true;
  }

  /** What the server says is slow to come: behind the first that is asked with these words it waits for {@link mend}. */
  holdAnswers(words: string): void {
    this.holdsBehind = words;
  }

  mend(): void {
    const held = this.held ?? [];
    this.held = undefined;
    this.holdsBehind = undefined;
    for (const send of held) send();
    this.cutOff = false;
    this.deaf = false;
  }
}

/** The id of a request or an answer of one of these types. */
function iqId(message: string | Buffer, types: string): string | undefined {
  const [tag = ''] = /^<iq[^>]*>/.exec(String(message)) ?? [];
  return new RegExp(`\\stype=["'](?:${types})["']`).test(tag)
    ? /\sid=["']([^"']+)["']/.exec(tag)?.[1]
    : undefined;
}

/** Whether a stanza is for a resource. One that is gone is waited for, and what it is asked is answered when that is over. */
const isForDevice = (message: string | Buffer) => /^<[^>]*\sto=["'][^"'/>]+\//.test(String(message));
