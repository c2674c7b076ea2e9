import { describe, expect, it } from 'vitest';
import type { Amendment } from '../timeline/amendments.ts';
import type { Entry } from '../timeline/types.ts';
import { reduce } from './reduce.ts';
import { type ChatEvent, type ChatState, MOST_UNREAD_IDS, initialState } from './state.ts';

const ROMEO = 'romeo@example.org';
const after = (...events: ChatEvent[]): ChatState =>
  events.reduce(reduce, initialState('juliet@example.org'));
const entry = (n: number): Entry => ({
  key: `a${n}`,
  archiveId: `a${n}`,
  messageId: `m${n}`,
  author: ROMEO,
  own: false,
  at: n,
  body: `line ${n}`,
  status: 'received',
});
const line = (n: number): ChatEvent => ({
  type: 'line',
  address: ROMEO,
  kind: 'chat',
  entry: entry(n),
  counts: true,
});
const lines = (n: number) => Array.from({ length: n }, (_, i) => line(i + 1));
const displayed = (n: number): ChatEvent => ({ type: 'displayed', address: ROMEO, archiveId: `a${n}` });
const amended = (kind: object): ChatEvent => ({
  type: 'amended',
  address: ROMEO,
  kind: 'chat',
  amendment: {
    id: 'x',
    refs: ['x'],
    of: 'm2',
    author: ROMEO,
    own: false,
    at: 9,
    ...kind,
  } as unknown as Amendment,
});
const romeo = (state: ChatState) => state.conversations[ROMEO];

describe('reading elsewhere (XEP-0490)', () => {
  it('counts down to what came after it', () => {
    expect(romeo(after(...lines(3), displayed(2)))?.unread).toBe(1);
    expect(romeo(after(...lines(3), displayed(3)))?.unread).toBe(0);
    expect(romeo(after(...lines(3), displayed(3), line(4)))?.unread).toBe(1);
  });

  it('changes nothing when it is old news, or about a line that nobody knows', () => {
    expect(romeo(after(...lines(3), displayed(2), displayed(1)))?.unread).toBe(1);
    expect(romeo(after(...lines(3), displayed(99)))?.unread).toBe(3);
    expect(romeo(after(displayed(1)))).toBeUndefined();
  });

  it('may be told before the line itself comes', () => {
    expect(romeo(after(line(1), displayed(3), line(2), line(3)))?.unread).toBe(0);
    expect(romeo(after(displayed(2), line(1), line(2), line(3)))?.unread).toBe(1);
    expect(romeo(after(line(1), displayed(3), line(2), line(3), line(4)))?.unread).toBe(1);
  });

  it('remembers so many lines and no more', () => {
    const state = romeo(after(...lines(MOST_UNREAD_IDS + 50)));
    expect(state?.unread).toBe(MOST_UNREAD_IDS + 50);
    expect(state?.unreadIds).toHaveLength(MOST_UNREAD_IDS);
  });
});

describe('what is said about the last line', () => {
  it('shows in the list, and counts as nothing new', () => {
    const edited = romeo(after(line(1), line(2), amended({ kind: 'correction', body: 'better' })));
    expect(edited).toMatchObject({ unread: 2, preview: { body: 'better' } });
    const gone = romeo(after(line(2), amended({ kind: 'retraction', moderated: false })));
    expect(gone).toMatchObject({ unread: 1, preview: { body: '', retracted: true } });
    expect(romeo(after(line(2), amended({ kind: 'reactions', emojis: ['👍'] })))).toMatchObject({
      unread: 1,
      preview: { body: 'line 2' },
    });
  });

  it('is not believed of somebody else', () => {
    const forged = amended({ kind: 'correction', body: 'forged', author: 'tybalt@example.org' });
    expect(romeo(after(line(2), forged))?.preview?.body).toBe('line 2');
  });

  it('is undone when the server refuses it', () => {
    const own = { own: true, author: 'juliet@example.org', pending: true };
    const state = after(
      { type: 'opened', address: ROMEO, kind: 'chat' },
      amended({ kind: 'reactions', emojis: ['👍'], ...own }),
      { type: 'unsaid', address: ROMEO, id: 'x', problem: { kind: 'timeout' } },
    );
    expect(romeo(state)).toMatchObject({ refused: { kind: 'timeout' }, timeline: { amendments: [] } });
  });
});

describe('drafts', () => {
  it('of another device are shown until one writes here', () => {
    const draft = (text?: string): ChatEvent => ({
      type: 'draft',
      address: ROMEO,
      ...(text === undefined ? {} : { draft: { text, at: 1 } }),
    });
    expect(after(draft('half a thought')).drafts).toEqual({ [ROMEO]: { text: 'half a thought', at: 1 } });
    expect(after(draft('half'), draft('')).drafts).toEqual({ [ROMEO]: { text: '', at: 1 } });
    expect(after(draft('half'), draft()).drafts).toEqual({});
  });
});
