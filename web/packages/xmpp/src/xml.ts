/**
 * XML as plain data, with a parser and a serialiser of our own. A WebSocket frame holds one whole element (RFC 7395 §3.2), so
 * nothing incremental is needed, and no DOM: the same code runs in a window, in a worker and in the tests. Elements are plain
 * objects and so pass through BroadcastChannel and IndexedDB unchanged.
 */
export interface XmlElement {
  readonly name: string;
  readonly ns: string;
  readonly attrs: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
}

export type XmlNode = XmlElement | string;

/** Thrown for text that is not one well-formed element, or that holds what XMPP bars (RFC 6120 §11.1). */
export class XmlError extends Error {}

type Attributes = Readonly<Record<string, string | undefined>>;

/** Makes an element. Attributes that are undefined and children that are undefined or false are left out. */
export function xml(
  name: string,
  ns: string,
  attrs: Attributes = {},
  ...children: readonly (XmlNode | undefined | false)[]
): XmlElement {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(attrs)) if (value !== undefined) kept[key] = value;
  return {
    name,
    ns,
    attrs: kept,
    children: children.filter((c): c is XmlNode => c !== undefined && c !== false),
  };
}

export function isElement(node: XmlNode): node is XmlElement {
  return typeof node !== 'string';
}

export function elementsOf(parent: XmlElement): XmlElement[] {
  return parent.children.filter(isElement);
}

/** All child elements with this name, and this namespace (the parent's own unless given). */
export function children(parent: XmlElement, name: string, ns: string = parent.ns): XmlElement[] {
  return elementsOf(parent).filter((c) => c.name === name && c.ns === ns);
}

/** The first child element with this name, and this namespace (the parent's own unless given). */
export function child(parent: XmlElement, name: string, ns: string = parent.ns): XmlElement | undefined {
  return elementsOf(parent).find((c) => c.name === name && c.ns === ns);
}

/** The first child element in a namespace, whatever its name. */
export function childIn(parent: XmlElement, ns: string): XmlElement | undefined {
  return elementsOf(parent).find((c) => c.ns === ns);
}

/** The character data directly inside an element. */
export function textOf(element: XmlElement | undefined): string {
  return element ? element.children.filter((c): c is string => !isElement(c)).join('') : '';
}

