import { PSEUDO_TAG, type Shape } from '@stoa/ui';
import type { HelpTopic } from './topics.ts';

/** The help in English, loaded with its page. Another language is another file of this shape, loaded when it is spoken. */
export const help = {
  picture: 'The window, with numbers for its parts',
  parts: [
    ['You', 'Your name, picture and status. Click for your status, settings, help, and to sign out.'],
    ['Three bars', 'Hide the list, so that the conversation has all the width, and show it again.'],
    ['Chat with…', 'Type part of a name to find a person or a room. Ctrl K brings you here from anywhere.'],
    ['Rooms', 'Rooms you are in. The plus finds a room, or makes a new one.'],
    [
      'People',
      'Everybody of your domain, those you talked with last on top. The shape and colour of the dot tell their status.',
    ],
    ['Number and dot', 'A number counts what is meant for you; a dot means that something was said.'],
    [
      'Header',
      'With whom you talk, what the room is about, and in the menu behind the three dots what you can do.',
    ],
    ['Messages', 'The conversation. Scroll up for what was said before.'],
    ['Composer', 'Write here. Enter sends, Shift Enter begins a new line.'],
    ['People inside', 'Who is in the room, what they are there, and their status.'],
  ],
  topics: {
    window: {
      title: 'The window',
      text: [
        'On one side is the list of rooms and people, on the other what you have opened. On a phone you see one of the two; the arrow leads back to the list.',
        'Press and hold a row, or click it with the right button, to pin it to the top, to mute it, or to mark it as read or unread.',
      ],
    },
    status: {
      title: 'Your status',
      text: [
        'Click yourself at the top of the list. Available and Away tell others whether to expect an answer. Do not disturb keeps everything quiet: messages wait and are counted.',
        'Appear offline hides you from everybody, and nothing reaches you until you are back. Then it is all there.',
        'When you touch nothing for some minutes you are set to away, and back when you return. How long that takes is set together with your status text.',
        'What you set here shows in your other apps’ contact lists, and what you set in another app shows here.',
      ],
    },
    conversation: {
      title: 'Conversations',
      text: [
        'Open a person from the list, write, and press Enter. A message that waits to be sent has a clock; a tick means that the server has stored it.',
        'Without a connection you can go on writing: what you write is sent, once and in order, when you are back.',
        'Point at a message, or press and hold it, to answer it, react to it or copy a link to it; your own you can edit and take back. The arrow up in an empty composer edits what you wrote last.',
        'An @ names somebody, a colon finds an emoji, and the buttons of the composer make words bold, italic or code.',
        'In the menu behind the three dots you can mute, pin or archive the conversation, let it be quiet for a while, and block the person.',
      ],
    },
    files: {
      title: 'Files and pictures',
      text: [
        'Use the paperclip, paste, or drop files anywhere in the conversation. They stand above the composer first: look at them, put them in order, take some away, write what goes with them, and send.',
        'On its way a file shows how far it is; you can pause it, go on, or cancel. Without a connection it waits and begins again by itself. What you have not sent yet is still there after a reload, and on your other devices: send or remove it on any of them.',
        'Press a picture to see it large: the arrow keys go to its neighbours, + and - come closer and go back, Escape closes.',
      ],
    },
    find: {
      title: 'Finding',
      text: [
        'Ctrl K (on a Mac Command K), or “Chat with…” above the list, finds people, rooms and aliases by a part of their name.',
        'Ctrl F finds words in the whole conversation that is open, also in what was said long ago. Enter goes from hit to hit. Press Ctrl F once more for the search of the browser.',
        'The day above the messages opens a calendar that jumps to any other day. A link to a message or to a day leads whoever may read it to that very place.',
      ],
    },
    rooms: {
      title: 'Rooms',
      text: [
        'The plus beside “Rooms” lists the rooms there are, with how many people are inside and how much is said. Type an address with an @ to go into a room elsewhere.',
        'Who makes a room owns it. Owners change its settings and name admins; admins name members and ban; moderators take people out and give the right to speak. Click somebody in the list of people inside for what you can do.',
        'An invitation appears as a card above the list. When a room asks for a password or is for members only, it says so and what you can do.',
        'Where you change your nick you can keep it for yourself: nobody else can take it in that room.',
      ],
    },
    aliases: {
      title: 'Aliases',
      text: [
        'An alias is an address such as support@… that several people answer for. Write to it as to a person; who answers does so in its name, and the line says on whose behalf.',
        'If you are one of them, everybody who asks is a conversation of its own, in a group named after the alias. All of you see the question and each answer. The first to answer is shown above the messages.',
        'In that bar you can take the conversation over, hand it to somebody else, or close it. It comes back with the next question.',
        'Some are answered at certain hours. Outside of them a line above the field you write in says when somebody is back, by your clock, and you are asked before the first message is sent.',
      ],
    },
    notifications: {
      title: 'Notifications',
      text: [
        'Under “Your account”, “Notifications” lets this browser tell you of new messages, also while the chat is closed. A test shows whether it works.',
        'Choose what is worth a sound: messages to you, being named in rooms, everything in rooms, and words of your own. Each conversation can be louder or quieter than that, in its menu.',
        'Pause everything for a while, or set quiet hours. Do not disturb is quiet at once. While you read on one device the others do not ring.',
      ],
    },
    account: {
      title: 'Your account',
      text: [
        'Here you change your name, your picture and the language, and unblock people. Others see a new name and picture at once, in every app.',
        'Whoever you block cannot write to you or see your status, and is not told.',
        'Sign out ends the chat in every tab of this browser and makes its key worthless.',
      ],
    },
    devices: {
      title: 'Password and devices',
      text: [
        'Devices lists everything that is signed in with your account: browsers, apps, and when they were last here. Sign out there ends one of them at once.',
        'An app that knows your password could come back: change the password to keep it out. That also signs out everything but this browser.',
        'This browser keeps no password, only a key of its own that can be made worthless from any other device.',
      ],
    },
    apps: {
      title: 'Other apps',
      text: [
        'Any XMPP app works with your account, on phones and on computers, at the same time as this page. “Connect another app” tells what such an app asks for, with a code for the camera of a phone.',
        'Test the connection tells whether apps can reach the server from where it stands.',
        'Messages, what is read, rooms and your status are the same everywhere.',
      ],
    },
    keys: {
      title: 'Keyboard',
      text: [
        'Press ? anywhere outside of a text for the list of keys.',
        'F6 goes from the list to the messages, to the composer and to the people inside, and Shift F6 back. In the messages the arrow keys go from one to the next, and Enter opens what can be done with it.',
      ],
    },
  } satisfies Readonly<Record<HelpTopic, { readonly title: string; readonly text: readonly string[] }>>,
} as const;

export type HelpTexts = Shape<typeof help>;

/** The help in a language; English where there is none of it. */
export async function helpIn(tag: string): Promise<HelpTexts> {
  if (tag === PSEUDO_TAG) return (await import('@stoa/ui/pseudo')).pseudo(help);
  return tag === 'de' ? (await import('./help-texts.de.ts')).help : help;
}
