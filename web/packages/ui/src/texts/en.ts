import { find } from './en/find.ts';
import { launcher } from './en/launcher.ts';
import { chatList } from './en/list.ts';
import { aliases } from './en/aliases.ts';
import { account } from './en/account.ts';
import { files } from './en/files.ts';
import { hats } from './en/hats.ts';
import { roomTexts } from './en/rooms.ts';
import { notifications } from './en/notifications.ts';
import { status } from './en/status.ts';
import { talk } from './en/talk.ts';
import { following } from './in-use.svelte.ts';
import { plurals } from './plurals.ts';
import type { Shape } from './shape.ts';

const plural = plurals('en');

/** So many who write at once are named. */
const MOST_NAMED = 3;
const several = new Intl.ListFormat('en', { type: 'conjunction' });
const writing = (names: readonly string[]) =>
  names.length === 1
    ? `${names[0] ?? ''} is writing…`
    : names.length <= MOST_NAMED
      ? `${several.format(names)} are writing…`
      : 'Several people are writing…';

/** Every text a person sees, in English. Another language is another file of this shape (de.ts), loaded when it is spoken. */
export const en = {
  product: 'Stoa',
  signIn: {
    title: 'Welcome to Stoa',
    at: (domain: string) => `Chat with the people of ${domain}`,
    address: 'User name or address',
    addressHint: (domain: string) => `just “name” for name@${domain}`,
    password: 'Password',
    submit: 'Sign in',
    busy: 'Signing in…',
    demo: 'Look around as',
    demoHint: 'This is a demonstration: one click signs you in.',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
    again: 'Please sign in again.',
    errors: {
      address: 'That does not look like a user name or an address.',
      credentials: 'The user name or the password is not right.',
      revoked:
        'This browser was signed out from another device, or the password was changed. Nothing of your talk is kept here any more.',
      disabled: 'This account is disabled. Please ask your administrator.',
      temporary: 'Too many attempts. Please wait a moment and try again.',
      unsupported: 'This server does not offer a way to sign in that this page knows.',
      'untrusted-server': 'The server could not prove that it knows you. Nothing was sent.',
      network: 'The server cannot be reached. Check the connection and try again.',
      insecure: 'Signing in needs a secure connection. Open this page with https.',
    },
  },
  list: {
    label: 'People and rooms',
    filter: 'Chat with…',
    clear: 'Clear',
    rooms: 'Rooms',
    people: 'People',
    addRoom: 'Create or join a room',
    noRooms: 'No rooms yet',
    browse: 'Create or join one',
    nobody: 'Nobody here yet',
    invite: 'Invite people',
    nothing: (text: string) => `Nobody and nothing by the name “${text}”`,
    write: (address: string) => `Write to ${address}`,
    unread: (n: number) => plural(n, '1 unread message', '# unread messages'),
    typing: 'is writing…',
    you: 'You: ',
    allOffline: 'Everybody is offline',
    showOffline: 'Show offline people',
    loading: 'Loading people…',
  },
  status,
  chatList,
  find,
  launcher,
  roomTexts,
  hats,
  account,
  notifications,
  availability: { available: 'Available', away: 'Away', dnd: 'Do not disturb', offline: 'Offline' },
  menu: {
    label: 'Your status and settings',
    status: 'Status',
    theme: 'Appearance',
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    contrast: 'High contrast',
    showOffline: 'Show offline people',
    invite: 'Invite people',
    signOut: 'Sign out of Stoa',
  },
  connection: {
    connecting: 'Connecting…',
    offline: 'You are offline. What you write is kept and sent later.',
    waiting: (seconds: number) =>
      `Connection lost. Trying again in ${plural(seconds, '1 second', '# seconds')}.`,
    retry: 'Try now',
    updated: 'Stoa was updated.',
    reload: 'Load the new version',
    storage: {
      refused:
        'This browser keeps nothing for this page. You can chat; what has not been sent yet is lost when you close it.',
      full: 'This browser has no room left. You can chat; what has not been sent yet is lost when you close this page.',
    },
  },
  conversation: {
    back: 'Back to the list',
    messages: (name: string) => `Messages with ${name}`,
    loading: 'Loading messages…',
    failed: 'The messages could not be loaded.',
    retry: 'Try again',
    earlier: 'Show earlier messages',
    loadingEarlier: 'Loading earlier messages…',
    beginning: (name: string) => `This is where your talk with ${name} begins.`,
    roomBeginning: (name: string) => `This is where ${name} begins.`,
    quiet: 'No messages in the last 30 days.',
    hello: (name: string) => `Say hello to ${name}`,
    newMessages: 'New messages',
    toBottom: 'Jump to the newest message',
    newBelow: (n: number) => plural(n, '1 new message', '# new messages'),
    today: 'Today',
    yesterday: 'Yesterday',
    you: 'You',
    typing: (names: readonly string[]) => writing(names),
    pending: 'Waiting to be sent',
    stored: 'Stored on the server',
    failedLine: 'Not sent',
    retryLine: 'Try again',
    cancelLine: 'Remove',
    withdraw: 'Do not send',
    write: (name: string) => `Write to ${name}`,
    send: 'Send',
    offlineHint: (n: number) =>
      n === 0
        ? 'Offline: messages are sent when you are back'
        : plural(n, '1 message waits', '# messages wait') + ' to be sent',
    unknown: (address: string) => `Nobody by the address ${address} is known here.`,
    reasons: {
      forbidden: 'you may not write here',
      'not-allowed': 'you may not write here',
      'not-acceptable': 'you are not in this room',
      'item-not-found': 'this address does not exist',
      'service-unavailable': 'this address does not exist',
      'recipient-unavailable': 'this address does not exist',
      'policy-violation': 'the server refused it',
      'resource-constraint': 'the server is busy',
      'remote-server-not-found': 'that server cannot be reached',
      'remote-server-timeout': 'that server cannot be reached',
    } as Readonly<Record<string, string>>,
    reasonOther: 'the server refused it',
  },
  talk,
  files,
  aliases,
  room: {
    occupants: (n: number) => plural(n, '1 person here', '# people here'),
    people: 'People in this room',
    hide: 'Close',
    you: 'you',
    moderator: 'Moderator',
    owner: 'Owner',
    admin: 'Admin',
    leave: 'Leave room',
    noSubject: 'No subject yet',
    setSubject: 'Set the subject',
    changeNick: 'Change your nick',
    actions: 'Room actions',
    save: 'Save',
    cancel: 'Cancel',
    subject: 'Subject',
    nick: 'Your nick in this room',
    joining: 'Joining…',
    out: 'You are not in this room.',
    rejoin: 'Join again',
    problems: {
      kicked: 'You were removed from this room.',
      banned: 'You are not allowed in this room any more.',
      'members-only': 'This room is for its members only.',
      shutdown: 'The room was closed for a moment by the server.',
      unreachable: 'The room lost you: it could not reach you for a moment.',
      destroyed: 'This room no longer exists.',
      hidden: 'You appear offline. Be available again to enter.',
      refused: 'The room did not let you in.',
      forbidden: 'You are not allowed in this room.',
      'registration-required': 'This room is for its members only.',
      'not-authorized': 'This room asks for a password.',
      'service-unavailable': 'This room is full.',
      'item-not-found': 'This room does not exist.',
      'resource-constraint':
        'You are in this room with too many devices and windows at once. Close some, then join again.',
      conflict: 'Somebody else has your nick in this room.',
    } as Readonly<Record<string, string>>,
  },
  rooms: {
    title: 'Rooms',
    create: 'Create a room',
    name: 'Name of the room',
    createSubmit: 'Create',
    existing: 'Rooms you can join',
    none: 'There are no rooms yet. Be the first to create one.',
    join: 'Join',
    open: 'Open',
    failed: 'That did not work. Please try again.',
    loading: 'Looking for rooms…',
    close: 'Close',
  },
  welcome: {
    title: (name: string) => `Good to see you, ${name}`,
    text: 'Choose somebody from the list, or start a room for several.',
    room: 'Create or join a room',
    invite: 'Invite people',
    shortcut: 'Ctrl K finds anybody by name.',
  },
  setup: {
    title: 'Set up Stoa',
    intro: (domain: string) => `You are the first here. Make the account that looks after ${domain}.`,
    used: 'This link has been used already. Sign in with the account that was made with it.',
    toSignIn: 'Go to sign-in',
    username: 'User name',
    address: (address: string) => `Your address will be ${address}`,
    name: 'Your name',
    nameHint: 'as others see it',
    password: 'Password',
    submit: 'Create account',
    next: 'Who else is coming?',
    nextIntro: 'Add people yourself, or send them a link. You can do both later, too.',
    addPerson: 'Add a person',
    personName: 'Name',
    personUsername: 'User name',
    personPassword: 'Password',
    generate: 'Make one up',
    add: 'Add',
    added: (n: number) => plural(n, '1 person added', '# people added'),
    giveThem: 'Give each of them their password; it is shown only here.',
    inviteLink: 'Send a link',
    inviteHint: (hours: number) =>
      `Each link lets one person in, and is good for ${plural(Math.round(hours / 24), '1 day', '# days')}.`,
    makeLink: 'Make an invite link',
    copy: 'Copy',
    copied: 'Copied',
    finish: 'Start chatting',
    stepOf: (step: number) => `Step ${step} of 2`,
  },
  invite: {
    title: (domain: string) => `Join ${domain}`,
    intro: (by: string | undefined) => (by ? `${by} invites you to chat.` : 'You are invited to chat.'),
    submit: 'Join and start chatting',
    app: 'Open in another XMPP app instead',
    used: 'This invitation has been used already.',
    expired: 'This invitation has expired. Ask for a new one.',
    dialogTitle: 'Invite people',
  },
  strength: ['Too short', 'Weak', 'Fair', 'Good', 'Strong'],
  strengthLabel: 'Password strength',
  strengthHint: 'At least 8 characters. A few unrelated words are easy to keep in mind and hard to guess.',
  errors: {
    'username-taken': 'This user name is taken.',
    'username-invalid': 'A user name is made of letters, digits, dots and dashes.',
    'password-too-short': 'This password is too short.',
    network: 'The server cannot be reached. Please try again.',
    other: 'That did not work. Please try again.',
  } as Readonly<Record<string, string>>,
  loading: 'One moment…',
} as const;

export type Texts = Shape<typeof en>;

/** The texts in the language in use. */
export const t: Texts = following<Texts>(en);
