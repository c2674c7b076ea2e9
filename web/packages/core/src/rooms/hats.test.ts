import { NS, child, parse } from '@stoa/xmpp';
import { describe, expect, it } from 'vitest';
import { valuesOf } from '../forms/data-form.ts';
import { hatCommand, hueOf, readHat } from './hats.ts';

const row = (inner: string) => parse(`<item xmlns='${NS.dataForms}'>${inner}</item>`);
const cell = (name: string, value: string) => `<field var='hats#${name}'><value>${value}</value></field>`;

describe('hats of a room (XEP-0317)', () => {
  it('are changed by a command that comes with its form', () => {
    const command = hatCommand('assign', { uri: 'urn:example:poet', jid: 'romeo@example.org' });
    expect(command.attrs).toMatchObject({ node: 'urn:xmpp:hats:commands:assign', action: 'execute' });
    const form = child(command, 'x', NS.dataForms);
    expect(valuesOf(form, 'FORM_TYPE')).toEqual(['urn:xmpp:hats:commands']);
    expect(valuesOf(form, 'hats#jid')).toEqual(['romeo@example.org']);
    expect(valuesOf(form, 'hats#uri')).toEqual(['urn:example:poet']);
  });

  it('are listed by a command without one', () => {
    expect(hatCommand('list', {}).children).toEqual([]);
  });

  it('are read with or without a hue', () => {
    expect(readHat(row(cell('uri', 'urn:a') + cell('title', 'Poet') + cell('hue', '327')))).toEqual([
      { uri: 'urn:a', title: 'Poet', hue: 327 },
    ]);
    expect(readHat(row(cell('uri', 'urn:a') + cell('title', 'Poet') + cell('hue', 'red')))).toEqual([
      { uri: 'urn:a', title: 'Poet' },
    ]);
  });

  it('are none without a URI or a title that shows', () => {
    expect(readHat(row(cell('title', 'Poet')))).toEqual([]);
    expect(readHat(row(cell('uri', 'urn:a') + cell('title', ' ')))).toEqual([]);
  });

  it('have a hue only on the wheel', () => {
    expect(['0', '360', '12.5'].map(hueOf)).toEqual([0, 360, 12.5]);
    expect(['-1', '361', 'red', '', undefined].map(hueOf)).toEqual(Array(5).fill(undefined));
  });
});
