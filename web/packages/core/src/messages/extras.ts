import type { OutgoingFile } from '../files/types.ts';
import type { Amendment } from '../timeline/amendments.ts';
import type { Mention, Reply } from '../timeline/types.ts';

/** What a message of ours says beside its words, or instead of them. */
export interface MessageExtras {
  /** `to` is the full address that XEP-0461 asks for: an occupant's in a room. */
  readonly reply?: Reply & { readonly to?: string };
  readonly mentions?: readonly Mention[];
  /** XEP-0308: the id of the message whose words these now are. */
  readonly corrects?: string;
  /** XEP-0424: what is taken back. */
  readonly retracts?: string;
  /** A file instead of words: uploaded first, which gives it its address. */
  readonly file?: OutgoingFile;
  /** XEP-0444: all our reactions to a line. */
  readonly reactions?: { readonly to: string; readonly emojis: readonly string[] };
}

interface Own {
  readonly id: string;
  readonly author: string;
  readonly at: number;
  readonly body: string;
}

/** What a message with these extras says about another one; undefined when it is a line. */
export function amendmentOf(own: Own, extras: MessageExtras | undefined): Amendment | undefined {
  const { id, author, at } = own;
  const said = { id, refs: [id], author, own: true, at, pending: true } as const;
  if (extras?.corrects !== undefined)
    return {
      ...said,
      kind: 'correction',
      of: extras.corrects,
      body: own.body,
      ...(extras.reply ? { reply: extras.reply } : {}),
      ...(extras.mentions ? { mentions: extras.mentions } : {}),
    };
  if (extras?.retracts !== undefined)
    return { ...said, kind: 'retraction', of: extras.retracts, moderated: false };
  if (extras?.reactions)
    return { ...said, kind: 'reactions', of: extras.reactions.to, emojis: extras.reactions.emojis };
  return undefined;
}
