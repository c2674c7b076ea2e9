import { linkify } from './linkify.ts';

/** A stretch inside a line of a message (XEP-0393 §5.2), or a link or a mention in it. */
export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'mention'; readonly text: string }
  | { readonly kind: 'mono'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'strike'; readonly spans: readonly Span[] };

/** A block of a message (XEP-0393 §5.1); lines of plain text that follow each other are one. */
export type Block =
  | { readonly kind: 'plain'; readonly spans: readonly Span[] }
  | { readonly kind: 'pre'; readonly text: string }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] };

/** Deeper nesting than this is shown as it is written. */
const DEEPEST = 6;

const DIRECTIVES = { '*': 'strong', _: 'emphasis', '~': 'strike', '`': 'mono' } as const;
type Directive = keyof typeof DIRECTIVES;

const isDirective = (c: string | undefined): c is Directive =>
  c !== undefined && Object.hasOwn(DIRECTIVES, c);
const isSpace = (c: string | undefined): boolean => c !== undefined && /[\s\p{Z}]/u.test(c);

/** Reads a message as XEP-0393 says. The directives themselves are not part of what is shown. */
export function parseStyling(text: string, mentions: readonly string[] = [], depth = 0): Block[] {
  const blocks: Block[] = [];
  const lines = text.split('\n');
  let plain: string[] = [];
  // Empty lines beside another block are space already.
  const flush = (before: boolean) => {
    while (blocks.length > 0 && plain[0]?.trim() === '') plain.shift();
    while (before && plain.at(-1)?.trim() === '') plain.pop();
    if (plain.length === 0) return;
    const spans = plain.flatMap((line, i): Span[] => [
      ...(i > 0 ? [{ kind: 'text', text: '\n' } as const] : []),
      ...spansOf(line, mentions),
    ]);
    blocks.push({ kind: 'plain', spans: joinedTexts(spans) });
    plain = [];
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (line.startsWith('```')) {
      flush(true);
      let end = i + 1;
      while (end < lines.length && lines[end] !== '```') end++;
      blocks.push({ kind: 'pre', text: lines.slice(i + 1, end).join('\n') });
      i = end;
    } else if (line.startsWith('>') && depth < DEEPEST) {
      flush(true);
      let end = i;
      while (end < lines.length && lines[end]?.startsWith('>')) end++;
      const inner = lines.slice(i, end).map((l) => l.slice(1).replace(/^[\s\p{Z}]/u, ''));
      blocks.push({ kind: 'quote', blocks: parseStyling(inner.join('\n'), mentions, depth + 1) });
      i = end - 1;
    } else plain.push(line);
  }
  flush(false);
  return blocks;
}

/** A message whose sender wants no styling (XEP-0393 §6): links and mentions only. */
export const unstyled = (text: string, mentions: readonly string[] = []): Block[] => [
  { kind: 'plain', spans: leaves(text, mentions) },
];

/** The spans of one line, from left to right, each closed by the first directive that may close it. */
function spansOf(line: string, mentions: readonly string[], depth = 0): Span[] {
  const spans: Span[] = [];
  // Directives that nothing closes any more: looked for once a line, so that no line takes long.
  const open = new Set<string>();
  let from = 0;
  for (let i = 0; i < line.length; i++) {
    const c = line[i];
    if (!isDirective(c) || open.has(c) || !opens(line, i) || depth >= DEEPEST) continue;
    const end = closing(line, i, c);
    if (end < 0) open.add(c);
    if (end <= i + 1) continue;
    if (i > from) spans.push(...leaves(line.slice(from, i), mentions));
    const inner = line.slice(i + 1, end);
    const kind = DIRECTIVES[c];
    spans.push(
      kind === 'mono' ? { kind, text: inner } : { kind, spans: spansOf(inner, mentions, depth + 1) },
    );
    i = end;
    from = end + 1;
  }
  if (from < line.length) spans.push(...leaves(line.slice(from), mentions));
  return spans;
}

/** At the beginning, after a space, or after another directive that opens; and not before a space. */
function opens(line: string, at: number): boolean {
  const before = line[at - 1];
  const next = line[at + 1];
  return (before === undefined || isSpace(before)) && next !== undefined && !isSpace(next);
}

/** Where the span ends: the first such directive not after a space. -1 when there is none; right behind it, it holds nothing. */
function closing(line: string, at: number, directive: string): number {
  for (let i = line.indexOf(directive, at + 1); i >= 0; i = line.indexOf(directive, i + 1)) {
    if (!isSpace(line[i - 1])) return i;
  }
  return -1;
}

/** Text with its links and mentions. */
function leaves(text: string, mentions: readonly string[]): Span[] {
  return linkify(text).flatMap((s): Span[] =>
    s.href === undefined ? named(s.text, mentions) : [{ kind: 'link', text: s.text, href: s.href }],
  );
}

function named(text: string, mentions: readonly string[]): Span[] {
  const first = mentions
    .map((m) => ({ m, at: m === '' ? -1 : text.indexOf(m) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at || b.m.length - a.m.length)[0];
  if (!first) return text === '' ? [] : [{ kind: 'text', text }];
  const { m, at } = first;
  return [
    ...(at > 0 ? [{ kind: 'text', text: text.slice(0, at) } as const] : []),
    { kind: 'mention', text: m },
    ...named(text.slice(at + m.length), mentions),
  ];
}

function joinedTexts(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const span of spans) {
    const last = out.at(-1);
    if (span.kind === 'text' && last?.kind === 'text')
      out[out.length - 1] = { kind: 'text', text: last.text + span.text };
    else out.push(span);
  }
  return out;
}

/** The words alone, for a list row or a quotation. */
export function plainText(body: string): string {
  const words = (blocks: readonly Block[]): string =>
    blocks
      .map((b) => (b.kind === 'pre' ? b.text : b.kind === 'quote' ? '' : wordsOf(b.spans)))
      .filter((text) => text !== '')
      .join('\n');
  return words(parseStyling(body)) || body;
}

const wordsOf = (spans: readonly Span[]): string =>
  spans.map((s) => ('spans' in s ? wordsOf(s.spans) : s.text)).join('');

/** Up to so many emoji alone are shown large. */
const MOST_LARGE = 6;
const EMOJI = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3)/u;

export function isOnlyEmoji(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > MOST_LARGE * 16) return false;
  const graphemes = [...new Intl.Segmenter().segment(trimmed)]
    .map((s) => s.segment)
    .filter((s) => s.trim() !== '');
  return graphemes.length <= MOST_LARGE && graphemes.every((g) => EMOJI.test(g) && !/^[©®™]$/u.test(g));
}
