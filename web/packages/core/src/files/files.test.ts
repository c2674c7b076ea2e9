import { type XmlElement, NS, child, childText, parse, serialise, xml } from '@stoa/xmpp';
import { describe, expect, it } from 'vitest';
import { readMessage } from '../messages/read-message.ts';
import { stanzaOf } from '../messages/write-message.ts';
import { fileName, kindOf, mediaType } from './file-names.ts';
import { httpsUrl, ownPath } from './own-files.ts';
import { readFiles } from './read-files.ts';
import type { SharedFile } from './types.ts';

const DOMAIN = 'example.org';
const ROMEO = 'romeo@example.org';
const HERE = `https://${DOMAIN}:8443/files/AbC_d-1/garden%20wall.png`;
const ELSEWHERE = 'https://upload.montague.example/x/summit.jpg';

const message = (...children: (XmlElement | false)[]) =>
  xml('message', NS.client, { type: 'chat', from: `${ROMEO}/pc`, id: 'm1' }, ...children);
const body = (text: string) => xml('body', NS.client, {}, text);
const oob = (url: string) => xml('x', NS.oob, {}, xml('url', NS.oob, {}, url));
const read = (m: XmlElement) =>
  readMessage(m, { self: 'juliet@example.org', now: 5, room: () => undefined })?.entry;

const sharing = (
  target: string | undefined,
  about: Readonly<Record<string, string>> = {},
  disposition?: string,
) =>
  xml(
    'file-sharing',
    NS.sfs,
    { disposition },
    xml(
      'file',
      NS.fileMetadata,
      {},
      ...Object.entries(about).map(([name, value]) => xml(name, NS.fileMetadata, {}, value)),
    ),
    xml('sources', NS.sfs, {}, target !== undefined && xml('url-data', NS.urlData, { target })),
  );
const filesFallback = xml('fallback', NS.fallback, { for: NS.sfs }, xml('body', NS.fallback));

describe('a file that is sent', () => {
  const file = {
    url: HERE,
    name: 'garden wall.png',
    mediaType: 'image/png',
    size: 3_032_449,
    width: 4_096,
    height: 2_160,
    sha256: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
  };
  const stanza = stanzaOf({
    originId: 'o1',
    address: ROMEO,
    kind: 'chat',
    at: 1,
    body: '',
    extras: { file, reply: { id: 'a1', author: ROMEO, to: ROMEO, quote: 'which wall?' } },
  });

  it('is its address to clients that know no more (XEP-0066)', () => {
    expect(childText(stanza, 'body')).toBe(HERE);
    const x = child(stanza, 'x', NS.oob);
    expect(x && childText(x, 'url')).toBe(HERE);
    expect(child(stanza, 'origin-id', NS.sid)?.attrs.id).toBe('o1');
  });

  it('is read back as it was described (XEP-0446, XEP-0447)', () => {
    const wire = parse(serialise(stanza));
    const entry = read({ ...wire, attrs: { ...wire.attrs, from: `${ROMEO}/pc` } });
    expect(entry).toMatchObject({ body: '', files: [file], reply: { id: 'a1' } });
  });

  it('is to be saved, not shown, when it is a document', () => {
    const paper = { url: HERE, name: 'a.pdf', mediaType: 'application/pdf', size: 1 };
    const sent = stanzaOf({
      originId: 'o',
      address: ROMEO,
      kind: 'chat',
      at: 1,
      body: '',
      extras: { file: paper },
    });
    expect(child(sent, 'file-sharing', NS.sfs)?.attrs.disposition).toBe('attachment');
    expect(readFiles(sent, DOMAIN)).toEqual([paper]);
  });
});

