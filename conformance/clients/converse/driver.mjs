// Converse.js in a headless Chromium, driven by the conformance suite.
//
// Usage: node driver.mjs JID WEBSOCKET, with the password in the environment variable STOA_PASSWORD.
//
// It takes one JSON object a line on standard input, {"do": NAME, ...}, and writes what happens as one JSON object a line on
// standard output, {"event": NAME, ...}. What is typed goes into Converse's own page, and what is awaited is looked for there;
// where its page has many ways to the same thing, such as opening a talk, its documented interface for plugins is called.

import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const LIBRARY = join(HERE, 'node_modules/converse.js');
// The page comes from elsewhere than the server: sockets and uploads cross origins, as on any website with Converse in it.
const SITE = 'https://chat.example.net/';
const PATIENCE_MS = 120_000;
const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css', json: 'application/json', wasm: 'application/wasm' };

const [jid, socket] = process.argv.slice(2);

function tell(event, details = {}) {
  process.stdout.write(`${JSON.stringify({ event, ...details })}\n`);
}

function browserPath() {
  const places = [process.env.STOA_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return places.find((place) => place && existsSync(place));
}

// Answers with a file of the library, or the page itself.
async function serve(route) {
  const path = new URL(route.request().url()).pathname.slice(1);
  const file = path === '' ? join(HERE, 'page.html') : join(LIBRARY, path);
  if (!file.startsWith(HERE) || !existsSync(file)) return route.fulfill({ status: 404, body: '' });
  const type = TYPES[file.slice(file.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  return route.fulfill({ contentType: type, body: readFileSync(file) });
}

// In the page: starts Converse, with a plugin that hands its interface out.
function initialize({ jid, password, socket }) {
  return new Promise((resolve) => {
    window.converse.plugins.add('conformance', {
      initialize() {
        window.told = this._converse;
        this._converse.api.listen.on('connected', () => resolve());
      },
    });
    window.converse.initialize({
      jid,
      password,
      websocket_url: socket,
      authentication: 'login',
      auto_login: true,
      auto_reconnect: true,
      discover_connection_methods: false,
      assets_path: '/dist/',
      i18n: 'en',
      loglevel: 'warn',
      allow_url_history_change: false,
      notify_all_room_messages: false,
      show_desktop_notifications: false,
      play_sounds: false,
      view_mode: 'fullscreen',
      whitelisted_plugins: ['conformance'],
    });
  });
}

class Colleague {
  constructor(browser, page) {
    this.browser = browser;
    this.page = page;
  }

  static async start() {
    const browser = await chromium.launch({
      executablePath: browserPath(),
      timeout: PATIENCE_MS,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        // A website that connects to this very machine is suspicious, except here.
        '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets',
      ],
    });
    // Chromium keeps authorities of its own; the suite's other clients check the certificate.
    const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB', viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    page.on('console', (message) => process.stderr.write(`${message.type()}: ${message.text()}\n`));
    page.on('requestfailed', (request) => process.stderr.write(`${request.failure()?.errorText}: ${request.url()}\n`));
    page.on('pageerror', (problem) => process.stderr.write(`${problem.stack ?? problem}\n`));
    await page.route(`${SITE}**`, serve);
    await page.goto(SITE);
    return new Colleague(browser, page);
  }

  async signIn() {
    await this.page.evaluate(initialize, { jid, password: process.env.STOA_PASSWORD, socket });
    tell('signed-in');
  }

  // Waits until the page shows that text in an element of that kind.
  async do_await({ selector, text }) {
    await this.page.locator(selector, { hasText: text }).first().waitFor();
    tell('shown', { text });
  }

  async do_count({ selector, text }) {
    tell('counted', { number: await this.page.locator(selector, { hasText: text }).count() });
  }

  async do_open({ other }) {
    await this.page.evaluate((who) => window.told.api.chats.open(who, {}, true), other);
    await this.page.locator('converse-chat .chat-textarea').waitFor();
    tell('opened', { other });
  }

  async do_join({ room, nick }) {
    await this.page.evaluate(([where, name]) => window.told.api.rooms.open(where, { nick: name }, true), [room, nick]);
    await this.page.locator('converse-muc .chat-textarea').waitFor();
    tell('joined', { room });
  }

  // Types a line into the talk that is open, and presses return.
  async do_type({ text }) {
    const field = this.page.locator('.chat-textarea:visible');
    await field.fill(text);
    await field.press('Enter');
  }

  // Shares a file in the talk that is open.
  async do_file({ path }) {
    await this.page.locator('.chat-toolbar input[type=file]').setInputFiles(path);
    tell('chosen', { name: basename(path) });
  }

  async do_status({ show, message }) {
    await this.page.evaluate(([value, words]) => window.told.api.user.status.set(value, words), [show, message]);
  }

  async do_card({ other }) {
    const card = await this.page.evaluate(async (who) => {
      const got = await window.told.api.vcard.get(who, true);
      return { nickname: got.nickname ?? '', name: got.fullname ?? '', picture: got.image ?? '', type: got.image_type ?? '' };
    }, other);
    tell('card', { other, ...card });
  }

  async do_bookmark({ room }) {
    await this.page.evaluate((where) => window.told.api.bookmarks.set({ jid: where, autojoin: true, nick: 'Romeo' }), room);
    tell('bookmarked', { room });
  }

  async quit() {
    await this.page.evaluate(() => window.told?.api.user.logout()).catch(() => undefined);
    await this.browser.close();
  }
}

const colleague = await Colleague.start();
try {
  await colleague.signIn();
  for await (const line of createInterface({ input: process.stdin })) {
    const { do: name, ...details } = JSON.parse(line);
    if (name === 'quit') break;
    try {
      await colleague[`do_${name}`](details);
    } catch (problem) {
      tell('failed', { command: line, why: String(problem) }); // the suite sees what went wrong and fails
    }
  }
} finally {
  await colleague.quit();
  process.stdin.destroy(); // what is still to be read keeps nothing running
}
