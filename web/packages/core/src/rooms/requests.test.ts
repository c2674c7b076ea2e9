import { parse } from '@stoa/xmpp';
import { describe, expect, it } from 'vitest';
import { valuesOf } from '../forms/data-form.ts';
import { answerTo, readRequest } from './requests.ts';

const form = (kind: string, fields: Readonly<Record<string, string>>) =>
  parse(
    `<x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE'><value>http://jabber.org/protocol/${kind}</value></field>${Object.entries(
      fields,
    )
      .map(([name, value]) => `<field var='${name}'><value>${value}</value></field>`)
      .join('')}</x>`,
  );

describe('what people ask of a room', () => {
  const voice = form('muc#request', {
    'muc#role': 'participant',
    'muc#jid': 'hag@example.org/x',
    'muc#roomnick': 'third',
  });
  const membership = form('muc#register', {
    'muc#jid': 'hag@example.org',
    'muc#register_roomnick': 'third',
    'muc#register_allow': '0',
  });

  it('is the right to speak (XEP-0045 §8.6)', () => {
    expect(readRequest(voice)).toMatchObject({ wants: 'voice', nick: 'third', address: 'hag@example.org' });
    const answer = answerTo(voice, true);
    expect(answer.attrs.type).toBe('submit');
    expect(valuesOf(answer, 'muc#request_allow')).toEqual(['true']);
    expect(valuesOf(answer, 'muc#jid')).toEqual(['hag@example.org/x']);
  });

  it('is membership (§9.9)', () => {
    expect(readRequest(membership)).toMatchObject({
      wants: 'membership',
      nick: 'third',
      address: 'hag@example.org',
    });
    const answer = answerTo(membership, false);
    expect(valuesOf(answer, 'FORM_TYPE')).toEqual(['http://jabber.org/protocol/muc#register']);
    expect(valuesOf(answer, 'muc#register_roomnick')).toEqual(['third']);
    expect(valuesOf(answer, 'muc#register_allow')).toEqual(['false']);
  });

  it('are two things of one person', () => {
    expect(readRequest(voice)?.id).not.toBe(readRequest(membership)?.id);
  });

  it('is nothing without a name, and no membership without an address', () => {
    expect(readRequest(form('muc#request', {}))).toBeUndefined();
    expect(readRequest(form('muc#register', { 'muc#register_roomnick': 'third' }))).toBeUndefined();
  });
});