describe('files of others', () => {
  it('may come with words, whose part for other clients is left out', () => {
    const text = `From the summit ${ELSEWHERE}`;
    const start = String(Array.from('From the summit ').length);
    const m = message(
      body(text),
      sharing(ELSEWHERE, { name: 'summit.jpg', 'media-type': 'image/jpeg' }),
      xml(
        'fallback',
        NS.fallback,
        { for: NS.sfs },
        xml('body', NS.fallback, { start, end: String(Array.from(text).length) }),
      ),
    );
    expect(read(m)).toMatchObject({ body: 'From the summit', files: [{ name: 'summit.jpg' }] });
  });

  it('may be several, and may be described as of old', () => {
    const m = message(
      body(`${HERE}\n${ELSEWHERE}`),
      sharing(HERE, { dimensions: '40x30' }),
      sharing(ELSEWHERE, { name: 'two.pdf' }, 'attachment'),
      filesFallback,
    );
    expect(read(m)).toMatchObject({
      body: '',
      files: [{ url: HERE, name: 'garden wall.png', width: 40, height: 30 }, { name: 'two.pdf' }],
    });
  });

  it('may be an attached address alone, with the words beside it kept', () => {
    expect(read(message(body(ELSEWHERE), oob(ELSEWHERE)))).toMatchObject({
      body: '',
      files: [{ url: ELSEWHERE, name: 'summit.jpg' }],
    });
    expect(read(message(body(`look: ${ELSEWHERE}`), oob(ELSEWHERE)))?.body).toBe('look:');
    expect(read(message(body('look'), oob(ELSEWHERE)))?.body).toBe('look');
  });

  it('may be an address of our own files and nothing else', () => {
    expect(read(message(body(HERE)))).toMatchObject({
      body: '',
      files: [{ url: HERE, name: 'garden wall.png' }],
    });
    expect(read(message(body(`see ${HERE}`)))?.files).toBeUndefined();
    expect(read(message(body(ELSEWHERE)))?.files).toBeUndefined();
  });

  it('that cannot be had are what the message says to every other client', () => {
    for (const target of [
      undefined,
      'javascript:alert(1)',
      'data:text/html,x',
      'http://montague.example/x.png',
      'cid:1@x',
    ]) {
      const entry = read(message(body('words'), sharing(target, { name: 'x.png' }), filesFallback));
      expect(entry?.files).toBeUndefined();
      expect(entry?.body).toBe('words');
    }
    expect(read(message(body('words'), oob('javascript:alert(1)')))?.files).toBeUndefined();
  });

  it('are believed no nonsense', () => {
    const one = (about: Record<string, string>): SharedFile | undefined =>
      readFiles(message(sharing(HERE, about)), DOMAIN)[0];
    expect(one({ size: '-5' })?.size).toBeUndefined();
    expect(one({ size: '1e9' })?.size).toBeUndefined();
    expect(one({ size: '99999999999999999999' })?.size).toBeUndefined();
    expect(one({ width: '999999999', height: '3' })?.width).toBeUndefined();
    expect(one({ width: '0', height: '3' })?.height).toBeUndefined();
    expect(one({ width: '30' })?.width).toBeUndefined();
    expect(one({ 'media-type': 'image/png"><script>' })?.mediaType).toBeUndefined();
    const hash = xml('hash', NS.hashes, { algo: 'sha-256' }, 'not base64!');
    const about = xml('file', NS.fileMetadata, {}, hash);
    const sources = xml('sources', NS.sfs, {}, xml('url-data', NS.urlData, { target: HERE }));
    expect(
      readFiles(message(xml('file-sharing', NS.sfs, {}, about, sources)), DOMAIN)[0]?.sha256,
    ).toBeUndefined();
    const many = Array.from({ length: 50 }, () => sharing(HERE));
    expect(readFiles(message(...many), DOMAIN)).toHaveLength(20);
  });

  it('are gone from a line that was taken back', () => {
    const gone = xml('retracted', NS.retract, { stamp: '2026-03-01T12:00:00Z' });
    expect(read(message(body(HERE), gone))?.files).toBeUndefined();
  });
});

describe('names', () => {
  it('hold no directories, no turned text, and keep their ending', () => {
    expect(fileName('../../etc/passwd')).toBe('_.._etc_passwd');
    expect(fileName('C:\\x\\y.txt')).toBe('C:_x_y.txt');
    expect(fileName('invoice\u202Egpj.exe')).toBe('invoice gpj.exe');
    expect(fileName('a\nb\u0000c.png')).toBe('a b c.png');
    expect(fileName('.htaccess')).toBe('htaccess');
    const long = fileName(`${'x'.repeat(500)}.tar.gz`);
    expect(long).toHaveLength(120);
    expect(long.endsWith('….gz')).toBe(true);
    expect(fileName('🌹'.repeat(300))).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  });

  it('say what a file is where nobody else does', () => {
    expect(kindOf({ name: 'A.JPG' })).toBe('image');
    expect(kindOf({ name: 'a.svg' })).toBe('file');
    expect(kindOf({ name: 'a.png', mediaType: 'image/svg+xml' })).toBe('file');
    expect(kindOf({ name: 'a.png', mediaType: 'text/html' })).toBe('file');
    expect(kindOf({ name: 'a', mediaType: 'audio/ogg' })).toBe('audio');
    expect(kindOf({ name: 'a.mp4', attachment: true })).toBe('file');
    expect(mediaType('IMAGE/PNG; q=1')).toBe('image/png');
    expect(mediaType('application/octet-stream')).toBeUndefined();
  });
});

describe('addresses', () => {
  it('of our own files are loaded from where the page comes, whatever the port', () => {
    expect(ownPath(HERE, DOMAIN)).toBe('/files/AbC_d-1/garden%20wall.png');
    expect(ownPath(HERE.replace(':8443', ''), 'EXAMPLE.org')).toBe('/files/AbC_d-1/garden%20wall.png');
  });

  it('of anything else are not', () => {
    for (const url of [
      ELSEWHERE,
      HERE.replace('https', 'http'),
      'https://example.org.evil.example/files/a/b.png',
      'https://evil.example/files/a/b.png',
      'https://example.org@evil.example/files/a/b.png',
      'https://example.org/files/../api/v1/instance',
      'https://example.org/files/a/b/c.png',
      'https://example.org/api/files/a.png',
      '/files/a/b.png',
    ])
      expect(ownPath(url, DOMAIN), url).toBeUndefined();
    expect(httpsUrl('https://a:b@example.org/x')).toBeUndefined();
  });
});
