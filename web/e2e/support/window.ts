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
    return this.page.getByRole('navigation').getByRole('link').filter({ has: named });
  }

  async chatWith(name: string): Promise<this> {
    await this.filter.fill(name);
    await expect(this.row(name)).toBeVisible();
    await this.filter.press('Enter');
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(this.composer).toBeEnabled();
    return this;
  }

  async write(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** The lines that say exactly this. */
  lines(text: string): Locator {
    return this.page.locator('article').filter({ has: this.page.getByText(text, { exact: true }) });
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
      const link = { page, server: page.connectToServer() };
      network.open.add(link);
      page.onMessage((message) => link.server.send(message));
      link.server.onMessage((message) => {
        if (!network.deaf) page.send(message);
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

  /** What the server says is lost from now on; what the browser says arrives. */
  loseAnswers(): void {
    this.deaf = true;
  }

  mend(): void {
    this.cutOff = false;
    this.deaf = false;
  }
}
