import type { Texts } from '../en.ts';
import { plurals } from '../plurals.ts';

const plural = plurals('de');

/** The hats of a room, in German. */
export const hats: Texts['hats'] = {
  about: 'Ein Hut sagt, was jemand hier ist: Gastgeber, Projektleitung, Bereitschaft. Rechte gibt er keine.',
  none: 'In diesem Raum gibt es noch keine Hüte.',
  menu: 'Hüte…',
  titleOf: (name) => `Hüte von ${name}`,
  wears: (name) => `Welche Hüte ${name} trägt`,
  nobody: 'Niemand trägt ihn.',
  give: (hat) => `Den Hut „${hat}“ jemandem geben`,
  giveTo: 'Name oder Adresse',
  giveSubmit: 'Geben',
  take: (hat, name) => `Den Hut „${hat}“ abnehmen: ${name}`,
  unmake: (hat) => `Den Hut „${hat}“ löschen`,
  unmakeText: (n) => plural(n, '1 Person verliert ihn.', '# Personen verlieren ihn.'),
  unmakeSubmit: 'Löschen',
  newHat: 'Ein neuer Hut',
  title: 'Was er sagt',
  colour: 'Farbe',
  colours: {
    red: 'Rot',
    orange: 'Orange',
    yellow: 'Gelb',
    green: 'Grün',
    teal: 'Türkis',
    blue: 'Blau',
    violet: 'Violett',
    pink: 'Rosa',
  },
  make: 'Hut anlegen',
  makeAndGive: 'Anlegen und geben',
  problems: {
    conflict: 'Diesen Hut gibt es schon.',
    forbidden: 'Nur Admins und Eigentümer des Raums geben Hüte.',
    'item-not-found':
      'Diesen Hut gibt es nicht mehr, oder er ist schon abgenommen. Die Liste ist jetzt aktuell.',
    'not-acceptable': 'Ein Hut sagt ein, zwei Wörter mit höchstens 128 Zeichen.',
    'resource-constraint':
      'Das sind zu viele Hüte: Ein Raum hat höchstens 64, eine Person trägt höchstens 16.',
    'feature-not-implemented': 'Dieser Raum kennt keine Hüte.',
    'service-unavailable': 'Dieser Raum kennt keine Hüte.',
  },
};
