import { NS, RequestFailed, xml } from '@stoa/xmpp';
import { describe, expect, it } from 'vitest';
import type { Session } from '../session/session.ts';
import { entityTime, readZone, zoneText } from './entity-time.ts';

describe('time zones of XEP-0082', () => {
  it('are written and read', () => {
    for (const [offset, text] of [
      [0, 'Z'],
      [330, '+05:30'],
      [-210, '-03:30'],
      [840, '+14:00'],
    ] as const) {
      expect(zoneText(offset)).toBe(text);
      expect(readZone(text)).toBe(offset);
    }
    expect(readZone('-00:00')).toBeCloseTo(0);
  });

  it('are not believed where nobody lives', () => {
    for (const text of ['', '+15:00', '-24:00', '+05:75', '5', '+5:30', 'CET'])
      expect(readZone(text)).toBeUndefined();
  });
});

describe('a person with several clients', () => {
  const TYBALT = 'tybalt@example.org';
  const asking = (silent: readonly string[], resources: Readonly<Record<string, object>>) => {
    const asked: string[] = [];
    const session = {
      state: () => ({ presence: { [TYBALT]: resources } }),
      clock: { now: () => 0 },
      connection: {
        request: (_: string, to: string) => {
          const resource = to.slice(TYBALT.length + 1);
          asked.push(resource);
          if (silent.includes(resource)) return Promise.reject(new RequestFailed({ kind: 'timeout' }));
          const time = xml('time', NS.time, {}, xml('tzo', NS.time, {}, '+05:30'));
          return Promise.resolve(xml('iq', NS.client, { type: 'result' }, time));
        },
      },
    } as unknown as Session;
    return { asked, time: entityTime(session).ask(TYBALT) };
  };
  const plain = { show: 'available', priority: 0 };

  it.each([
    ['the one that came last', { lost: plain, laptop: plain }, [], ['laptop']],
    ['the one with the higher priority', { desk: { ...plain, priority: 5 }, laptop: plain }, [], ['desk']],
    ['the one that is not idle', { desk: plain, laptop: { ...plain, idle: true } }, [], ['desk']],
    ['the next where one is silent', { desk: plain, laptop: plain }, ['laptop'], ['laptop', 'desk']],
  ] as const)('is asked by %s', async (_, resources, silent, expected) => {
    const { asked, time } = asking(silent, resources);
    expect(await time).toEqual({ offsetMinutes: 330 });
    expect(asked).toEqual(expected);
  });

  it('is told to be silent when none of three answers', async () => {
    const { asked, time } = asking(['a', 'b', 'c', 'd'], { a: plain, b: plain, c: plain, d: plain });
    expect(await time).toBeUndefined();
    expect(asked).toEqual(['d', 'c', 'b']);
  });
});
