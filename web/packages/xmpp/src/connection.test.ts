import { beforeEach, describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';
import { Connection, type ConnectionStatus } from './connection.ts';
import { RequestFailed } from './errors.ts';
import { NS } from './namespaces.ts';
import { Frames } from './stream/frames.ts';
import { invalidateToken } from './stream/login.ts';
import { ManualClock, MemoryServer, until } from './testing/index.ts';
import { type XmlElement, child, xml } from './xml.ts';

const agent = { id: 'd4565fa7-4d72-4749-b3d3-740edbf87770', software: 'Stoa', device: 'test' };
const message = (id: string) =>
  xml('message', NS.client, { id, to: 'romeo@example.org' }, xml('body', NS.client, {}, id));

describe('Connection', () => {
  let server: MemoryServer;
  let clock: ManualClock;
  let log: string[];
  let statuses: ConnectionStatus[];
  let heard: XmlElement[];
  let connection: Connection;

  const make = (token = 'token-1') =>
    new Connection(
      { address: 'juliet@example.org', token, agent, openTransport: server.open, clock, random: () => 1 },
      {
        status: (s) => statuses.push(s),
        sessionStarted: (jid) => log.push(`started ${jid}`),
        sessionResumed: () => log.push('resumed'),
        stanza: (s) => heard.push(s),
        acked: (stanzas) => log.push(`acked ${stanzas.map((s) => s.attrs.id).join(',')}`),
        token: (t) => log.push(`token ${t.value}`),
        answer: (iq) => (child(iq, 'ping', NS.ping) ? 'done' : undefined),
      },
    );
  const last = () => statuses.at(-1)?.kind;
  const online = () => until(() => last() === 'online', 'online');

  beforeEach(() => {
    server = new MemoryServer();
    server.tokens.set('token-1', 'juliet');
    clock = new ManualClock();
    log = [];
    statuses = [];
    heard = [];
    connection = make();
  });

  it('signs in by token, binds and hears the acknowledgement of what it sends', async () => {
    connection.start();
    await online();
    connection.send(message('1'));
    connection.send(message('2'));
    await until(() => log.length === 3);
    expect(log).toEqual(['started juliet@example.org/Stoa.1', 'acked 1', 'acked 2']);
  });

  it('takes a new token, and uses it the next time', async () => {
    server.rotateTo = 'token-2';
    connection.start();
    await online();
    server.forgetSessions();
    server.cut();
    clock.advance(2_000);
    await until(() => server.logins === 2);
    expect(log[0]).toBe('token token-2');
  });

  it('is refused with a token that was declared void', async () => {
    await invalidateToken(
      new Frames(server.open),
      { domain: 'example.org', username: 'juliet', token: 'token-1' },
      agent,
    );
    connection.start();
    await until(() => last() === 'refused');
    expect(statuses.at(-1)).toEqual({ kind: 'refused', refusal: 'credentials' });
    clock.advance(600_000);
    expect(server.logins).toBe(1);
  });

  it('resumes after a cut: what the server had is acknowledged, the rest goes out again', async () => {
    connection.start();
    await online();
    server.silent = true;
    connection.send(message('1'));
    server.reachable = false;
    connection.send(message('2'));
    server.cut();
    server.silent = false;
    server.reachable = true;
    const arrived: (string | undefined)[] = [];
    server.onStanza = (s) => arrived.push(s.attrs.id);
    clock.advance(1_000);
    await until(() => log.includes('acked 2'));
    expect(arrived).toEqual(['2']);
    expect(log).toEqual(['started juliet@example.org/Stoa.1', 'acked 1', 'resumed', 'acked 2']);
  });

  it('hears after a resumption what was sent meanwhile, once', async () => {
    connection.start();
    await online();
    server.push(message('heard before'));
    const session = server.session;
    server.cut();
    session?.sent.push(message('sent meanwhile'));
    clock.advance(1_000);
    await until(() => heard.length === 2);
    expect(heard.map((s) => s.attrs.id)).toEqual(['heard before', 'sent meanwhile']);
  });

  it('starts a new session when the old one is gone, and tells', async () => {
    connection.start();
    await online();
    server.forgetSessions();
    server.cut();
    clock.advance(1_000);
    await until(() => log.length === 2);
    expect(log).toEqual(['started juliet@example.org/Stoa.1', 'started juliet@example.org/Stoa.2']);
  });

  it('waits longer after each failure, and not at all when nudged', async () => {
    server.reachable = false;
    connection.start();
    const delays: number[] = [];
    for (let i = 0; i < 4; i++) {
      await until(() => last() === 'waiting');
      const status = statuses.at(-1);
      if (status?.kind === 'waiting') {
        delays.push(status.retryAt - clock.now());
        clock.advance(status.retryAt - clock.now());
      }
    }
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000]);
    await until(() => last() === 'waiting');
    server.reachable = true;
    connection.nudge();
    await online();
  });

  it('gives up a stream that shows no sign of life', async () => {
    connection.start();
    await online();
    server.silent = true;
    clock.advance(30_000);
    expect(last()).toBe('online');
    clock.advance(10_000);
    expect(last()).toBe('waiting');
  });

  it('matches answers to requests and refuses those of strangers', async () => {
    connection.start();
    await online();
    server.onStanza = (iq, reply) => {
      reply(xml('iq', NS.client, { type: 'result', id: iq.attrs.id, from: 'tybalt@example.org' }));
      reply(xml('iq', NS.client, { type: 'result', id: iq.attrs.id }, xml('query', NS.roster)));
    };
    const result = await connection.request('get', undefined, xml('query', NS.roster));
    expect(child(result, 'query', NS.roster)).toBeDefined();
  });

  it('turns errors and silence into reasons', async () => {
    connection.start();
    await online();
    server.onStanza = (iq, reply) =>
      reply(
        xml(
          'iq',
          NS.client,
          { type: 'error', id: iq.attrs.id },
          xml('error', NS.client, { type: 'wait' }, xml('resource-constraint', NS.stanzaErrors)),
        ),
      );
    const refused = await connection
      .request('get', undefined, xml('query', NS.roster))
      .catch((e: unknown) => e);
    expect(refused).toBeInstanceOf(RequestFailed);
    expect(refused).toMatchObject({
      reason: { kind: 'stanza', condition: 'resource-constraint', retry: true },
    });

    server.onStanza = () => undefined;
    const silent = connection.request('get', undefined, xml('query', NS.roster)).catch((e: unknown) => e);
    clock.advance(20_000);
    expect(await silent).toMatchObject({ reason: { kind: 'timeout' } });
  });

  it('answers a ping, and says service-unavailable to what it does not know', async () => {
    connection.start();
    await online();
    const answers: XmlElement[] = [];
    server.onStanza = (s) => answers.push(s);
    server.push(xml('iq', NS.client, { type: 'get', id: 'p', from: 'example.org' }, xml('ping', NS.ping)));
    server.push(
      xml('iq', NS.client, { type: 'get', id: 'q', from: 'example.org' }, xml('query', 'urn:unknown')),
    );
    expect(answers.map((a) => [a.attrs.id, a.attrs.type])).toEqual([
      ['p', 'result'],
      ['q', 'error'],
    ]);
  });

  it('ends in good order', async () => {
    connection.start();
    await online();
    connection.stop();
    expect(last()).toBe('idle');
    expect(connection.send(message('1'))).toBe(false);
  });
});

describe('backoffMs', () => {
  it('stays between half the span and the span, at most a minute', () => {
    expect(backoffMs(0, () => 0)).toBe(500);
    expect(backoffMs(0, () => 1)).toBe(1_000);
    expect(backoffMs(50, () => 1)).toBe(60_000);
  });
});
