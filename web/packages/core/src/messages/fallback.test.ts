import { type XmlElement, NS, parse, serialise, xml } from '@stoa/xmpp';
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
      { self: 'juliet@example.org', now: 5, room: () => ({ nick: 'Juliet', occupants: {} }) },
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
    const references = written.filter((r) => r.name === 'reference');
    expect(references.map((r) => [r.attrs.begin, r.attrs.end])).toEqual([
      ['2', '6'],
      ['11', '15'],
    ]);
    expect(readMentions(message(body('🌹 @Ann and @Ann'), ...written))).toEqual(all);
  });

  it('are of us by our address, our place in the room, or our nick as a word', () => {
    const self = 'juliet@example.org';
    const me = { occupant: 'r@conference.example.org/Juliet', id: 'juliets' };
    const line = (text: string, address?: string) => ({
      body: text,
      mentions: address ? [{ text: 'x', address }] : [],
    });
    expect(mentionsUs(line('x', self), self, me)).toBe(true);
    expect(mentionsUs(line('x', me.occupant), self, me)).toBe(true);
    expect(mentionsUs(line('juliet: hi'), self, me)).toBe(true);
    expect(mentionsUs(line('Julietta'), self, me)).toBe(false);
    expect(mentionsUs(line('Julietta, is Juliet there?'), self, me)).toBe(true);
    expect(mentionsUs(line('juliet_2'), self, me)).toBe(false);
    expect(mentionsUs(line('Juliet', 'romeo@example.org'), self, undefined)).toBe(false);
  });
});

describe('explicit mentions (XEP-0513)', () => {
  const ROOM = 'r@conference.example.org';
  const self = 'juliet@example.org';
  const us = { occupant: `${ROOM}/Juliet`, id: 'juliets' };
  const CHANNEL = `${NS.mentions}#channel`;
  const mention = (attrs: Record<string, string>, ...modifiers: string[]) =>
    xml('mention', NS.mentions, attrs, ...modifiers.map((m) => xml(m, NS.mentions)));
  const said = (text: string, ...children: XmlElement[]) =>
    xml('message', NS.client, { type: 'groupchat', from: `${ROOM}/Romeo` }, body(text), ...children);
  const isOurs = (message: XmlElement, active?: boolean) =>
    mentionsUs({ body: 'x', mentions: readMentions(message) }, self, us, active);

  it('are written beside references: of an occupant by the id, of the room as its channel', () => {
    const named = [
      { text: '@Nurse', address: `${ROOM}/Nurse`, occupantId: 'nurses' },
      { text: '@Tybalt', address: `${ROOM}/Tybalt` },
      { text: '@all', address: ROOM },
    ];
    const written = writeMentions('🌹 @Nurse @Tybalt @all', named, ROOM);
    expect(written.filter((m) => m.ns === NS.references)).toHaveLength(3);
    expect(written.filter((m) => m.ns === NS.mentions).map((m) => m.attrs)).toEqual([
      { begin: '2', end: '8', occupantid: 'nurses' },
      { begin: '17', end: '21', mentions: CHANNEL },
    ]);
    expect(readMentions(said('🌹 @Nurse @Tybalt @all', ...written))).toEqual(named);
  });

  it('are written of people by their address between two', () => {
    const written = writeMentions('@Ann', [{ text: '@Ann', address: 'ann@example.org' }]);
    expect(written.map((m) => m.attrs.jid)).toEqual([undefined, 'ann@example.org']);
  });

  it('stand behind a quotation as references do', () => {
    const stanza = stanzaOf({
      originId: 'o1',
      address: ROOM,
      kind: 'room',
      at: 1,
      body: 'yes @all',
      extras: {
        mentions: [{ text: '@all', address: ROOM }],
        reply: { id: 'a', to: ROOM, quote: 'are you?' },
      },
    });
    const [found] = readMentions({ ...stanza, attrs: { ...stanza.attrs, from: `${ROOM}/Romeo` } });
    expect(found).toEqual({ text: '@all', address: ROOM });
  });

  it('are of us by our id in the room, our address, or the room as a whole', () => {
    expect(isOurs(said('hm', mention({ occupantid: 'juliets' })))).toBe(true);
    expect(isOurs(said('hm', mention({ jid: self })))).toBe(true);
    expect(isOurs(said('hm', mention({ mentions: CHANNEL })))).toBe(true);
    expect(isOurs(said('hm', mention({ mentions: CHANNEL, uri: `xmpp:${ROOM}?join` })))).toBe(true);
    expect(isOurs(said('hm', mention({ occupantid: 'romeos' })))).toBe(false);
    expect(isOurs(said('hm', mention({ mentions: CHANNEL, uri: 'xmpp:other@conference.example.org' })))).toBe(
      false,
    );
    expect(isOurs(said('hm', mention({ mentions: `${NS.mentions}#server`, uri: 'xmpp:example.org' })))).toBe(
      false,
    );
  });

  it('that say nobody or several are none', () => {
    for (const attrs of [
      {},
      { occupantid: '' },
      { jid: '' },
      { occupantid: 'juliets', jid: self },
      { occupantid: 'juliets', mentions: CHANNEL },
      { mentions: `${NS.mentions}channel` },
      { mentions: CHANNEL, uri: 'https://example.org/' },
    ])
      expect(readMentions(said('hm', mention(attrs)))).toEqual([]);
    const chat = xml(
      'message',
      NS.client,
      { type: 'chat', from: self },
      body('hm'),
      mention({ mentions: CHANNEL }),
    );
    expect(readMentions(chat)).toEqual([]);
    expect(readMentions(said('hm', xml('mention', 'urn:example:other', { jid: self })))).toEqual([]);
  });

  it('mention whatever words they are of, if any', () => {
    for (const range of [{ begin: '-1', end: '2' }, { begin: '0', end: '2147483648x' }, { begin: '1' }, {}])
      expect(readMentions(said('hm', mention({ jid: self, ...range })))).toEqual([
        { text: '', address: self },
      ]);
    const other = mention({ jid: self, begin: '0', end: '1', hreflang: 'ja' });
    const message = said('hm', other);
    expect(readMentions({ ...message, attrs: { ...message.attrs, 'xml:lang': 'en' } })).toEqual([
      { text: '', address: self },
    ]);
  });

  it('that are to disturb nobody do not, and those for who is looking only them', () => {
    const noping = said('hm', mention({ occupantid: 'juliets' }, 'noping'));
    const active = said('hm', mention({ mentions: CHANNEL }, 'active'));
    expect([isOurs(noping), isOurs(noping, true)]).toEqual([false, false]);
    expect([isOurs(active), isOurs(active, true)]).toEqual([false, true]);
  });
});
