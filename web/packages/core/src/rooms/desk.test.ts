import { NS, parse } from '@stoa/xmpp';
import { describe, expect, it } from 'vitest';
import { readForm, submitForm } from '../forms/data-form.ts';
import { readInvitation } from './invitations.ts';

const message = (inner: string, from = 'crone1@example.org/desktop') =>
  parse(`<message xmlns='${NS.client}' from='${from}' to='hecate@example.org'>${inner}</message>`);

describe('readInvitation', () => {
  it('reads a direct one (XEP-0249 §2)', () => {
    const x = `<x xmlns='jabber:x:conference' jid='cave@conference.example.org' password='cauldron' reason='Hey'/>`;
    expect(readInvitation(message(x), 7)).toEqual({
      room: 'cave@conference.example.org',
      from: 'crone1@example.org',
      reason: 'Hey',
      password: 'cauldron',
      mediated: false,
      at: 7,
    });
  });

  it('reads the one a room passes on, which carries both (XEP-0045 §7.8.2)', () => {
    const x =
      `<x xmlns='${NS.mucUser}'><invite from='crone1@example.org/desktop'><reason>Hey</reason></invite></x>` +
      `<x xmlns='jabber:x:conference' jid='other@conference.example.org'/>`;
    expect(readInvitation(message(x, 'cave@conference.example.org'), 7)).toMatchObject({
      room: 'cave@conference.example.org',
      from: 'crone1@example.org',
      mediated: true,
    });
  });

  it('keeps the occupant where the room names no address', () => {
    const x = `<x xmlns='${NS.mucUser}'><invite from='cave@conference.example.org/crone'/></x>`;
    expect(readInvitation(message(x, 'cave@conference.example.org'), 7)?.from).toBe(
      'cave@conference.example.org/crone',
    );
  });

  it('takes nothing else for one', () => {
    expect(readInvitation(message('<body>come</body>'), 7)).toBeUndefined();
    expect(readInvitation(message("<x xmlns='jabber:x:conference' jid='no-room'/>"), 7)).toBeUndefined();
    expect(
      readInvitation(message("<x xmlns='jabber:x:conference' jid='cave@example.org/nick'/>"), 7),
    ).toBeUndefined();
    expect(readInvitation(message(`<x xmlns='${NS.mucUser}'><item/></x>`), 7)).toBeUndefined();
  });
});

describe('forms', () => {
  it('reads fields of all types, and those of none as text (XEP-0004 §3.3)', () => {
    const form = readForm(
      parse(`<x xmlns='jabber:x:data' type='form'><title>T</title>
        <field var='FORM_TYPE' type='hidden'><value>f</value></field>
        <field var='a' type='boolean' label='A'><value>1</value></field>
        <field var='b' type='list-single'><option label='One'><value>1</value></option><option><value>2</value></option></field>
        <field var='c'><value>x</value><value>y</value></field>
        <field var='d' type='from the future'><required/><desc>D</desc></field></x>`),
    );
    expect(form.fields.map((f) => f.type)).toEqual([
      'hidden',
      'boolean',
      'list-single',
      'text-multi',
      'text-single',
    ]);
    expect(form.fields[2]?.options).toEqual([
      { value: '1', label: 'One' },
      { value: '2', label: '2' },
    ]);
    expect(form.fields[4]).toMatchObject({ required: true, description: 'D' });
    const back = readForm(submitForm(form.fields));
    expect(back.fields.map((f) => f.name)).toEqual(['FORM_TYPE', 'a', 'b', 'c', 'd']);
    expect(back.fields[3]?.values).toEqual(['x', 'y']);
  });
});
