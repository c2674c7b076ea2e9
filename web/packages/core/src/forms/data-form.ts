import { type XmlElement, NS, child, childText, children, textOf, xml } from '@stoa/xmpp';

/** XEP-0004 §3.3. What is of another type is a line of text, as the standard says. */
export type FieldType =
  | 'boolean'
  | 'fixed'
  | 'hidden'
  | 'jid-multi'
  | 'jid-single'
  | 'list-multi'
  | 'list-single'
  | 'text-multi'
  | 'text-private'
  | 'text-single';

const TYPES: readonly FieldType[] = [
  'boolean',
  'fixed',
  'hidden',
  'jid-multi',
  'jid-single',
  'list-multi',
  'list-single',
  'text-multi',
  'text-private',
  'text-single',
];

export interface FormField {
  readonly name: string;
  readonly type: FieldType;
  readonly label: string;
  readonly description?: string;
  readonly required: boolean;
  readonly values: readonly string[];
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** A data form (XEP-0004) as plain data. */
export interface DataForm {
  readonly title: string;
  readonly instructions: string;
  readonly fields: readonly FormField[];
}

export function readForm(x: XmlElement): DataForm {
  return {
    title: childText(x, 'title') ?? '',
    instructions: children(x, 'instructions').map(textOf).join('\n'),
    fields: children(x, 'field').map(readField),
  };
}

/** The values of a field of a form, by the field's name; none where there is no such field. */
export function valuesOf(x: XmlElement | undefined, name: string): readonly string[] {
  const field = x && children(x, 'field').find((f) => f.attrs.var === name);
  return field ? children(field, 'value').map(textOf) : [];
}

/** A filled-in form: what is fixed says nothing, what is hidden goes back as it came. */
export function submitForm(fields: readonly Pick<FormField, 'name' | 'type' | 'values'>[]): XmlElement {
  return xml(
    'x',
    NS.dataForms,
    { type: 'submit' },
    ...fields
      .filter((f) => f.type !== 'fixed' && f.name !== '')
      .map((f) =>
        xml(
          'field',
          NS.dataForms,
          { var: f.name, type: f.name === 'FORM_TYPE' ? 'hidden' : undefined },
          ...f.values.map((v) => xml('value', NS.dataForms, {}, v)),
        ),
      ),
  );
}

export const formField = (name: string, ...values: readonly string[]) =>
  ({ name, type: name === 'FORM_TYPE' ? 'hidden' : 'text-single', values }) as const;

function readField(field: XmlElement): FormField {
  const values = children(field, 'value').map(textOf);
  const description = childText(field, 'desc');
  const type = TYPES.find((t) => t === field.attrs.type);
  return {
    name: field.attrs.var ?? '',
    // §3.3: without a type it is a line of text, or several where it has several values.
    type: type ?? (values.length > 1 ? 'text-multi' : 'text-single'),
    label: field.attrs.label ?? '',
    required: child(field, 'required') !== undefined,
    values,
    options: children(field, 'option').map((o) => ({
      value: childText(o, 'value') ?? '',
      label: o.attrs.label ?? childText(o, 'value') ?? '',
    })),
    ...(description ? { description } : {}),
  };
}
