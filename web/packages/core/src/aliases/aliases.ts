import { NS, RequestFailed, type XmlElement, child, children, xml } from '@stoa/xmpp';
import { shownName } from '../texts/shown-text.ts';
import type { Session } from '../session/session.ts';
import { readHours } from './hours.ts';
import type { AliasCommand, AliasContact, AliasMember } from './types.ts';

/** A change brings a roster push for each contact: they are asked for once. */
const TOGETHER_MS = 200;

/** Aliases of the domain, and who answers in their conversations; docs/features/aliases.md has the protocol. */
export function aliases(session: Session) {
  const service = `alias.${session.domain}`;
  let waits: (() => void) | undefined;

  async function load(): Promise<void> {
    try {
      const result = await session.connection.request('get', service, xml('aliases', NS.stoaAlias));
      const all = child(result, 'aliases', NS.stoaAlias);
      const contacts = all
        ? [...children(all, 'alias').map(readAlias), ...children(all, 'thread').map(readThread)]
        : [];
      session.emit({ type: 'aliases', aliases: contacts });
    } catch (e) {
      // A server without: nobody is one.
      if (!(e instanceof RequestFailed)) throw e;
      if (e.reason.kind === 'stanza') session.emit({ type: 'aliases', aliases: [] });
    }
  }

  return {
    load,

    /** The roster has changed: perhaps it was one of these. */
    changed(): void {
      waits?.();
      waits = session.clock.after(TOGETHER_MS, () => {
        waits = undefined;
        void load();
      });
    },

    /** What a message says about its conversation, now; what comes late is of another time. */
    heard(message: XmlElement): void {
      const stands = child(message, 'thread', NS.stoaAlias);
      const from = message.attrs.from ?? '';
      if (!stands || stands.attrs.jid !== from || child(message, 'delay', NS.delay)) return;
      session.emit(
        stands.attrs.closed === 'true'
          ? { type: 'alias-thread-closed', address: from }
          : { type: 'alias-thread', thread: readThread(stands) },
      );
    },

    async perform(command: AliasCommand): Promise<readonly AliasMember[] | undefined> {
      const { address } = command;
      switch (command.type) {
        case 'alias-take':
          await session.connection.request('set', address, xml('take', NS.stoaAlias));
          return undefined;
        case 'alias-hand-over':
          await session.connection.request(
            'set',
            address,
            xml('hand-over', NS.stoaAlias, { to: command.to }),
          );
          return undefined;
        case 'alias-done':
          await session.connection.request('set', address, xml('done', NS.stoaAlias));
          return undefined;
        case 'alias-members': {
          const result = await session.connection.request('get', address, xml('thread', NS.stoaAlias));
          const stands = child(result, 'thread', NS.stoaAlias);
          return stands
            ? children(stands, 'member').map((m) => ({
                address: m.attrs.jid ?? '',
                name: shownName(m.attrs.name ?? ''),
              }))
            : [];
        }
      }
    },
  };
}

function readAlias(element: XmlElement): AliasContact {
  const address = element.attrs.jid ?? '';
  const told = child(element, 'hours', NS.stoaAlias);
  const hours = told && readHours(told);
  return {
    address,
    kind: 'alias',
    name: shownName(element.attrs.name ?? '') || address,
    alias: address,
    ...(hours ? { hours } : {}),
    ...(element.attrs.member === 'true' ? { member: true } : {}),
  };
}

function readThread(element: XmlElement): AliasContact {
  const { jid: address = '', alias = '', person = '', name = '', assignee } = element.attrs;
  const assigneeName = shownName(element.attrs['assignee-name'] ?? '');
  return {
    address,
    kind: 'thread',
    name: shownName(name) || person,
    alias,
    person,
    ...(assignee ? { assignee, assigneeName: assigneeName || assignee } : {}),
  };
}
