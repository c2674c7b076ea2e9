import { account } from './de/account.ts';
import { aliases } from './de/aliases.ts';
import { files } from './de/files.ts';
import { find } from './de/find.ts';
import { launcher } from './de/launcher.ts';
import { chatList } from './de/list.ts';
import { notifications } from './de/notifications.ts';
import { hats } from './de/hats.ts';
import { roomTexts } from './de/rooms.ts';
import { status } from './de/status.ts';
import { talk } from './de/talk.ts';
import type { Texts } from './en.ts';
import { plurals } from './plurals.ts';

const plural = plurals('de');

/** So many who write at once are named. */
const MOST_NAMED = 3;
const several = new Intl.ListFormat('de', { type: 'conjunction' });
const writing = (names: readonly string[]) =>
  names.length === 1
    ? `${names[0] ?? ''} schreibt…`
    : names.length <= MOST_NAMED
      ? `${several.format(names)} schreiben…`
      : 'Mehrere schreiben…';

/**
 * Every text a person sees, in German. What is missing here does not compile.
 *
 * The person is addressed with “Sie”, others are named without gender where it reads well. Quotation marks are „…“. The words:
 * Raum (room), Unterhaltung (conversation), Nachricht (message), Anzeigename im Raum (nick), Thema (subject), Mitglied (member),
 * Admin, Eigentümer (owner), Moderation (moderator), sperren (ban, of a room), blockieren (block, of a person), entfernen (kick),
 * zurücknehmen (retract), anheften (pin), stumm (muted), Abwesend, Nicht stören.
 */
