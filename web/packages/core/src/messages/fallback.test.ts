import { NS, parse, serialise, xml } from '@stoa/xmpp';
import { describe, expect, it } from 'vitest';
import { quotation, readBody } from './fallback.ts';
import { mentionsUs, readMentions, writeMentions } from './mentions.ts';
import { readMessage } from './read-message.ts';
import { stanzaOf } from './write-message.ts';

const body = (text: string) => xml('body', NS.client, {}, text);
const fallback = (purpose: string, ranges: Record<string, string>[] = [], ns: string = NS.fallback) =>
  xml('fallback', ns, { for: purpose }, ...ranges.map((r) => xml('body', ns, r)));
const message = (...children: ReturnType<typeof xml>[]) =>
  xml('message', NS.client, { type: 'chat' }, ...children);

describe('fallbacks (XEP-0428)', () => {
  it('are cut out by code points, and their words kept as the quotation', () => {
    const m = message(body('> 🌹 sweet\nand so on'), fallback(NS.reply, [{ start: '0', end: '10' }]));
    expect(readBody(m)).toEqual({ text: 'and so on', quoted: '🌹 sweet' });
  });

  it('may be the whole body, and may be of the first drafts', () => {
    expect(readBody(message(body('👍 to that'), fallback(NS.reactions)))).toEqual({
      text: undefined,
      quoted: undefined,
    });
    const old = fallback(NS.reply, [{ start: '0', end: '4' }], 'urn:xmpp:feature-fallback:0');
    expect(readBody(message(body('> a\nb'), old)).text).toBe('b');
  });

  it('for what we do not know are text, and nonsense ranges do no harm', () => {
    expect(readBody(message(body('poll: yes or no?'), fallback('urn:example:poll'))).text).toBe(
      'poll: yes or no?',
    );
    for (const range of [
      { start: '-1', end: 'x' },
      { start: '5', end: '2' },
      { start: '1', end: '9999' },
    ])
      expect(() => readBody(message(body('text'), fallback(NS.reply, [range])))).not.toThrow();
    expect(readBody(message()).text).toBeUndefined();
  });

  it('are written for replies so that they are read back', () => {
    const stanza = stanzaOf({
      originId: 'o1',
      address: 'r@conference.example.org',
      kind: 'room',
      at: 1,
      body: 'Yes, @Nurse!',
      extras: {
        reply: {
          id: 'a1',
          author: 'Romeo',
          to: 'r@conference.example.org/Romeo',
          quote: 'Are you\n🌹 coming?',
        },
        mentions: [{ text: '@Nurse', address: 'r@conference.example.org/Nurse the First' }],
      },
    });
    const wire = parse(serialise(stanza));
    const read = readMessage(
      { ...wire, attrs: { ...wire.attrs, from: 'r@conference.example.org/Juliet' } },
      { self: 'juliet@example.org', now: 5, nickIn: () => 'Juliet' },
      { archiveId: 'a2', at: 5 },
    );
    expect(read?.entry).toMatchObject({
      key: 'o1',
      body: 'Yes, @Nurse!',
      reply: { id: 'a1', author: 'Romeo', quote: 'Are you\n🌹 coming?' },
      mentions: [{ text: '@Nurse', address: 'r@conference.example.org/Nurse the First' }],
      markable: true,
    });
  });

  it('repeat no more than is needed of a long line', () => {
    expect(quotation('x'.repeat(5_000)).length).toBeLessThan(420);
  });
});

describe('mentions (XEP-0372)', () => {
  it('count code points, and each occurrence once', () => {
    const all = [
      { text: '@Ann', address: 'ann@example.org' },
      { text: '@Ann', address: 'ann@example.org' },
    ];
    const written = writeMentions('🌹 @Ann and @Ann', all);
    expect(written.map((r) => [r.attrs.begin, r.attrs.end])).toEqual([
      ['2', '6'],
      ['11', '15'],
    ]);
    expect(readMentions(message(body('🌹 @Ann and @Ann'), ...written))).toEqual(all);
  });

  it('are of us by our address, our place in the room, or our nick as a word', () => {
    const self = 'juliet@example.org';
    const me = 'r@conference.example.org/Juliet';
    const line = (text: string, address?: string) => ({
      body: text,
      mentions: address ? [{ text: 'x', address }] : [],
    });
    expect(mentionsUs(line('x', self), self, me)).toBe(true);
    expect(mentionsUs(line('x', me), self, me)).toBe(true);
    expect(mentionsUs(line('juliet: hi'), self, me)).toBe(true);
    expect(mentionsUs(line('Julietta'), self, me)).toBe(false);
    expect(mentionsUs(line('Julietta, is Juliet there?'), self, me)).toBe(true);
    expect(mentionsUs(line('juliet_2'), self, me)).toBe(false);
    expect(mentionsUs(line('Juliet', 'romeo@example.org'), self, undefined)).toBe(false);
  });
});
