import { type XmlElement, NS, xml } from '@stoa/xmpp';
import { writeFile } from '../files/write-files.ts';
import type { OutboxItem } from '../storage/storage.ts';
import type { Mention } from '../timeline/types.ts';
import { quotation } from './fallback.ts';
import { writeMentions } from './mentions.ts';

/** What a client that does not know retractions shows instead (XEP-0424 §3). */
const RETRACTED = '/me took back a message, which this client does not show.';

/** The stanza for a message of the outbox. */
export function stanzaOf(item: OutboxItem): XmlElement {
  const { extras = {}, originId, kind } = item;
  const chat = kind === 'chat';
  return xml(
    'message',
    NS.client,
    { to: item.address, type: chat ? 'chat' : 'groupchat', id: originId },
    ...payloads(item),
    xml('origin-id', NS.sid, { id: originId }),
    extras.retracts === undefined && extras.reactions === undefined && chat && xml('active', NS.chatStates),
  );
}

function payloads(item: OutboxItem): XmlElement[] {
  const { extras = {}, kind } = item;
  if (extras.reactions) {
    const { to, emojis } = extras.reactions;
    return [
      xml('reactions', NS.reactions, { id: to }, ...emojis.map((e) => xml('reaction', NS.reactions, {}, e))),
      xml('store', NS.hints),
    ];
  }
  if (extras.retracts !== undefined)
    return [
      xml('retract', NS.retract, { id: extras.retracts }),
      xml('fallback', NS.fallback, { for: NS.retract }),
      xml('body', NS.client, {}, RETRACTED),
      xml('store', NS.hints),
    ];
  const { reply, corrects, mentions, file } = extras;
  const asked = [xml('markable', NS.markers), ...(kind === 'chat' ? [xml('request', NS.receipts)] : [])];
  if (file?.url !== undefined)
    return [
      // No quotation: other clients show a file only where its address is all of the body.
      ...writeFile({ ...file, url: file.url }),
      ...(reply ? [xml('reply', NS.reply, { id: reply.id, to: reply.to })] : []),
      ...asked,
    ];
  const quote = reply?.quote ? quotation(reply.quote) : '';
  const body = quote + item.body;
  return [
    xml('body', NS.client, {}, body),
    ...(reply ? [xml('reply', NS.reply, { id: reply.id, to: reply.to })] : []),
    ...(quote
      ? [
          xml(
            'fallback',
            NS.fallback,
            { for: NS.reply },
            xml('body', NS.fallback, { start: '0', end: String(Array.from(quote).length) }),
          ),
        ]
      : []),
    ...(corrects === undefined ? [] : [xml('replace', NS.correct, { id: corrects })]),
    ...mentioned(body, quote, mentions, kind === 'chat' ? undefined : item.address),
    ...asked,
  ];
}

/** Only who is named in our own words; the quotation names nobody anew. */
function mentioned(body: string, quote: string, mentions: readonly Mention[] = [], room?: string) {
  const shift = Array.from(quote).length;
  return writeMentions(body.slice(quote.length), mentions, room).map((r) => ({
    ...r,
    attrs: {
      ...r.attrs,
      begin: String(Number(r.attrs.begin) + shift),
      end: String(Number(r.attrs.end) + shift),
    },
  }));
}
