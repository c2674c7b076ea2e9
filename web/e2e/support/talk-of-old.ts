/** A line of a talk that another server hands over: to or from the person whose archive it is. */
export interface OldLine {
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly body: string;
}

export interface Owner {
  readonly name: string;
  readonly password: string;
  readonly lines?: readonly OldLine[];
}

/** People of localhost with what they have said, as another server would hand it over (XEP-0227), for `./stoa import`. */
export function handedOver(owners: readonly Owner[]): string {
  return (
    `<server-data xmlns='urn:xmpp:pie:0'><host jid='localhost'>` +
    owners
      .map(
        ({ name, password, lines = [] }) =>
          `<user name='${name}' password='${password}'>${lines.length > 0 ? archive(lines) : ''}</user>`,
      )
      .join('\n') +
    `</host></server-data>`
  );
}

const archive = (lines: readonly OldLine[]): string =>
  `<archive xmlns='urn:xmpp:pie:0#mam'>${lines.map(result).join('\n')}</archive>`;

const result = ({ at, from, to, body }: OldLine, i: number): string =>
  `<result xmlns='urn:xmpp:mam:2' id='${i}'><forwarded xmlns='urn:xmpp:forward:0'>` +
  `<delay xmlns='urn:xmpp:delay' stamp='${new Date(at).toISOString()}'/>` +
  `<message xmlns='jabber:client' type='chat' id='m${i}' from='${from}@localhost/a' to='${to}@localhost'>` +
  `<body>${body}</body></message></forwarded></result>`;
