import type { Texts } from '../en.ts';

/** Notifications, and what other apps share with the chat, in German. */
export const notifications: Texts['notifications'] = {
  title: 'Benachrichtigungen',
  intro: 'Erfahren Sie, was man Ihnen schreibt, auch wenn Sie gerade nicht hinsehen.',
  newMessage: 'Neue Nachricht',
  calls: 'ruft Sie an',
  asks: 'möchte sehen, wann Sie da sind',

  offer:
    'Jemand hat Ihnen geschrieben, während Sie nicht hingesehen haben. Soll dieser Browser es beim nächsten Mal melden?',
  turnOn: 'Einschalten',
  notNow: 'Jetzt nicht',

  here: 'Dieser Browser',
  on: 'Benachrichtigungen in diesem Browser',
  onHint: 'Nur hier; Ihre anderen Geräte haben ihren eigenen Schalter.',
  preview: 'Zeigen, was in Nachrichten steht',
  previewHint: 'Sonst sehen Sie, wer geschrieben hat, und mehr nicht.',
  sound: 'Mit Ton',
  test: 'Zur Probe eine Benachrichtigung zeigen',
  testTitle: 'Es funktioniert',
  testBody: 'So erfahren Sie von neuen Nachrichten.',
  testShown: 'Gesendet. Wenn nichts zu sehen war, hält Ihr System sie zurück:',
  testFailed:
    'Der Browser konnte sie nicht zeigen. Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.',

  blocked: 'Dieser Browser blockiert Benachrichtigungen dieser Seite.',
  unblock: {
    chromium:
      'Klicken Sie auf das Symbol links der Adresse, dann auf „Benachrichtigungen“, und lassen Sie sie zu. Laden Sie dann die Seite neu.',
    firefox:
      'Klicken Sie auf das Schloss links der Adresse, heben Sie bei „Benachrichtigungen senden“ die Sperre auf, und laden Sie die Seite neu.',
    safari:
      'Öffnen Sie in den Einstellungen „Websites“, „Mitteilungen“, und erlauben Sie sie für diese Seite. Laden Sie sie dann neu.',
    ios: 'Öffnen Sie die Einstellungen des Geräts, „Mitteilungen“, wählen Sie diese App und erlauben Sie sie.',
  },
  system: {
    windows:
      'Einstellungen, System, Benachrichtigungen: Sie sind an, Ihr Browser steht in der Liste, „Nicht stören“ ist aus.',
    mac: 'Systemeinstellungen, Mitteilungen: Ihr Browser darf es, und kein Fokus ist an.',
    android: 'Einstellungen, Apps, Ihr Browser, Benachrichtigungen: Sie sind erlaubt.',
    ios: 'Einstellungen, Mitteilungen, diese App: Sie sind erlaubt, und kein Fokus ist an.',
    other:
      'Sehen Sie in seinen Einstellungen nach, ob Benachrichtigungen an sind und ob „Nicht stören“ eingestellt ist.',
  },
  unsupported: 'Dieser Browser zeigt für diese Seite keine Benachrichtigungen.',
  unsupportedIos:
    'Fügen Sie auf iPhone und iPad diese Seite zuerst zum Home-Bildschirm hinzu: Teilen, „Zum Home-Bildschirm“. Öffnen Sie sie dann dort.',
  noWorker:
    'Der Teil, der Benachrichtigungen zeigt, konnte nicht starten. Browser verlangen dafür ein Zertifikat, dem sie vertrauen; Ihre Administration kann eines einsetzen.',
  closed: {
    on: 'Auch wenn diese Seite geschlossen ist, erfahren Sie davon.',
    off: '',
    unreachable:
      'Solange diese Seite geschlossen ist, erfahren Sie nichts: Der Browser konnte den Push-Dienst seines Herstellers nicht erreichen.',
    unoffered:
      'Solange diese Seite geschlossen ist, erfahren Sie nichts: Der Server oder der Browser kann es nicht.',
  },

  everywhere: 'Auf all Ihren Geräten',
  direct: 'Nachrichten an Sie allein',
  mentions: 'Nachrichten in Räumen, die Sie nennen',
  rooms: 'Alle Nachrichten in Räumen',
  perConversation: 'Für einzelne Personen und Räume wählen Sie es in deren Menü; das geht vor.',
  keywords: 'Wörter, die wie Ihr Name zählen',
  keywordsHint: 'In Räumen, groß oder klein geschrieben. Trennen Sie sie mit Kommas.',
  save: 'Speichern',

  quiet: 'Ruhezeiten',
  quietHint: 'Nichts klingelt oder erscheint. Nachrichten warten und werden gezählt.',
  from: 'Von',
  to: 'bis',
  days: 'Beginnend am',
  noDays: 'Wählen Sie mindestens einen Tag, sonst ist nie Ruhe.',

  snooze: 'Pause',
  snoozeHint: 'Auf keinem Gerät klingelt oder erscheint etwas.',
  snoozeHour: 'Für 1 Stunde',
  snoozeTomorrow: 'Bis morgen, 8:00 Uhr',
  snoozedUntil: (when) => `Pause bis ${when}.`,
  wake: 'Pause beenden',
  failed: 'Das konnte nicht gespeichert werden. Bitte versuchen Sie es noch einmal.',

  share: 'Teilen mit…',
  shareWith: 'Person oder Raum',
  shareNobody: 'Niemand und kein Raum dieses Namens',
  shareNothing: 'Es wurde nichts geteilt.',
  cancel: 'Abbrechen',
};
