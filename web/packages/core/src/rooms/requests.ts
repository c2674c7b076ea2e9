import { type XmlElement, NS, RequestFailed, child, jid, randomId, xml } from '@stoa/xmpp';
import { formField, submitForm, valuesOf } from '../forms/data-form.ts';
import type { Session } from '../session/session.ts';
import type { RoomRequest } from './room-commands.ts';

const REGISTER = 'http://jabber.org/protocol/muc#register';

/** Of rooms that are not known yet; beyond it the oldest is forgotten. */
const EARLY_MAX = 50;

/**
 * What people ask of a room's moderators and admins, who answer with the form filled in: the right to speak (XEP-0045 §7.13,
 * §8.6), and to become a member (§7.10, §9.9).
 */
export function requests(session: Session) {
  /** The forms that wait for an answer, by room and request. */
  const forms = new Map<string, XmlElement>();
  /** What came before the room was known to be ours, for whoever was away. */
  const early: { room: string; request: RoomRequest }[] = [];
  const key = (room: string, id: string) => `${room}/${id}`;

  const send = (to: string, form: XmlElement) => {
    if (!session.connection.send(xml('message', NS.client, { to, id: randomId(9) }, form)))
      throw new RequestFailed({ kind: 'disconnected' });
  };

  return {
    askVoice(room: string): void {
      send(room, submitForm([formField('FORM_TYPE', NS.mucRequest), formField('muc#role', 'participant')]));
    },

    answer(room: string, id: string, allow: boolean): void {
      const form = forms.get(key(room, id));
      if (form) send(room, answerTo(form, allow));
      forms.delete(key(room, id));
      session.emit({ type: 'room-answered', address: room, id });
    },

    /** Tells what was asked before the room was known to be ours. */
    joined(room: string): void {
      for (const one of early.filter((e) => e.room === room)) {
        early.splice(early.indexOf(one), 1);
        session.emit({ type: 'room-asked', address: room, request: one.request });
      }
    },

    /** Takes a room's question to those who look after it; false for any other message. */
    message(stanza: XmlElement): boolean {
      const form = child(stanza, 'x', NS.dataForms);
      const kind = valuesOf(form, 'FORM_TYPE')[0];
      if (!form || (kind !== NS.mucRequest && kind !== REGISTER)) return false;
      const room = jid.bare(stanza.attrs.from ?? '');
      const request = readRequest(form);
      if (!request) return true;
      forms.set(key(room, request.id), form);
      if (session.state().rooms[room]) session.emit({ type: 'room-asked', address: room, request });
      else if (early.push({ room, request }) > EARLY_MAX) early.shift();
      return true;
    },
  };
}

/** Undefined when it does not say who asks. */
export function readRequest(form: XmlElement): RoomRequest | undefined {
  const membership = valuesOf(form, 'FORM_TYPE')[0] === REGISTER;
  const [nick] = valuesOf(form, membership ? 'muc#register_roomnick' : 'muc#roomnick');
  const [full] = valuesOf(form, 'muc#jid');
  const address = full ? jid.bare(full) : undefined;
  if (!nick || (membership && !address)) return undefined;
  const wants = membership ? 'membership' : 'voice';
  return { id: `${wants} ${address ?? nick}`, wants, nick, ...(address ? { address } : {}) };
}

/** The form goes back as it came, with the answer. */
export function answerTo(form: XmlElement, allow: boolean): XmlElement {
  const given = (name: string) => formField(name, ...valuesOf(form, name));
  return valuesOf(form, 'FORM_TYPE')[0] === REGISTER
    ? submitForm([
        given('FORM_TYPE'),
        given('muc#jid'),
        given('muc#register_roomnick'),
        formField('muc#register_allow', String(allow)),
      ])
    : submitForm([
        given('FORM_TYPE'),
        given('muc#role'),
        given('muc#jid'),
        given('muc#roomnick'),
        formField('muc#request_allow', String(allow)),
      ]);
}
