import { xml } from '@stoa/xmpp';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { type Mirror, openMirrors } from './mirror.ts';
import { decidePush, readPush, shownOf } from './push-told.ts';
import { DEFAULT_WISHES, MOST_KEYWORDS, WISHES_NODE, readWishes, writeWishes } from './wishes.ts';

const mirror: Mirror = {
  account: 'juliet@example.org',
  show: 'available',
  wishes: DEFAULT_WISHES,
  marks: { 'tybalt@example.org': 'never', 'hall@conference.example.org': 'always' },
  names: { 'romeo@example.org': 'Romeo', 'garden@conference.example.org': 'Garden' },
  nicks: { 'garden@conference.example.org': 'Juliet' },
  device: { on: true, preview: true, sound: true },
  words: { message: 'New message', call: 'is calling', request: 'wants to chat' },
  badge: 0,
};

describe('wishes', () => {
  it('read as they were written', () => {
    const wishes = {
      direct: false,
      mentions: true,
      rooms: true,
      keywords: ['lute', 'Friar Laurence'],
      quiet: { on: true, from: 1380, to: 400, days: [1, 2, 6] },
      snoozedUntil: Date.UTC(2026, 0, 7, 12),
    };
    expect(readWishes(writeWishes(wishes))).toEqual(wishes);
  });

  it('of what is no wish nothing is taken', () => {
    expect(readWishes(xml('notifications', WISHES_NODE))).toEqual(DEFAULT_WISHES);
    const odd = xml(
      'notifications',
      WISHES_NODE,
      { 'snoozed-until': 'soon' },
      xml('quiet', WISHES_NODE, { from: '-3', to: '1440', days: '9 1 x' }),
      ...Array.from({ length: 80 }, (_, i) => xml('keyword', WISHES_NODE, {}, ` word ${i} `)),
      xml('keyword', WISHES_NODE, {}, '  '),
    );
    const read = readWishes(odd);
    expect(read.quiet).toEqual({ ...DEFAULT_WISHES.quiet, days: [1] });
    expect(read.snoozedUntil).toBe(0);
    expect(read.keywords).toHaveLength(MOST_KEYWORDS);
    expect(read.keywords[0]).toBe('word 0');
  });
});

describe('what a push service brought', () => {
  const told = (more: object) =>
    readPush(JSON.stringify({ account: mirror.account, kind: 'message', ...more }));
  const verdict = (more: object, with_: Partial<Mirror> = {}, looking = false) => {
    const read = told(more);
    if (!read) throw new Error('not read');
    const said = decidePush(read, { ...mirror, ...with_ }, Date.UTC(2026, 0, 7, 12), looking);
    return said.tell ? said.as : said.because;
  };

  it('is read only when it is ours', () => {
    expect(readPush('no json')).toBeUndefined();
    expect(readPush('null')).toBeUndefined();
    expect(readPush('{"account":"a@b","kind":"weather"}')).toBeUndefined();
    expect(told({ conversation: 3, id: '7' })).toEqual({ account: mirror.account, kind: 'message', id: '7' });
    expect(told({ read: { 'romeo@x': '9', 'nurse@x': 9 } })?.read).toEqual({ 'romeo@x': '9' });
    expect(told({ read: 'romeo@x' })?.read).toBeUndefined();
  });

  it('obeys the same rule as an open window', () => {
    const garden = { kind: 'room-message', conversation: 'garden@conference.example.org', nick: 'Nurse' };
    expect(verdict({ conversation: 'romeo@example.org' })).toBe('direct');
    expect(verdict({ conversation: 'tybalt@example.org' })).toBe('muted');
    expect(verdict({ conversation: 'romeo@example.org' }, { show: 'dnd' })).toBe('busy');
    expect(verdict({ conversation: 'romeo@example.org' }, {}, true)).toBe('looking');
    expect(verdict({ ...garden, body: 'Dinner' })).toBe('unwanted');
    expect(verdict({ ...garden, body: 'Juliet, dinner' })).toBe('mention');
    expect(verdict({ kind: 'room-message', conversation: 'hall@conference.example.org' })).toBe('room');
  });

  it('is shown in the names and words that the person knows', () => {
    const shown = (more: object, with_: Partial<Mirror> = {}) => {
      const read = told(more);
      return read && shownOf(read, { ...mirror, ...with_ });
    };
    expect(shown({ conversation: 'romeo@example.org', body: 'But soft!', id: '77' })).toEqual({
      title: 'Romeo',
      body: 'But soft!',
      conversation: 'romeo@example.org',
      kind: 'chat',
      line: '77',
    });
    const garden = { kind: 'room-message', conversation: 'garden@conference.example.org', nick: 'Nurse' };
    expect(shown({ ...garden, body: 'Juliet!' })).toMatchObject({ title: 'Garden', body: 'Nurse: Juliet!' });
    expect(
      shown({ ...garden, body: 'Juliet!' }, { device: { on: true, preview: false, sound: true } }),
    ).toMatchObject({ title: 'Garden', body: 'New message' });
    expect(shown({ kind: 'call', conversation: 'paris@example.org' })).toMatchObject({
      title: 'paris@example.org',
      body: 'is calling',
    });
  });

  it('finds what was kept of the account, until it is forgotten', async () => {
    const mirrors = await openMirrors(new IDBFactory());
    expect(await mirrors.read(mirror.account)).toBeUndefined();
    await mirrors.write(mirror);
    expect(await mirrors.read(mirror.account)).toEqual(mirror);
    await mirrors.forget(mirror.account);
    expect(await mirrors.read(mirror.account)).toBeUndefined();
  });

  it('counts every push of several that come together, and brings nothing back that was forgotten', async () => {
    const mirrors = await openMirrors(new IDBFactory());
    await mirrors.write({ ...mirror, badge: 2 });
    const counts = await Promise.all([1, 2, 3].map(() => mirrors.countOne(mirror.account)));
    expect(counts).toEqual([3, 4, 5]);
    expect(await mirrors.read(mirror.account)).toEqual({ ...mirror, badge: 5 });
    await mirrors.forget(mirror.account);
    expect(await mirrors.countOne(mirror.account)).toBeUndefined();
    expect(await mirrors.read(mirror.account)).toBeUndefined();
  });
});
