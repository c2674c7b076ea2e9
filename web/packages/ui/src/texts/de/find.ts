import type { find as english } from '../en/find.ts';
import type { Shape } from '../shape.ts';

export const find: Shape<typeof english> = {
  label: 'In dieser Unterhaltung suchen',
  words: 'Suchen',
  older: 'Älterer Treffer',
  newer: 'Neuerer Treffer',
  close: 'Schließen',
  count: (at, of) => `${at} von ${of}`,
  none: 'Nichts gefunden',
  noneYet: 'Noch nichts gefunden',
  looking: (day) => `Weiter zurück wird gesucht: ${day}`,
  stop: 'Anhalten',
  stopped: (day) => `Durchsucht bis ${day}`,
  goOn: 'Weitersuchen',
  failed: 'Ältere Nachrichten konnten nicht geladen werden.',
};
