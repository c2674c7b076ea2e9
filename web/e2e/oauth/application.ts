import { createHash, randomBytes } from 'node:crypto';
import { type Server as HttpServer, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TLSSocket, connect } from 'node:tls';
import type { APIRequestContext } from '@playwright/test';
import type { Server } from '../support/server.ts';

interface Metadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly registration_endpoint: string;
}

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly scope: string;
}

const ANSWER_MS = 15_000;

/** A stream of the XMPP port with direct TLS, as text. */
export class Stream {
  private heard = '';

  private constructor(private readonly socket: TLSSocket) {
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => (this.heard += text));
    socket.on('error', () => undefined);
  }

  static async open(server: Server): Promise<Stream> {
    const { host, port } = server.xmpps;
    const socket = connect({ host, port, servername: 'localhost', rejectUnauthorized: false });
    await new Promise<void>((resolve, reject) => {
      socket.once('secureConnect', resolve);
      socket.once('error', reject);
    });
    const stream = new Stream(socket);
    stream.begin();
    await stream.says(/<\/stream:features>/);
    return stream;
  }

  begin(): void {
    this.say(
      "<?xml version='1.0'?><stream:stream to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
    );
  }

  say(xml: string): void {
    this.socket.write(xml);
  }

  /** What was said up to there; it is gone then. */
  async says(what: RegExp): Promise<string> {
    const late = Date.now() + ANSWER_MS;
    for (;;) {
      const found = what.exec(this.heard);
      if (found) {
        const end = found.index + found[0].length;
        const said = this.heard.slice(0, end);
        this.heard = this.heard.slice(end);
        return said;
      }
      if (Date.now() > late) throw new Error(`never said ${what}: ${this.heard}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Shows a bearer token (RFC 7628). */
  show(token: string): void {
    const message = Buffer.from(`n,,\x01auth=Bearer ${token}\x01\x01`).toString('base64');
    this.say(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='OAUTHBEARER'>${message}</auth>`);
  }

  close(): void {
    this.socket.destroy();
  }
}

/** An application on the web, which knows nothing of a person but what it is told in a browser (XEP-0493). */
export class Application {
  private readonly verifier = randomBytes(32).toString('base64url');
  private readonly state = randomBytes(16).toString('base64url');
  private readonly answers: URLSearchParams[] = [];
  private metadata: Metadata | undefined;
  private client = '';

  private constructor(
    private readonly http: HttpServer,
    private readonly request: APIRequestContext,
  ) {
    http.on('request', (asked, response) => {
      const { pathname, searchParams } = new URL(asked.url ?? '', 'http://x');
      if (pathname === '/back') this.answers.push(searchParams); // and not the icon that browsers ask for
      response.setHeader('Content-Type', 'text/html');
      response.end('<!doctype html><title>Garden</title><h1>Back in the garden</h1>');
    });
  }

  static async start(request: APIRequestContext): Promise<Application> {
    const http = createServer();
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    return new Application(http, request);
  }

  private get redirect(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}/back`;
  }

  /** Asks the XMPP server itself where tokens are to be had, and registers there. */
  async discovers(server: Server): Promise<void> {
    const stream = await Stream.open(server);
    stream.show('');
    const [, challenge = ''] = /<challenge[^>]*>([^<]*)</.exec(await stream.says(/<\/challenge>/)) ?? [];
    stream.say("<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>AQ==</response>");
    await stream.says(/<not-authorized[^>]*>/);
    stream.close();
    const told = JSON.parse(Buffer.from(challenge, 'base64').toString()) as Record<string, string>;
    const metadata = (await (await this.request.get(told['openid-configuration'] ?? '')).json()) as Metadata;
    this.metadata = metadata;
    const registered = await this.request.post(metadata.registration_endpoint, {
      data: { client_name: 'Garden', redirect_uris: ['http://127.0.0.1/back'] },
    });
    this.client = ((await registered.json()) as { client_id: string }).client_id;
  }

  private get provider(): Metadata {
    if (!this.metadata) throw new Error('nothing was discovered yet');
    return this.metadata;
  }

  /** Where it sends the person's browser. */
  get address(): string {
    return this.addressFor('xmpp:client:normal');
  }

  /** The same for other scopes. */
  addressFor(scope: string): string {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: this.client,
      redirect_uri: this.redirect,
      scope,
      state: this.state,
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    return `${this.provider.authorization_endpoint}?${query.toString()}`;
  }

  /** What the browser has brought back last. */
  get answer(): URLSearchParams {
    const last = this.answers.at(-1);
    if (!last) throw new Error('nobody came back');
    return last;
  }

  /** Exchanges what came back, after looking whether it is the answer to its own question. */
  async redeems(): Promise<Tokens> {
    const { answer } = this;
    if (answer.get('state') !== this.state || answer.get('iss') !== this.provider.issuer)
      throw new Error(`not the answer: ${answer.toString()}`);
    const response = await this.request.post(this.provider.token_endpoint, {
      form: {
        grant_type: 'authorization_code',
        client_id: this.client,
        code: answer.get('code') ?? '',
        redirect_uri: this.redirect,
        code_verifier: this.verifier,
      },
    });
    return (await response.json()) as Tokens;
  }

  /** Asks for the next tokens; the HTTP status. */
  async refreshes(token: string): Promise<number> {
    const response = await this.request.post(this.provider.token_endpoint, {
      form: { grant_type: 'refresh_token', client_id: this.client, refresh_token: token },
    });
    return response.status();
  }

  async stop(): Promise<void> {
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }
}
