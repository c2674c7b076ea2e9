import type { Texts } from '../en.ts';

/** The texts of aliases, in German. */
export const aliases: Texts['aliases'] = {
  title: 'Gemeinsame Adressen',
  shared: 'Hier antworten mehrere',
  answeredBy: (name) => `Beantwortet von ${name}`,
  answers: (name) => `${name} antwortet`,
  youAnswer: 'Sie antworten',
  nobodyYet: 'Noch hat niemand geantwortet',
  closed: 'Diese Unterhaltung ist geschlossen. Die nächste Nachricht öffnet sie wieder.',
  take: 'Übernehmen',
  handOver: 'Übergeben',
  handOverTo: 'Übergeben an',
  nobodyElse: 'Sonst kann hier niemand antworten.',
  done: 'Schließen',
  outside: (day, time) => `Geschlossen bis ${day} um ${time}.`,
  outsideTitle: 'Zurzeit geschlossen',
  outsideAsk: (day, time) => `Eine Antwort kommt vielleicht erst ${day} um ${time}. Trotzdem senden?`,
  sendAnyway: 'Trotzdem senden',
  failed: 'Das ist fehlgeschlagen. Bitte versuchen Sie es noch einmal.',
};
