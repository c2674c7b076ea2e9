import { NS, xml } from '@stoa/xmpp';
import { describe, expect, it } from 'vitest';
import type { Occupant } from '../rooms/types.ts';
import { type Reader, carbonOf, readMessage } from './read-message.ts';

const JULIET = 'juliet@example.org';
const ROMEO = 'romeo@example.org';
const GARDEN = 'garden@conference.example.org';
const reader: Reader = {
  self: JULIET,
  now: 1_000,
  room: (address) => (address === GARDEN ? { nick: 'Juliet', occupants: {} } : undefined),
};
const body = (text: string) => xml('body', NS.client, {}, text);
const stanzaId = (by: string, id = 'a1') => xml('stanza-id', NS.sid, { by, id });
const message = (attrs: Record<string, string>, ...children: ReturnType<typeof xml>[]) =>
  xml('message', NS.client, attrs, ...children);

describe('readMessage', () => {
  it('reads what another person writes', () => {
    const read = readMessage(
      message({ from: `${ROMEO}/phone`, type: 'chat' }, body('hi'), stanzaId(JULIET)),
      reader,
    );
    expect(read).toMatchObject({ address: ROMEO, kind: 'chat', own: false, archiveId: 'a1' });
    expect(read?.entry).toMatchObject({
      key: 'a1',
      author: ROMEO,
      body: 'hi',
      at: 1_000,
      status: 'received',
    });
  });

  it('believes only the stanza-id of the archive itself', () => {
    const forged = message(
      { from: ROMEO, id: 'm', type: 'chat' },
      body('hi'),
      stanzaId(ROMEO),
      stanzaId('tybalt@example.org'),
    );
    expect(readMessage(forged, reader)?.archiveId).toBeUndefined();
  });

  it('knows its own copies by their origin-id', () => {
    const own = message(
      { from: JULIET, to: ROMEO, type: 'chat' },
      body('hi'),
      xml('origin-id', NS.sid, { id: 'o1' }),
    );
    expect(readMessage(own, reader, { archiveId: 'a2', at: 5 })?.entry).toMatchObject({
      key: 'o1',
      originId: 'o1',
      archiveId: 'a2',
      own: true,
      at: 5,
      status: 'stored',
    });
  });

  it('knows from a room’s archive who wrote, whatever nick they and we had then', () => {
    const said = (nick: string, address: string) =>
      readMessage(
        message(
          { from: `${GARDEN}/${nick}`, type: 'groupchat' },
          body('hi'),
          xml('x', NS.mucUser, {}, xml('item', NS.mucUser, { jid: `${address}/phone` })),
        ),
        reader,
        { archiveId: 'a2', at: 5 },
      )?.entry;
    expect(said('Romeo', ROMEO)).toMatchObject({ author: 'Romeo', own: false, authorAddress: ROMEO });
    expect(said('Juliet', ROMEO)).toMatchObject({ own: false, authorAddress: ROMEO });
    expect(said('Capulet', JULIET)).toMatchObject({ own: true });
  });

  it('takes the word of nobody but the archive for who wrote', () => {
    const forged = message(
      { from: `${GARDEN}/Romeo`, type: 'groupchat', id: 'm' },
      body('hi'),
      xml('x', NS.mucUser, {}, xml('item', NS.mucUser, { jid: JULIET })),
    );
    const romeo: Occupant = {
      nick: 'Romeo',
      address: `${ROMEO}/phone`,
      role: 'participant',
      affiliation: 'none',
      show: 'available',
    };
    const present: Reader = { ...reader, room: () => ({ nick: 'Juliet', occupants: { Romeo: romeo } }) };
    expect(readMessage(forged, present)?.entry).toMatchObject({ own: false, authorAddress: ROMEO });
    expect(readMessage(forged, reader)?.entry).not.toHaveProperty('authorAddress');
  });

  it('does not let another person settle our lines by repeating our origin-id', () => {
    const repeated = message(
      { from: ROMEO, type: 'chat' },
      body('hi'),
      xml('origin-id', NS.sid, { id: 'o1' }),
      stanzaId(JULIET),
    );
    expect(readMessage(repeated, reader)?.entry?.originId).toBeUndefined();
  });

  it('knows its own nick in a room, and keeps private messages of occupants apart', () => {
    const own = message({ from: `${GARDEN}/Juliet`, type: 'groupchat' }, body('hi'), stanzaId(GARDEN));
    expect(readMessage(own, reader)).toMatchObject({ address: GARDEN, kind: 'room', own: true });
    const whisper = message({ from: `${GARDEN}/Romeo`, type: 'chat', id: 'w' }, body('psst'));
    expect(readMessage(whisper, reader)).toMatchObject({
      address: `${GARDEN}/Romeo`,
      kind: 'chat',
      own: false,
    });
  });

  it('takes a subject for a subject only without a body', () => {
    const subject = xml('subject', NS.client, {}, 'Tonight');
    expect(readMessage(message({ from: GARDEN, type: 'groupchat' }, subject), reader)?.subject).toBe(
      'Tonight',
    );
    const both = message({ from: `${GARDEN}/Romeo`, type: 'groupchat', id: 'x' }, subject, body('hi'));
    expect(readMessage(both, reader)?.subject).toBeUndefined();
  });

  it('makes no line of markers, empty bodies and errors', () => {
    expect(
      readMessage(message({ from: ROMEO, type: 'chat' }, xml('composing', NS.chatStates)), reader)?.entry,
    ).toBeUndefined();
    expect(
      readMessage(message({ from: ROMEO, type: 'chat', id: 'e' }, body('')), reader)?.entry,
    ).toBeUndefined();
    expect(readMessage(message({ from: ROMEO, type: 'error' }, body('hi')), reader)).toBeUndefined();
  });
});

describe('carbonOf', () => {
  const copy = xml(
    'sent',
    NS.carbons,
    {},
    xml('forwarded', NS.forward, {}, message({ from: JULIET, to: ROMEO }, body('hi'))),
  );

  it('takes a copy from our own account, and from nobody else (XEP-0280 §11)', () => {
    expect(carbonOf(message({ from: JULIET }, copy), JULIET)?.attrs.to).toBe(ROMEO);
    expect(carbonOf(message({ from: 'tybalt@example.org' }, copy), JULIET)).toBeUndefined();
    expect(carbonOf(message({ from: `${JULIET}/other` }, copy), JULIET)).toBeUndefined();
  });
});
