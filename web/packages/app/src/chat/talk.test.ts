import type { Line, Mention, Occupant, Room } from '@stoa/core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Chat } from './chat.svelte.ts';
import type * as Talks from './talk.svelte.ts';

const GARDEN = 'garden@conference.example.org';

let talks: typeof Talks;

// The router reads where it is when it is loaded.
beforeAll(async () => {
  vi.stubGlobal('location', { pathname: '/', hash: '' });
  vi.stubGlobal('addEventListener', () => undefined);
  talks = await import('./talk.svelte.ts');
});

/** A room with so many others in it, and what is sent there. */
function talkWith(others: number, more: Partial<ConstructorParameters<typeof Talks.Talk>[0]> = {}) {
  const nicks = ['Juliet', ...Array.from({ length: others }, (_, i) => `Guest ${i + 1}`)];
  const room = {
    address: GARDEN,
    nick: 'Juliet',
    status: 'joined',
    occupants: Object.fromEntries(nicks.map((nick) => [nick, { nick } as Occupant])),
  } as unknown as Room;
  const sent: string[] = [];
  const chat = {
    self: 'juliet@example.org',
    send: async (_: string, __: string, body: string) => void sent.push(body),
  } as unknown as Chat;
  const talk = new talks.Talk({
    chat,
    address: GARDEN,
    kind: 'room',
    domain: 'example.org',
    lines: () => [],
    room: () => room,
    nameOf: (author) => author,
    jump: () => undefined,
    leaveUnread: () => undefined,
    isNamed: () => false,
    opens: () => undefined,
    write: () => undefined,
    restore: () => undefined,
    sent: () => undefined,
    staged: { items: [], take: () => Promise.resolve([]) },
    ...more,
  });
  return { talk, sent };
}

const all: readonly Mention[] = [{ text: '@all', address: GARDEN }];
const people = (n: number): Mention[] =>
  Array.from({ length: n }, (_, i) => ({ text: `@Guest ${i + 1}`, address: `${GARDEN}/Guest ${i + 1}` }));

describe('naming many (E32)', () => {
  it('asks before everybody in the room is named, with how many that is', async () => {
    const { talk, sent } = talkWith(7);
    talk.write('@all supper', all);
    expect(talk.question).toMatchObject({ kind: 'many', people: 7 });
    expect(sent).toEqual([]);
    await talk.agreed();
    expect(sent).toEqual(['@all supper']);
  });

  it('does not ask where that is one person', () => {
    const { talk, sent } = talkWith(1);
    talk.write('@all supper', all);
    expect(talk.question).toBeUndefined();
    expect(sent).toEqual(['@all supper']);
  });

  it('asks before more than 20 are named one by one, each counted once', () => {
    const { talk, sent } = talkWith(30);
    talk.write('20', [...people(20), ...people(20)]);
    expect(sent).toEqual(['20']);
    talk.write('21', people(21));
    expect(talk.question).toMatchObject({ kind: 'many', people: 21 });
    talk.question = undefined;
    expect(sent).toEqual(['20']);
  });
});

describe('what is not sent after all', () => {
  const hers = { key: '1', own: false, author: `${GARDEN}/Guest 1`, body: 'When?' } as unknown as Line;
  const own = { key: '2', own: true, author: `${GARDEN}/Juliet`, body: 'At nine', messageId: 'm2' };

  it('is in the composer again, with the line it answers', () => {
    const restored: string[] = [];
    const { talk, sent } = talkWith(7, {
      lines: () => [hers],
      restore: (text) => restored.push(text),
    });
    talk.acts.reply(hers);
    talk.write('@all supper', all);
    expect(talk.context).toBeUndefined();
    talk.declined();
    expect(talk.question).toBeUndefined();
    expect(talk.context).toMatchObject({ kind: 'reply' });
    expect(restored).toEqual(['@all supper']);
    expect(sent).toEqual([]);
  });

  it('is that edit again', () => {
    const restored: string[] = [];
    const line = own as unknown as Line;
    const { talk } = talkWith(7, { lines: () => [line], restore: (text) => restored.push(text) });
    talk.acts.edit(line);
    talk.write('@all at ten', all);
    talk.declined();
    expect(talk.context).toMatchObject({ kind: 'edit', key: '2' });
    expect(restored).toEqual(['@all at ten']);
  });
});

describe('outside of the hours of an alias (E32)', () => {
  let opens: number | undefined;
  const talkTo = (alias: string, more: Parameters<typeof talkWith>[1] = {}) =>
    talkWith(0, {
      address: `${alias}@example.org`,
      kind: 'chat',
      room: () => undefined,
      opens: () => opens,
      ...more,
    });

  it('asks once until it opens, also when the conversation was left meanwhile', async () => {
    opens = 1_000;
    const { talk, sent } = talkTo('support');
    talk.write('Anybody?', []);
    expect(talk.question).toMatchObject({ kind: 'closed', opens: 1_000 });
    expect(sent).toEqual([]);
    await talk.agreed();
    talk.write('Hello?', []);
    expect(talk.question).toBeUndefined();
    expect(sent).toEqual(['Anybody?', 'Hello?']);

    const later = talkTo('support');
    later.talk.write('And now?', []);
    expect(later.sent).toEqual(['And now?']);
    opens = 2_000; // it has opened and closed again
    later.talk.write('Too late?', []);
    expect(later.talk.question).toMatchObject({ kind: 'closed', opens: 2_000 });
  });

  it('asks for each alias, and again after a no', () => {
    opens = 3_000;
    const restored: string[] = [];
    const { talk, sent } = talkTo('sales', { restore: (text) => restored.push(text) });
    for (const text of ['One', 'Two']) {
      talk.write(text, []);
      expect(talk.question).toMatchObject({ kind: 'closed' });
      talk.declined();
    }
    expect(restored).toEqual(['One', 'Two']);
    expect(sent).toEqual([]);
  });

  it('asks nothing while it is open, nor before an edit', () => {
    opens = undefined;
    const line = { key: '1', own: true, author: 'juliet@example.org', body: 'Helo', messageId: 'm1' };
    const { talk, sent } = talkTo('helpers', { lines: () => [line as unknown as Line] });
    talk.write('Hello', []);
    opens = 4_000;
    talk.acts.edit(line as unknown as Line);
    talk.write('Hello', []);
    expect(talk.question).toBeUndefined();
    expect(sent).toEqual(['Hello', 'Hello']);
  });
});

describe('unread from here (E10)', () => {
  it('counts the lines of others from there on, and in a room those that name one', () => {
    const line = (key: string, own: boolean, named = false) => ({ key, own, named }) as unknown as Line;
    const lines = [line('1', false), line('2', false, true), line('3', true), line('4', false)];
    const left: number[][] = [];
    const { talk } = talkWith(1, {
      lines: () => lines,
      isNamed: (l) => (l as unknown as { named: boolean }).named,
      leaveUnread: (...counts) => left.push(counts),
    });
    for (const at of [1, 3]) talk.acts.unread(lines[at] as Line);
    expect(left).toEqual([
      [2, 1],
      [1, 0],
    ]);
  });
});
