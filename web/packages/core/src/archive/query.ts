import { type XmlElement, NS, child, childText, children, randomId, xml } from '@stoa/xmpp';
import type { PageQuery } from './paging.ts';

/** Building and reading XEP-0313 queries; sending them is the session's. */

const field = (name: string, value: string, type?: string) =>
  xml('field', NS.dataForms, { var: name, type }, xml('value', NS.dataForms, {}, value));

export function archiveQuery(
  query: PageQuery,
  withAddress: string | undefined,
  queryId = randomId(9),
): XmlElement {
  const fields = [field('FORM_TYPE', NS.mam, 'hidden')];
  if (withAddress !== undefined) fields.push(field('with', withAddress));
  if (query.start !== undefined) fields.push(field('start', new Date(query.start).toISOString()));
  return xml(
    'query',
    NS.mam,
    { queryid: queryId },
    xml('x', NS.dataForms, { type: 'submit' }, ...fields),
    xml(
      'set',
      NS.rsm,
      {},
      xml('max', NS.rsm, {}, String(query.max)),
      query.before !== undefined && xml('before', NS.rsm, {}, query.before),
      query.after !== undefined && xml('after', NS.rsm, {}, query.after),
    ),
  );
}

/** One <result/> of a query. */
export interface ArchivedStanza {
  readonly queryId: string | undefined;
  readonly archiveId: string;
  readonly at: number;
  readonly message: XmlElement;
}

/** Reads a message that carries a <result/>; undefined for any other. */
export function readResult(stanza: XmlElement): ArchivedStanza | undefined {
  const result = child(stanza, 'result', NS.mam);
  const forwarded = result && child(result, 'forwarded', NS.forward);
  const message = forwarded && child(forwarded, 'message', NS.client);
  if (!result?.attrs.id || !message) return undefined;
  return {
    queryId: result.attrs.queryid,
    archiveId: result.attrs.id,
    at: Date.parse(child(forwarded, 'delay', NS.delay)?.attrs.stamp ?? ''),
    message,
  };
}

/** Reads the <fin/> that ends a page. */
export function readFin(iq: XmlElement): { complete: boolean; first?: string; last?: string } {
  const fin = child(iq, 'fin', NS.mam);
  const set = fin && child(fin, 'set', NS.rsm);
  const first = set && childText(set, 'first');
  const last = set && childText(set, 'last');
  return {
    complete: fin?.attrs.complete === 'true' || fin?.attrs.complete === '1',
    ...(first ? { first } : {}),
    ...(last ? { last } : {}),
  };
}

/** The stanza-id that an archive gave (XEP-0359); only the one by the archive itself counts. */
export function stanzaIdBy(message: XmlElement, by: string): string | undefined {
  return children(message, 'stanza-id', NS.sid).find((s) => s.attrs.by === by)?.attrs.id;
}
