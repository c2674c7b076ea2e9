import { type Server as HttpServer, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CDPSession, Page } from '@playwright/test';

/** Only what the icon needs is allowed: the script, and asking the chat's server. */
const policy = (chat: string) =>
  `default-src 'none'; script-src ${chat}; connect-src ${chat}; require-trusted-types-for 'script'`;

/** A page of the organisation, on an origin of its own, that carries the icon. */
export class HostPage {
  private chat = '';

  private constructor(
    private readonly server: HttpServer,
    readonly origin: string,
  ) {}

  static async start(): Promise<HostPage> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // Another name than the chat's: another site, with storage of its own.
    const page = new HostPage(server, `http://localhost:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      const dir = request.url?.includes('rtl') ? 'rtl' : 'ltr';
      const lang = /lang=([a-z-]*)/i.exec(request.url ?? '')?.[1] ?? 'en';
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.setHeader('Content-Security-Policy', policy(page.chat));
      response.end(
        `<!doctype html><html lang="${lang}" dir="${dir}"><head><title>Intranet</title>` +
          '<meta name="viewport" content="width=device-width, initial-scale=1">' +
          `<script src="${page.chat}/launcher.js" defer></script></head>` +
          '<body><h1>Intranet</h1><p><a href="#news">News</a></p></body></html>',
      );
    });
    return page;
  }

  /** Where the script is loaded from. */
  carries(chat: string): void {
    this.chat = chat;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The icon as assistive technology sees it: its shadow root is closed, also to tests. */
export class Icon {
  private constructor(private readonly session: CDPSession) {}

  static async of(page: Page): Promise<Icon> {
    const session = await page.context().newCDPSession(page);
    await session.send('Accessibility.enable');
    return new Icon(session);
  }

  /** What the button is called, or undefined while there is none. */
  async name(): Promise<string | undefined> {
    const { nodes } = await this.session.send('Accessibility.getFullAXTree');
    const button = nodes.find(
      (node) => node.role?.value === 'button' && String(node.name?.value).startsWith('Chat'),
    );
    return button ? String(button.name?.value) : undefined;
  }

  /** Where it stands, in CSS pixels. */
  async box(): Promise<{ x: number; y: number; width: number; height: number }> {
    const { nodes } = await this.session.send('Accessibility.getFullAXTree');
    const button = nodes.find(
      (node) => node.role?.value === 'button' && String(node.name?.value).startsWith('Chat'),
    );
    const { model } = await this.session.send('DOM.getBoxModel', {
      ...(button?.backendDOMNodeId === undefined ? {} : { backendNodeId: button.backendDOMNodeId }),
    });
    const [x = 0, y = 0] = model.border;
    return { x, y, width: model.width, height: model.height };
  }
}