export const de: Texts = {
  product: 'Stoa',
  signIn: {
    title: 'Willkommen bei Stoa',
    at: (domain) => `Chat mit den Leuten von ${domain}`,
    address: 'Benutzername oder Adresse',
    addressHint: (domain) => `„name“ genügt für name@${domain}`,
    password: 'Passwort',
    submit: 'Anmelden',
    busy: 'Anmeldung läuft…',
    demo: 'Umsehen als',
    demoHint: 'Dies ist eine Vorführung: Ein Klick meldet Sie an.',
    showPassword: 'Passwort zeigen',
    hidePassword: 'Passwort verbergen',
    again: 'Bitte melden Sie sich erneut an.',
    errors: {
      address: 'Das sieht nicht nach einem Benutzernamen oder einer Adresse aus.',
      credentials: 'Der Benutzername oder das Passwort stimmt nicht.',
      revoked:
        'Dieser Browser wurde von einem anderen Gerät abgemeldet, oder das Passwort wurde geändert. Von Ihren Gesprächen ist hier nichts mehr gespeichert.',
      disabled: 'Dieses Konto ist gesperrt. Bitte wenden Sie sich an Ihre Administration.',
      temporary: 'Zu viele Versuche. Bitte warten Sie einen Moment und versuchen Sie es dann noch einmal.',
      unsupported: 'Dieser Server bietet keine Anmeldung an, die diese Seite kennt.',
      'untrusted-server': 'Der Server konnte nicht beweisen, dass er Sie kennt. Es wurde nichts gesendet.',
      network: 'Der Server ist nicht erreichbar. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
      insecure: 'Die Anmeldung braucht eine sichere Verbindung. Öffnen Sie diese Seite mit https.',
    },
  },
  list: {
    label: 'Personen und Räume',
    filter: 'Chatten mit…',
    clear: 'Leeren',
    rooms: 'Räume',
    people: 'Personen',
    addRoom: 'Raum anlegen oder betreten',
    noRooms: 'Noch keine Räume',
    browse: 'Raum anlegen oder betreten',
    nobody: 'Noch niemand hier',
    invite: 'Leute einladen',
    nothing: (text) => `Niemand und nichts mit dem Namen „${text}“`,
    write: (address) => `An ${address} schreiben`,
    unread: (n) => plural(n, '1 ungelesene Nachricht', '# ungelesene Nachrichten'),
    typing: 'schreibt…',
    you: 'Sie: ',
    allOffline: 'Alle sind offline',
    showOffline: 'Offline-Personen zeigen',
    loading: 'Personen werden geladen…',
  },
  status,
  chatList,
  find,
  launcher,
  roomTexts,
  hats,
  account,
  notifications,
  availability: { available: 'Verfügbar', away: 'Abwesend', dnd: 'Nicht stören', offline: 'Offline' },
  menu: {
    label: 'Ihr Status und Einstellungen',
    status: 'Status',
    theme: 'Darstellung',
    themes: { system: 'System', light: 'Hell', dark: 'Dunkel' },
    contrast: 'Hoher Kontrast',
    showOffline: 'Offline-Personen zeigen',
    invite: 'Leute einladen',
    signOut: 'Von Stoa abmelden',
  },
  connection: {
    connecting: 'Verbindung wird hergestellt…',
    offline: 'Sie sind offline. Was Sie schreiben, wird aufbewahrt und später gesendet.',
    waiting: (seconds) =>
      `Verbindung verloren. Neuer Versuch in ${plural(seconds, '1 Sekunde', '# Sekunden')}.`,
    retry: 'Jetzt versuchen',
    updated: 'Stoa wurde aktualisiert.',
    reload: 'Neue Version laden',
    storage: {
      refused:
        'Dieser Browser speichert nichts für diese Seite. Sie können chatten; was noch nicht gesendet ist, geht beim Schließen verloren.',
      full: 'In diesem Browser ist kein Platz mehr. Sie können chatten; was noch nicht gesendet ist, geht beim Schließen der Seite verloren.',
    },
  },
  conversation: {
    back: 'Zurück zur Liste',
    messages: (name) => `Nachrichten mit ${name}`,
    loading: 'Nachrichten werden geladen…',
    failed: 'Die Nachrichten konnten nicht geladen werden.',
    retry: 'Noch einmal versuchen',
    earlier: 'Frühere Nachrichten zeigen',
    loadingEarlier: 'Frühere Nachrichten werden geladen…',
    beginning: (name) => `Hier beginnt Ihre Unterhaltung mit ${name}.`,
    roomBeginning: (name) => `Hier beginnt ${name}.`,
    quiet: 'Keine Nachrichten in den letzten 30 Tagen.',
    hello: (name) => `Sagen Sie ${name} Hallo`,
    newMessages: 'Neue Nachrichten',
    toBottom: 'Zur neuesten Nachricht',
    newBelow: (n) => plural(n, '1 neue Nachricht', '# neue Nachrichten'),
    today: 'Heute',
    yesterday: 'Gestern',
    you: 'Sie',
    typing: (names) => writing(names),
    pending: 'Wartet auf das Senden',
    stored: 'Auf dem Server gespeichert',
    failedLine: 'Nicht gesendet',
    retryLine: 'Noch einmal versuchen',
    cancelLine: 'Entfernen',
    withdraw: 'Nicht senden',
    write: (name) => `An ${name} schreiben`,
    send: 'Senden',
    offlineHint: (n) =>
      n === 0
        ? 'Offline: Nachrichten werden gesendet, sobald Sie wieder verbunden sind'
        : plural(n, '1 Nachricht wartet', '# Nachrichten warten') + ' auf das Senden',
    unknown: (address) => `Unter der Adresse ${address} ist hier niemand bekannt.`,
    reasons: {
      forbidden: 'Sie dürfen hier nicht schreiben',
      'not-allowed': 'Sie dürfen hier nicht schreiben',
      'not-acceptable': 'Sie sind nicht in diesem Raum',
      'item-not-found': 'diese Adresse gibt es nicht',
      'service-unavailable': 'diese Adresse gibt es nicht',
      'recipient-unavailable': 'diese Adresse gibt es nicht',
      'policy-violation': 'der Server hat sie abgelehnt',
      'resource-constraint': 'der Server ist ausgelastet',
      'remote-server-not-found': 'der andere Server ist nicht erreichbar',
      'remote-server-timeout': 'der andere Server ist nicht erreichbar',
    },
    reasonOther: 'der Server hat sie abgelehnt',
  },
  talk,
  files,
  aliases,
  room: {
    occupants: (n) => plural(n, '1 Person hier', '# Personen hier'),
    people: 'Personen in diesem Raum',
    hide: 'Schließen',
    you: 'Sie',
    moderator: 'Moderation',
    owner: 'Eigentümer',
    admin: 'Admin',
    leave: 'Raum verlassen',
    noSubject: 'Noch kein Thema',
    setSubject: 'Thema festlegen',
    changeNick: 'Anzeigenamen ändern',
    actions: 'Aktionen im Raum',
    save: 'Speichern',
    cancel: 'Abbrechen',
    subject: 'Thema',
    nick: 'Ihr Anzeigename in diesem Raum',
    joining: 'Raum wird betreten…',
    out: 'Sie sind nicht in diesem Raum.',
    rejoin: 'Wieder betreten',
    problems: {
      kicked: 'Sie wurden aus diesem Raum entfernt.',
      banned: 'Sie dürfen nicht mehr in diesen Raum.',
      'members-only': 'Dieser Raum ist nur für Mitglieder.',
      shutdown: 'Der Raum wurde vom Server für einen Moment geschlossen.',
      unreachable: 'Der Raum hat Sie verloren: Sie waren für ihn einen Moment nicht erreichbar.',
      destroyed: 'Diesen Raum gibt es nicht mehr.',
      hidden: 'Sie erscheinen offline. Werden Sie wieder verfügbar, um den Raum zu betreten.',
      refused: 'Der Raum hat Sie nicht eingelassen.',
      forbidden: 'Sie dürfen nicht in diesen Raum.',
      'registration-required': 'Dieser Raum ist nur für Mitglieder.',
      'not-authorized': 'Dieser Raum verlangt ein Passwort.',
      'service-unavailable': 'Dieser Raum ist voll.',
      'item-not-found': 'Diesen Raum gibt es nicht.',
      'resource-constraint':
        'Sie sind mit zu vielen Geräten und Fenstern zugleich in diesem Raum. Schließen Sie einige, dann treten Sie wieder ein.',
      conflict: 'Jemand anders hat hier Ihren Anzeigenamen.',
    },
  },
  rooms: {
    title: 'Räume',
    create: 'Raum anlegen',
    name: 'Name des Raums',
    createSubmit: 'Anlegen',
    existing: 'Räume, die Sie betreten können',
    none: 'Es gibt noch keine Räume. Legen Sie den ersten an.',
    join: 'Betreten',
    open: 'Öffnen',
    failed: 'Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.',
    loading: 'Räume werden gesucht…',
    close: 'Schließen',
  },
  welcome: {
    title: (name) => `Schön, Sie zu sehen, ${name}`,
    text: 'Wählen Sie jemanden aus der Liste, oder legen Sie einen Raum für mehrere an.',
    room: 'Raum anlegen oder betreten',
    invite: 'Leute einladen',
    shortcut: 'Strg K findet alle über ihren Namen.',
  },
  setup: {
    title: 'Stoa einrichten',
    intro: (domain) =>
      `Sie sind hier die erste Person. Legen Sie das Konto an, das sich um ${domain} kümmert.`,
    used: 'Dieser Link wurde bereits verwendet. Melden Sie sich mit dem Konto an, das damit angelegt wurde.',
    toSignIn: 'Zur Anmeldung',
    username: 'Benutzername',
    address: (address) => `Ihre Adresse wird ${address} sein`,
    name: 'Ihr Name',
    nameHint: 'wie andere ihn sehen',
    password: 'Passwort',
    submit: 'Konto anlegen',
    next: 'Wer kommt noch?',
    nextIntro: 'Fügen Sie selbst Personen hinzu, oder senden Sie einen Link. Beides geht auch später.',
    addPerson: 'Person hinzufügen',
    personName: 'Name',
    personUsername: 'Benutzername',
    personPassword: 'Passwort',
    generate: 'Ausdenken lassen',
    add: 'Hinzufügen',
    added: (n) => plural(n, '1 Person hinzugefügt', '# Personen hinzugefügt'),
    giveThem: 'Geben Sie allen ihr Passwort; es wird nur hier gezeigt.',
    inviteLink: 'Link senden',
    inviteHint: (hours) =>
      `Jeder Link lässt eine Person ein und gilt ${plural(Math.round(hours / 24), '1 Tag', '# Tage')}.`,
    makeLink: 'Einladungslink erstellen',
    copy: 'Kopieren',
    copied: 'Kopiert',
    finish: 'Mit dem Chatten beginnen',
    stepOf: (step) => `Schritt ${step} von 2`,
  },
  invite: {
    title: (domain) => `Willkommen bei ${domain}`,
    intro: (by) => (by ? `${by} lädt Sie zum Chatten ein.` : 'Sie sind zum Chatten eingeladen.'),
    submit: 'Beitreten und chatten',
    app: 'Stattdessen in einer anderen XMPP-App öffnen',
    used: 'Diese Einladung wurde bereits verwendet.',
    expired: 'Diese Einladung ist abgelaufen. Bitten Sie um eine neue.',
    dialogTitle: 'Leute einladen',
  },
  strength: ['Zu kurz', 'Schwach', 'Mäßig', 'Gut', 'Stark'],
  strengthLabel: 'Stärke des Passworts',
  strengthHint:
    'Mindestens 8 Zeichen. Ein paar Wörter, die nichts miteinander zu tun haben, merkt man sich leicht und errät man schwer.',
  errors: {
    'username-taken': 'Dieser Benutzername ist vergeben.',
    'username-invalid': 'Ein Benutzername besteht aus Buchstaben, Ziffern, Punkten und Bindestrichen.',
    'password-too-short': 'Dieses Passwort ist zu kurz.',
    network: 'Der Server ist nicht erreichbar. Bitte versuchen Sie es noch einmal.',
    other: 'Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.',
  },
  loading: 'Einen Moment…',
};