/** The character data of a child element; undefined when there is no such child. */
export function childText(parent: XmlElement, name: string, ns: string = parent.ns): string | undefined {
  const found = child(parent, name, ns);
  return found && textOf(found);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

// Characters XML 1.0 does not admit, also not escaped, and lone surrogates: dropped when writing, refused when reading.
// eslint-disable-next-line no-control-regex -- these are the very characters to keep out
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

function escapeText(text: string): string {
  return text.replace(NOT_XML, '').replace(/[&<>\r]/g, (c) => ESCAPES[c] ?? c);
}

function escapeAttribute(text: string): string {
  return text.replace(NOT_XML, '').replace(/[&<>"'\n\r\t]/g, (c) => ESCAPES[c] ?? c);
}

/** Writes an element; a namespace is declared where it differs from the one around it. */
export function serialise(element: XmlElement, outerNs = ''): string {
  let out = `<${element.name}`;
  if (element.ns !== outerNs) out += ` xmlns="${escapeAttribute(element.ns)}"`;
  for (const [key, value] of Object.entries(element.attrs)) out += ` ${key}="${escapeAttribute(value)}"`;
  if (element.children.length === 0) return `${out}/>`;
  out += '>';
  for (const node of element.children)
    out += isElement(node) ? serialise(node, element.ns) : escapeText(node);
  return `${out}</${element.name}>`;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const NAME = /[^\s/>=<"'&!?]+/y;
const SPACE = /[ \t\r\n]*/y;
const XML_NS = 'http://www.w3.org/XML/1998/namespace';

/** Elements nested deeper than this are refused: no stanza needs it, and the stack is not endless. */
const MAX_DEPTH = 200;

type Scope = Readonly<Record<string, string>>;

class Parser {
  private at = 0;

  constructor(private readonly input: string) {}

  document(): XmlElement {
    if (NOT_XML.test(this.input)) {
      NOT_XML.lastIndex = 0;
      throw new XmlError('a character that XML does not admit');
    }
    if (this.input.startsWith('<?xml')) {
      const end = this.input.indexOf('?>');
      if (end < 0) throw new XmlError('unfinished declaration');
      this.at = end + 2;
    }
    this.skip(SPACE);
    const element = this.element({ '': '', xml: XML_NS }, 0);
    this.skip(SPACE);
    if (this.at !== this.input.length) throw new XmlError('text after the element');
    return element;
  }

  private element(outer: Scope, depth: number): XmlElement {
    if (depth > MAX_DEPTH) throw new XmlError('nested too deeply');
    this.expect('<');
    const qname = this.skip(NAME);
    if (!qname) throw new XmlError('not an element');
    const raw = this.attributes();
    const scope: Record<string, string> = { ...outer };
    const attrs: Record<string, string> = {};
    for (const [key, value] of raw) {
      if (key === 'xmlns') scope[''] = value;
      else if (key.startsWith('xmlns:')) scope[key.slice(6)] = value;
      else attrs[key] = value;
    }
    const { prefix, local } = split(qname);
    const ns = scope[prefix];
    if (ns === undefined) throw new XmlError(`prefix ${prefix} is not declared`);
    if (this.input.startsWith('/>', this.at)) {
      this.at += 2;
      return { name: local, ns, attrs, children: [] };
    }
    this.expect('>');
    const nodes = this.content(scope, depth);
    this.expect('</');
    if (this.skip(NAME) !== qname) throw new XmlError(`<${qname}> is not closed`);
    this.skip(SPACE);
    this.expect('>');
    return { name: local, ns, attrs, children: nodes };
  }

  private attributes(): Map<string, string> {
    const found = new Map<string, string>();
    for (;;) {
      const space = this.skip(SPACE);
      const next = this.input[this.at];
      if (next === '>' || next === '/' || next === undefined) return found;
      if (!space) throw new XmlError('no space before an attribute');
      const key = this.skip(NAME);
      if (!key) throw new XmlError('not an attribute');
      this.skip(SPACE);
      this.expect('=');
      this.skip(SPACE);
      const quote = this.input[this.at];
      if (quote !== '"' && quote !== "'") throw new XmlError('an attribute without quotes');
      const end = this.input.indexOf(quote, this.at + 1);
      if (end < 0) throw new XmlError('an unfinished attribute');
      const value = this.input.slice(this.at + 1, end);
      if (value.includes('<')) throw new XmlError('< in an attribute');
      if (found.has(key)) throw new XmlError(`attribute ${key} twice`);
      found.set(key, unescape(value.replace(/\r\n|[\t\r\n]/g, ' ')));
      this.at = end + 1;
    }
  }

  private content(scope: Scope, depth: number): XmlNode[] {
    const nodes: XmlNode[] = [];
    let text = '';
    const flush = () => {
      if (text) nodes.push(text);
      text = '';
    };
    for (;;) {
      const next = this.input.indexOf('<', this.at);
      if (next < 0) throw new XmlError('an element is not closed');
      text += unescape(this.input.slice(this.at, next).replace(/\r\n?/g, '\n'));
      this.at = next;
      if (this.input.startsWith('</', next)) {
        flush();
        return nodes;
      }
      if (this.input.startsWith('<![CDATA[', next)) {
        const end = this.input.indexOf(']]>', next);
        if (end < 0) throw new XmlError('unfinished CDATA');
        text += this.input.slice(next + 9, end);
        this.at = end + 3;
      } else if (this.input[next + 1] === '!' || this.input[next + 1] === '?') {
        throw new XmlError('a comment, declaration or processing instruction');
      } else {
        flush();
        nodes.push(this.element(scope, depth + 1));
      }
    }
  }

  private expect(token: string): void {
    if (!this.input.startsWith(token, this.at)) throw new XmlError(`expected ${token}`);
    this.at += token.length;
  }

  private skip(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.input)?.[0] ?? '';
    this.at += match.length;
    return match;
  }
}

function split(qname: string): { prefix: string; local: string } {
  const colon = qname.indexOf(':');
  return colon < 0
    ? { prefix: '', local: qname }
    : { prefix: qname.slice(0, colon), local: qname.slice(colon + 1) };
}

function unescape(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&]*;?)/g, (_, body: string) => {
    if (!body.endsWith(';')) throw new XmlError('a bare &');
    const name = body.slice(0, -1);
    const named = NAMED[name];
    if (named !== undefined) return named;
    const numeric = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
    const code = numeric ? (numeric[1] ? parseInt(numeric[1], 16) : parseInt(numeric[2] ?? '', 10)) : NaN;
    if (!(code > 0 && code <= 0x10ffff)) throw new XmlError(`the entity ${name} is not known`);
    return String.fromCodePoint(code);
  });
}

/** Reads exactly one element. Throws {@link XmlError}. */
export function parse(input: string): XmlElement {
  return new Parser(input).document();
}
