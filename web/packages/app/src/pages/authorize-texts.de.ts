import type { AuthorizeTexts } from './authorize-texts.ts';

/** The same in German; words and address as in the catalogue (packages/ui/src/texts/de.ts). */
export const authorize: AuthorizeTexts = {
  title: (application) => `Darf ${application} Ihr Konto verwenden?`,
  from: (host) => `Danach geht es zurück zu ${host}.`,
  as: 'Sie sind',
  other: 'Abmelden und ein anderes Konto verwenden',
  may: 'Es darf',
  mayTalk: 'Ihre Nachrichten lesen und in Ihrem Namen schreiben',
  mayPeople: 'Ihre Kontakte und Räume sehen und ändern',
  mayShow: 'Ihr Profil und Ihre Dateien sehen und ändern',
  maySeeContacts: 'Ihre Kontakte sehen und wen Sie blockiert haben',
  maySeeStored:
    'Ihr Profil sehen und was Ihre Programme in Ihrem Konto aufheben: gemerkte Räume und Einstellungen',
  mayChangeContacts: 'Ihre Kontakte sehen und ändern, und wen Sie blockiert haben',
  mayChangeStored:
    'Ihr Profil sehen und ändern, und was Ihre Programme in Ihrem Konto aufheben: gemerkte Räume und Einstellungen',
  mayNot: 'Es darf nicht',
  mayNotChange: 'etwas ändern',
  mayNotTalk: 'Ihre Nachrichten lesen, jemandem schreiben oder sehen, wer da ist',
  mayNotPassword: 'Ihr Passwort sehen oder ändern oder Ihr Konto löschen',
  mayNotDevices: 'Ihre Geräte abmelden oder andere einlassen',
  mayNotAdministrate: 'verwalten, falls Sie die Verwaltung haben',
  end: 'Sie können das jederzeit beenden, in Ihrem Konto unter Geräte.',
  allow: 'Einlassen',
  refuse: 'Ablehnen',
  unusable:
    'Die Adresse, die Sie hierher gebracht hat, ist unvollständig, oder die Anwendung ist hier nicht bekannt. Nichts wurde eingelassen.',
};
