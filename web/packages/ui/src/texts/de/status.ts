import type { Texts } from '../en.ts';
import { plurals } from '../plurals.ts';

const plural = plurals('de');

/** The own status, in German. */
export const status: Texts['status'] = {
  title: 'Ihr Status',
  choose: 'Status',
  offline: 'Offline erscheinen',
  hints: {
    available: 'Sie sehen, wer da ist, und werden gesehen.',
    away: 'Sie sind angemeldet, aber nicht am Platz.',
    dnd: 'Sie sind beschäftigt: Nichts klingelt oder drängt sich auf. Nachrichten warten und werden gezählt.',
    offline: 'Niemand sieht Sie, und nichts erreicht Sie. Alles ist da, wenn Sie zurück sind.',
  },
  text: 'Statustext',
  textHint: 'Wird allen neben Ihrem Namen gezeigt.',
  setText: 'Statustext festlegen…',
  changeText: 'Statustext…',
  awayAfter: 'Auf Abwesend setzen, wenn ich nichts berühre, nach',
  never: 'Nie',
  tellTime: 'Andere dürfen sehen, wie spät es bei mir ist',
  theirTime: (time) => `dort ist es ${time}`,
  minutes: (n) => plural(n, '1 Minute', '# Minuten'),
  idle: 'Abwesend, weil Sie nichts berührt haben',
  hiddenNote: 'Sie erscheinen offline. Was andere schreiben, wartet, bis Sie zurück sind.',
  back: 'Verfügbar werden',
  failed: 'Das konnte nicht gespeichert werden. Bitte versuchen Sie es noch einmal.',
  save: 'Speichern',
  cancel: 'Abbrechen',
};
