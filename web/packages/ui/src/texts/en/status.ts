import { plurals } from '../plurals.ts';

const plural = plurals('en');

/** One's own status (S13 to S18). */
export const status = {
  title: 'Your status',
  choose: 'Status',
  offline: 'Appear offline',
  hints: {
    available: 'You see who is there, and they see you.',
    away: 'You are signed in, but not at your desk.',
    dnd: 'You are busy: nothing rings or pops up. Messages wait, and are counted.',
    offline: 'Nobody sees you, and nothing reaches you. It is all here when you are back.',
  },
  text: 'Status text',
  textHint: 'Shown to everybody beside your name.',
  setText: 'Set a status text…',
  changeText: 'Status text…',
  awayAfter: 'Set me to away when I touch nothing for',
  never: 'Never',
  tellTime: 'Let people see what time it is where I am',
  theirTime: (time: string) => `${time} where they are`,
  minutes: (n: number) => plural(n, '1 minute', '# minutes'),
  idle: 'Away, since you touched nothing',
  hiddenNote: 'You appear offline. What others write waits until you are back.',
  back: 'Be available',
  failed: 'That could not be saved. Please try again.',
  save: 'Save',
  cancel: 'Cancel',
} as const;
