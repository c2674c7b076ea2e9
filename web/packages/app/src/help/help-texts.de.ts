import type { HelpTexts } from './help-texts.ts';

/** The help in German; words and address as in the catalogue (packages/ui/src/texts/de.ts). */
export const help: HelpTexts = {
  picture: 'Das Fenster, mit Nummern an seinen Teilen',
  parts: [
    [
      'Sie',
      'Ihr Name, Ihr Bild und Ihr Status. Ein Klick öffnet Status, Einstellungen und Hilfe; hier melden Sie sich auch ab.',
    ],
    ['Drei Striche', 'Blenden die Liste aus, damit die Unterhaltung die ganze Breite hat, und wieder ein.'],
    [
      'Chatten mit…',
      'Ein Teil des Namens findet eine Person oder einen Raum. Strg K bringt Sie von überall hierher.',
    ],
    ['Räume', 'Räume, in denen Sie sind. Das Plus findet einen Raum oder legt einen neuen an.'],
    [
      'Personen',
      'Alle Ihrer Domain, oben die, mit denen Sie zuletzt gesprochen haben. Form und Farbe des Punkts zeigen den Status.',
    ],
    [
      'Zahl und Punkt',
      'Eine Zahl zählt, was für Sie bestimmt ist; ein Punkt heißt, dass etwas gesagt wurde.',
    ],
    [
      'Kopfzeile',
      'Mit wem Sie sprechen, worum es im Raum geht, und im Menü hinter den drei Punkten, was Sie tun können.',
    ],
    ['Nachrichten', 'Die Unterhaltung. Weiter oben steht, was früher gesagt wurde.'],
    ['Eingabefeld', 'Hier schreiben Sie. Enter sendet, Umschalt Enter beginnt eine neue Zeile.'],
    ['Personen im Raum', 'Wer im Raum ist, welche Rolle und welchen Status jede Person hat.'],
  ],
  topics: {
    window: {
      title: 'Das Fenster',
      text: [
        'Auf der einen Seite ist die Liste der Räume und Personen, auf der anderen, was Sie geöffnet haben. Auf dem Telefon sehen Sie eines von beiden; der Pfeil führt zurück zur Liste.',
        'Halten Sie eine Zeile gedrückt, oder klicken Sie sie mit der rechten Taste an, um sie oben anzuheften, stumm zu schalten oder als gelesen oder ungelesen zu markieren.',
      ],
    },
    status: {
      title: 'Ihr Status',
      text: [
        'Klicken Sie oben auf sich selbst. Verfügbar und Abwesend sagen anderen, ob sie mit einer Antwort rechnen können. Nicht stören hält alles still: Nachrichten warten und werden gezählt.',
        'Offline erscheinen verbirgt Sie vor allen, und nichts erreicht Sie, bis Sie zurück sind. Dann ist alles da.',
        'Wenn Sie einige Minuten nichts berühren, werden Sie auf Abwesend gesetzt, und wieder zurück, wenn Sie wiederkommen. Wie lange das dauert, legen Sie beim Statustext fest.',
        'Was Sie hier einstellen, zeigen die Kontaktlisten Ihrer anderen Apps, und was Sie dort einstellen, gilt auch hier.',
      ],
    },
    conversation: {
      title: 'Unterhaltungen',
      text: [
        'Öffnen Sie eine Person aus der Liste, schreiben Sie, und drücken Sie Enter. Eine Nachricht, die auf das Senden wartet, hat eine Uhr; ein Haken heißt, dass der Server sie gespeichert hat.',
        'Ohne Verbindung können Sie weiterschreiben: Was Sie schreiben, wird genau einmal und der Reihe nach gesendet, sobald Sie zurück sind.',
        'Zeigen Sie auf eine Nachricht, oder halten Sie sie gedrückt, um zu antworten, zu reagieren oder einen Link zu kopieren; eigene können Sie bearbeiten und zurücknehmen. Die Pfeiltaste nach oben im leeren Eingabefeld bearbeitet Ihre letzte.',
        'Ein @ nennt jemanden, ein Doppelpunkt findet ein Emoji, und die Knöpfe des Eingabefelds machen Wörter fett, kursiv oder zu Code.',
        'Im Menü hinter den drei Punkten können Sie die Unterhaltung stumm schalten, anheften, archivieren oder eine Weile ruhen lassen und die Person blockieren.',
      ],
    },
    files: {
      title: 'Dateien und Bilder',
      text: [
        'Nehmen Sie die Büroklammer, fügen Sie Dateien ein, oder ziehen Sie sie irgendwohin in die Unterhaltung. Zuerst stehen sie über dem Eingabefeld: Sehen Sie sie an, ordnen Sie sie, entfernen Sie welche, schreiben Sie etwas dazu, und senden Sie.',
        'Unterwegs zeigt eine Datei, wie weit sie ist; Sie können anhalten, fortsetzen oder abbrechen. Ohne Verbindung wartet sie und beginnt von selbst wieder. Was Sie noch nicht gesendet haben, ist nach dem Neuladen noch da und liegt auch auf Ihren anderen Geräten bereit: Senden oder entfernen Sie es, wo Sie wollen.',
        'Ein Druck auf ein Bild zeigt es groß: Die Pfeiltasten gehen zu den Nachbarn, + und - kommen näher und weiter weg, Escape schließt.',
      ],
    },
    find: {
      title: 'Suchen',
      text: [
        'Strg K (auf einem Mac Befehl K) oder „Chatten mit…“ über der Liste findet Personen, Räume und Aliasse an einem Teil ihres Namens.',
        'Strg F sucht Wörter in der ganzen offenen Unterhaltung, auch in dem, was lange zurückliegt. Enter geht von Treffer zu Treffer. Ein zweites Strg F öffnet die Suche des Browsers.',
        'Der Tag über den Nachrichten öffnet einen Kalender, der zu jedem anderen Tag springt. Ein Link zu einer Nachricht oder einem Tag führt alle, die sie lesen dürfen, genau dorthin.',
      ],
    },
    rooms: {
      title: 'Räume',
      text: [
        'Das Plus neben „Räume“ zeigt, welche es gibt, wie viele Personen darin sind und wie viel gesagt wird. Eine Adresse mit @ führt in einen Raum anderswo.',
        'Wer einen Raum anlegt, ist sein Eigentümer. Eigentümer ändern die Einstellungen und ernennen Admins; Admins ernennen Mitglieder und sperren; die Moderation entfernt Personen und erteilt das Wort. Klicken Sie jemanden in der Liste der Personen im Raum an, um zu sehen, was Sie tun können.',
        'Eine Einladung erscheint als Karte über der Liste. Wenn ein Raum ein Passwort verlangt oder nur für Mitglieder ist, sagt er das, und was Sie tun können.',
        'Wo Sie Ihren Anzeigenamen ändern, können Sie ihn auch für sich behalten: Niemand sonst kann ihn in diesem Raum annehmen.',
      ],
    },
    aliases: {
      title: 'Aliasse',
      text: [
        'Ein Alias ist eine Adresse wie support@…, für die mehrere Personen antworten. Schreiben Sie ihm wie einer Person; wer antwortet, tut es in seinem Namen, und die Zeile sagt, für wen.',
        'Gehören Sie dazu, ist jede Person, die fragt, eine eigene Unterhaltung in einer Gruppe mit dem Namen des Alias. Sie alle sehen die Frage und jede Antwort. Wer zuerst antwortet, steht über den Nachrichten.',
        'In dieser Leiste können Sie die Unterhaltung übernehmen, abgeben oder abschließen. Mit der nächsten Frage kommt sie wieder.',
        'Manche haben feste Zeiten. Außerhalb sagt eine Zeile über dem Eingabefeld, wann wieder jemand da ist, nach Ihrer Uhr, und vor der ersten Nachricht werden Sie gefragt.',
      ],
    },
    notifications: {
      title: 'Benachrichtigungen',
      text: [
        'Unter „Ihr Konto“ lassen „Benachrichtigungen“ diesen Browser von neuen Nachrichten erzählen, auch während der Chat geschlossen ist. Ein Test zeigt, ob es geht.',
        'Wählen Sie, was ein Geräusch wert ist: Nachrichten an Sie, Ihr Name in Räumen, alles in Räumen und eigene Wörter. Jede Unterhaltung kann in ihrem Menü lauter oder leiser sein.',
        'Setzen Sie alles eine Weile aus, oder legen Sie Ruhezeiten fest. Nicht stören ist sofort still. Während Sie auf einem Gerät lesen, klingeln die anderen nicht.',
      ],
    },
    account: {
      title: 'Ihr Konto',
      text: [
        'Hier ändern Sie Ihren Namen, Ihr Bild und die Sprache und heben Blockierungen auf. Andere sehen einen neuen Namen und ein neues Bild sofort, in jeder App.',
        'Wen Sie blockieren, der kann Ihnen nicht schreiben, sieht Ihren Status nicht und erfährt nichts davon.',
        'Abmelden beendet den Chat in allen Tabs dieses Browsers und macht seinen Schlüssel wertlos.',
      ],
    },
    devices: {
      title: 'Passwort und Geräte',
      text: [
        'Geräte zeigt alles, was mit Ihrem Konto angemeldet ist: Browser und Apps, und wann sie zuletzt hier waren. Dort abmelden beendet eines davon sofort.',
        'Eine App, die Ihr Passwort kennt, könnte wiederkommen: Ändern Sie das Passwort, um sie fernzuhalten. Das meldet auch alles andere außer diesem Browser ab.',
        'Dieser Browser merkt sich kein Passwort, nur einen eigenen Schlüssel, der sich von jedem anderen Gerät aus wertlos machen lässt.',
      ],
    },
    apps: {
      title: 'Andere Apps',
      text: [
        'Jede XMPP-App geht mit Ihrem Konto, auf Telefonen und Computern, gleichzeitig mit dieser Seite. „Andere App verbinden“ nennt, wonach eine solche App fragt, mit einem Code für die Kamera eines Telefons.',
        'Der Test der Verbindung sagt, ob Apps den Server von dort aus erreichen, wo er steht.',
        'Nachrichten, Gelesenes, Räume und Ihr Status sind überall dieselben.',
      ],
    },
    keys: {
      title: 'Tastatur',
      text: [
        'Drücken Sie ? außerhalb eines Textes, um die Liste der Tasten zu sehen.',
        'F6 geht von der Liste zu den Nachrichten, zum Eingabefeld und zu den Personen im Raum, Umschalt F6 zurück. In den Nachrichten gehen die Pfeiltasten von einer zur nächsten, und Enter öffnet, was man mit ihr tun kann.',
      ],
    },
  },
};
