import type { Mention } from '@stoa/core';

/** What the composer does with its text; pure. Positions are UTF-16 offsets, as a text area counts. */
export interface Selected {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type Format = 'strong' | 'emphasis' | 'strike' | 'mono' | 'pre' | 'quote' | 'list';

const AROUND: Partial<Record<Format, string>> = { strong: '*', emphasis: '_', strike: '~', mono: '`' };
const BEFORE: Partial<Record<Format, string>> = { quote: '> ', list: '- ' };

/** Puts a format around what is selected, or takes it away again; what is written is what XEP-0393 reads. */
export function formatted(selected: Selected, format: Format): Selected {
  const mark = AROUND[format];
  if (mark !== undefined) return around(selected, mark);
  const prefix = BEFORE[format];
  return prefix === undefined ? preformatted(selected) : lines(selected, prefix);
}

function around({ text, start, end }: Selected, mark: string): Selected {
  // A mark that touches a space, or spans lines, would mark nothing: it goes around the words of one line.
  const words = text.slice(start, end);
  const head = words.length - words.trimStart().length;
  const from = start + (head === words.length ? 0 : head);
  const to = from + words.trim().length;
  if (words.trim().includes('\n')) return eachLine({ text, start: from, end: to }, mark);
  if (text[from - 1] === mark && text[to] === mark && to > from)
    return {
      text: text.slice(0, from - 1) + text.slice(from, to) + text.slice(to + 1),
      start: from - 1,
      end: to - 1,
    };
  return {
    text: text.slice(0, from) + mark + text.slice(from, to) + mark + text.slice(to),
    start: from + 1,
    end: to + 1,
  };
}

function eachLine({ text, start, end }: Selected, mark: string): Selected {
  const marked = text
    .slice(start, end)
    .split('\n')
    .map((line) => (line.trim() === '' ? line : line.replace(/^(\s*)(.*?)(\s*)$/u, `$1${mark}$2${mark}$3`)))
    .join('\n');
  return { text: text.slice(0, start) + marked + text.slice(end), start, end: start + marked.length };
}

function lines({ text, start, end }: Selected, prefix: string): Selected {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const to = next < 0 ? text.length : next;
  const all = text.slice(from, to).split('\n');
  const off = all.every((line) => line.startsWith(prefix));
  const changed = all.map((line) => (off ? line.slice(prefix.length) : prefix + line)).join('\n');
  const by = off ? -prefix.length : prefix.length;
  return {
    text: text.slice(0, from) + changed + text.slice(to),
    start: Math.max(from, start + by),
    end: Math.max(from, end + by * all.length),
  };
}

function preformatted({ text, start, end }: Selected): Selected {
  const before = start > 0 && text[start - 1] !== '\n' ? '\n' : '';
  const after = end < text.length && text[end] !== '\n' ? '\n' : '';
  const open = `${before}\`\`\`\n`;
  const inner = text.slice(start, end);
  return {
    text: `${text.slice(0, start)}${open}${inner}\n\`\`\`${after}${text.slice(end)}`,
    start: start + open.length,
    end: start + open.length + inner.length,
  };
}

/**
 * Habits of Markdown that XEP-0393 writes otherwise: **strong**, __strong__ and ~~strike~~ become *strong* and ~strike~. Code is
 * left alone.
 */
export function fromMarkdown(text: string): string {
  let inside = false;
  return text
    .split('\n')
    .map((line) => {
      if (line.startsWith('```')) {
        inside = !inside || line !== '```';
        return line;
      }
      return inside
        ? line
        : line
            .split(/(`[^`]*`)/)
            .map((part) => (part.startsWith('`') ? part : plainer(part)))
            .join('');
    })
    .join('\n');
}

const plainer = (text: string): string =>
  text
    .replace(/(^|\s)\*\*(?=\S)([^*\n]*[^\s*])\*\*/gu, '$1*$2*')
    .replace(/(^|\s)__(?=\S)([^_\n]*[^\s_])__/gu, '$1*$2*')
    .replace(/(^|\s)~~(?=\S)([^~\n]*[^\s~])~~/gu, '$1~$2~');

/** What the message that is being written is about. */
export type Context =
  | { readonly kind: 'reply'; readonly author: string; readonly words: string }
  | { readonly kind: 'edit'; readonly key: string; readonly body: string };

/** Somebody who can be named. */
export interface Candidate {
  readonly name: string;
  /** A bare address; an occupant's, in a room. */
  readonly address: string;
  /** What the person's colour is made from, when it is not the address. */
  readonly colourKey?: string;
  /** Who it is in the room, whatever the nick. */
  readonly occupantId?: string;
  /** A word for everybody in the room. */
  readonly everybody?: boolean;
}

/** What is being written just now and can be completed: `@na` or `:smi`. */
export interface Completing {
  readonly kind: 'person' | 'emoji';
  readonly wanted: string;
  readonly start: number;
  readonly end: number;
}

/** Names may have spaces in them; a name that is being written has at most this many letters. */
const LONGEST_NAME = 40;

export function completingAt(text: string, caret: number): Completing | undefined {
  const before = text.slice(Math.max(0, caret - LONGEST_NAME), caret);
  const from = caret - before.length;
  const person = /(?:^|[\s([{"'>])@([\p{L}\p{N}][^\n@:]*|)$/u.exec(before);
  if (person) {
    const wanted = person[1] ?? '';
    if (wanted.split(' ').length <= 3)
      return { kind: 'person', wanted, start: caret - wanted.length - 1, end: caret };
  }
  const emoji = /(?:^|\s):([\p{L}\p{N}_+-]{2,})$/u.exec(before);
  if (emoji) {
    const wanted = emoji[1] ?? '';
    return { kind: 'emoji', wanted, start: from + emoji.index + emoji[0].lastIndexOf(':'), end: caret };
  }
  return undefined;
}

/** Puts the chosen words in the place of what was being written. */
export function completed(text: string, completing: Completing, words: string): Selected {
  const head = `${text.slice(0, completing.start)}${words} `;
  const rest = text.slice(completing.end).replace(/^ /, '');
  return { text: head + rest, start: head.length, end: head.length };
}

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** People whose name, or a word of it, begins so. */
const everybody = (candidate: Candidate): number => (candidate.everybody ? 1 : 0);

export function peopleFor(candidates: readonly Candidate[], wanted: string, most = 6): Candidate[] {
  const w = fold(wanted);
  const rank = ({ name }: Candidate) => {
    const n = fold(name);
    if (n.startsWith(w)) return 0;
    return n.split(/[\s.\-_]+/).some((word) => word.startsWith(w)) ? 1 : 2;
  };
  return (
    candidates
      .map((c) => ({ c, rank: rank(c) }))
      .filter((r) => r.rank < 2)
      // What calls everybody comes after who is called by name: Enter after @ must not reach them all.
      .sort((a, b) => a.rank - b.rank || everybody(a.c) - everybody(b.c) || a.c.name.localeCompare(b.c.name))
      .slice(0, most)
      .map((r) => r.c)
  );
}

/** Who is named in a text by `@name`, in its order; of two names the longer one counts. */
export function mentionsIn(text: string, candidates: readonly Candidate[]): Mention[] {
  const byLength = [...candidates].sort((a, b) => b.name.length - a.name.length);
  const found: Mention[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) continue;
    const named = byLength.find(({ name }) => {
      const end = at + 1 + name.length;
      return text.slice(at + 1, end) === name && !/[\p{L}\p{N}]/u.test(text[end] ?? '');
    });
    if (!named) continue;
    const { name, address, occupantId } = named;
    found.push({ text: `@${name}`, address, ...(occupantId === undefined ? {} : { occupantId }) });
  }
  return found;
}
