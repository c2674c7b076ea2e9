import { type XmlElement, NS, RequestFailed, child, children, jid } from '@stoa/xmpp';
import { cards } from '../account/card.ts';
import type { DataForm } from '../forms/data-form.ts';
import type { Pep } from '../pep/pep.ts';
import type { Session } from '../session/session.ts';
import { administration } from './administration.ts';
import { directory } from './directory.ts';
import { hats } from './hats.ts';
import { invitations } from './invitations.ts';
import { registration } from './registration.ts';
import { requests } from './requests.ts';
import type { Affiliated, RoomCommand, RoomHats, RoomInfo } from './room-commands.ts';

export type RoomValue = DataForm | RoomInfo | RoomHats | string | readonly Affiliated[];

/** Everything one does with rooms beside being in them: the parts, and which command is whose. */
export function roomDesk(session: Session, pep: Pep) {
  const owners = administration(session);
  const listing = directory(session, `conference.${session.domain}`);
  const invited = invitations(session, pep);
  const asked = requests(session);
  const headgear = hats(session);
  const nicks = registration(session);
  const card = cards(session);

  return {
    load: () => invited.load(),
    browse: () => listing.browse(),
    /** We are in a room, in whichever way. */
    joined: (address: string) => asked.joined(address),
    /** Into a room that one was invited to: the invitation is answered. */
    entered: async (address: string) => {
      if (session.state().invitations[address]) await invited.over(address);
    },
    passwordFor: (address: string) => invited.passwordFor(address),

    async perform(command: RoomCommand): Promise<RoomValue | undefined> {
      switch (command.type) {
        case 'room-info':
          return listing.info(command.address);
        case 'room-config':
          return owners.config(command.address);
        case 'room-configure':
          await owners.configure(command.address, command.fields);
          return undefined;
        case 'room-list':
          return owners.list(command.address, command.affiliation);
        case 'room-affiliate':
          await owners.affiliate(command.address, command.who, command.affiliation, command.reason);
          return undefined;
        case 'room-role':
          await owners.role(command.address, command.nick, command.role, command.reason);
          return undefined;
        case 'room-destroy':
          await owners.destroy(command.address, command);
          return undefined;
        case 'room-picture':
          await card.setPicture(command.address, command.picture);
          return undefined;
        case 'room-hats':
          return headgear.list(command.address);
        case 'room-hat':
          return headgear.change(command.address, command.change);
        case 'room-invite':
          await invited.invite(command.address, command.who, command.reason ?? '');
          return undefined;
        case 'room-ask-voice':
          asked.askVoice(command.address);
          return undefined;
        case 'room-answer':
          asked.answer(command.address, command.id, command.allow);
          return undefined;
        case 'room-ask-access':
        case 'room-reserve-nick':
          await nicks.register(command.address, command.nick);
          return undefined;
        case 'room-reserved-nick':
          return nicks.reserved(command.address);
        case 'room-release-nick':
          await nicks.release(command.address);
          return undefined;
        case 'decline-invitation':
          invited.decline(command.address);
          await invited.over(command.address);
          return undefined;
      }
    },

    /** Takes a message that is no talk: an invitation, a wish to speak, a refusal of what was asked. */
    message: (stanza: XmlElement): boolean => {
      if (isChanged(stanza)) void lookAgain(jid.bare(stanza.attrs.from ?? ''));
      invited.archived(stanza);
      return asked.message(stanza) || invited.message(stanza, stamped(stanza));
    },
  };

  /** The room's settings are others now (XEP-0045 §10.2.1): so may its name and its picture be. */
  async function lookAgain(address: string): Promise<void> {
    if (!session.state().rooms[address]) return;
    try {
      const { name, picture } = await listing.info(address);
      session.emit({ type: 'room-name', address, name });
      session.emit({ type: 'room-picture', address, picture });
    } catch (e) {
      if (!(e instanceof RequestFailed)) throw e;
    }
  }

  /** When a message was sent: now, or when its delay says (XEP-0203). */
  function stamped(stanza: XmlElement): number {
    const at = Date.parse(child(stanza, 'delay', NS.delay)?.attrs.stamp ?? '');
    return Number.isNaN(at) ? session.clock.now() : at;
  }
}

/** Status 104, from a room itself. */
function isChanged(stanza: XmlElement): boolean {
  const x = child(stanza, 'x', NS.mucUser);
  return x !== undefined && children(x, 'status').some((s) => s.attrs.code === '104');
}
