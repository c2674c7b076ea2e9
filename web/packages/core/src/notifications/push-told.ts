import { names } from '../marks/mention.ts';
import type { ConversationKind } from '../session/state.ts';
import { type Verdict, decide } from './decide.ts';
import type { Mirror } from './mirror.ts';

/** What the server tells a browser (docs/features/web-push.md). */
export interface PushTold {
  readonly account: string;
  readonly kind: 'message' | 'room-message' | 'call' | 'subscription-request';
  readonly conversation?: string;
  readonly nick?: string;
  readonly body?: string;
  /** Where the message stands in the history. */
  readonly id?: string;
  /** Up to where conversations were read by now, on whatever device: ids of the history by their addresses. */
  readonly read?: Readonly<Record<string, string>>;
}

/** What is to be shown. */
export interface Shown {
  readonly title: string;
  readonly body: string;
  readonly conversation: string;
  readonly kind: ConversationKind;
  readonly line?: string;
}

/** Reads what came; undefined when it is none of ours. */
export function readPush(text: string): PushTold | undefined {
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof told !== 'object' || told === null) return undefined;
  const { account, kind, conversation, nick, body, id, read } = told as Readonly<Record<string, unknown>>;
  if (typeof account !== 'string' || !isKind(kind)) return undefined;
  return {
    account,
    kind,
    ...(typeof conversation === 'string' ? { conversation } : {}),
    ...(typeof nick === 'string' ? { nick } : {}),
    ...(typeof body === 'string' ? { body } : {}),
    ...(typeof id === 'string' ? { id } : {}),
    ...(typeof read === 'object' && read !== null ? { read: textsIn(read) } : {}),
  };
}

const textsIn = (values: object): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(values).filter((one): one is [string, string] => typeof one[1] === 'string'),
  );

const isKind = (kind: unknown): kind is PushTold['kind'] =>
  kind === 'message' || kind === 'room-message' || kind === 'call' || kind === 'subscription-request';

/** The same rule as in an open window, as far as the mirror knows how things stand. */
export function decidePush(told: PushTold, mirror: Mirror, now: number, looking: boolean): Verdict {
  const { conversation = '', body = '' } = told;
  const kind = told.kind === 'room-message' ? 'room' : 'chat';
  return decide(
    { kind, body, mentioned: kind === 'room' && names(body, mirror.nicks[conversation]) },
    {
      show: mirror.show,
      notify: (mirror.snoozed?.[conversation] ?? 0) > now ? 'never' : mirror.marks[conversation],
      urgent: mirror.urgent?.includes(conversation) ?? false,
      wishes: mirror.wishes,
      now,
      looking,
      elsewhereAt: 0, // the server tells nobody of what was seen on another device
    },
  );
}

/** In the words of the person, with what the message says only where that may be shown. */
export function shownOf(told: PushTold, mirror: Mirror): Shown {
  const { conversation = '', nick, body, id } = told;
  const { words, device } = mirror;
  const room = told.kind === 'room-message';
  const said = device.preview && body ? (nick ? `${nick}: ${body}` : body) : words.message;
  return {
    title: mirror.names[conversation] ?? conversation,
    body: told.kind === 'call' ? words.call : told.kind === 'subscription-request' ? words.request : said,
    conversation,
    kind: room ? 'room' : 'chat',
    ...(id ? { line: id } : {}),
  };
}
