import { describe, expect, it } from 'vitest';
import { NS } from './namespaces.ts';
import { XmlError, child, childText, parse, serialise, textOf, xml } from './xml.ts';

describe('parse', () => {
  it('reads names, namespaces, attributes and text', () => {
    const message = parse(
      `<message xmlns='jabber:client' to="juliet@example.org" xml:lang='en'><body>Good &amp; bad &#x1F339;</body>` +
        `<s:active xmlns:s='${NS.chatStates}'/></message>`,
    );
    expect(message.attrs).toEqual({ to: 'juliet@example.org', 'xml:lang': 'en' });
    expect(childText(message, 'body')).toBe('Good & bad 🌹');
    expect(child(message, 'active', NS.chatStates)).toBeDefined();
  });

  it('joins text around CDATA and keeps the order of mixed content', () => {
    expect(parse('<a xmlns="x">one<![CDATA[ <two> ]]>three<b/>four</a>').children).toEqual([
      'one <two> three',
      { name: 'b', ns: 'x', attrs: {}, children: [] },
      'four',
    ]);
  });

  it('lets an inner declaration end with its element', () => {
    const parsed = parse('<a xmlns="x"><b xmlns="y"><c/></b><d/></a>');
    expect(child(parsed, 'b', 'y')?.children[0]).toMatchObject({ name: 'c', ns: 'y' });
    expect(child(parsed, 'd', 'x')).toBeDefined();
  });

  it.each([
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a b=c/>',
    '<a b="1" b="2"/>',
    '<p:a/>',
    '<a>&unknown;</a>',
    '<a>& b</a>',
    '<!DOCTYPE a><a/>',
    '<a><!-- comment --></a>',
    '<a><?target data?></a>',
    '<a b="<"/>',
    '<a>\u0000</a>',
    '',
    'text',
    '<a>'.repeat(300) + '</a>'.repeat(300),
  ])('refuses %j', (text) => {
    expect(() => parse(text)).toThrow(XmlError);
  });
});

describe('serialise', () => {
  it('declares a namespace only where it changes', () => {
    const stanza = xml(
      'message',
      NS.client,
      { to: 'a@b' },
      xml('body', NS.client, {}, 'hi'),
      xml('active', NS.chatStates),
    );
    expect(serialise(stanza)).toBe(
      `<message xmlns="jabber:client" to="a@b"><body>hi</body><active xmlns="${NS.chatStates}"/></message>`,
    );
  });

  it('comes back the same, whatever the text', () => {
    for (const text of ['<&>"\'', 'line\nline\r\n\ttab', ']]>', '🌹 é ‮', ' ', "a='b'"]) {
      const element = xml('body', NS.client, { note: text }, text);
      expect(parse(serialise(element))).toEqual(element);
    }
  });

  it('leaves out what XML cannot carry, so that one odd paste does not end the stream', () => {
    expect(textOf(parse(serialise(xml('body', NS.client, {}, 'a\u0000b\u001bc\ud800d'))))).toBe('abcd');
  });
});
