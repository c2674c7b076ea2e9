import { plurals } from '../plurals.ts';

const plural = plurals('en');

/** The hats of a room: what somebody is there beside role and affiliation. */
export const hats = {
  about: 'A hat says what somebody is here: host, project lead, on duty. It gives no rights.',
  none: 'There are no hats in this room yet.',
  menu: 'Hats…',
  titleOf: (name: string) => `Hats of ${name}`,
  wears: (name: string) => `Which hats ${name} wears`,
  nobody: 'Nobody wears it.',
  give: (hat: string) => `Give the hat “${hat}” to somebody`,
  giveTo: 'Name or address',
  giveSubmit: 'Give',
  take: (hat: string, name: string) => `Take the hat “${hat}” from ${name}`,
  unmake: (hat: string) => `Delete the hat “${hat}”`,
  unmakeText: (n: number) => plural(n, '1 person loses it.', '# people lose it.'),
  unmakeSubmit: 'Delete',
  newHat: 'A new hat',
  title: 'What it says',
  colour: 'Colour',
  colours: {
    red: 'Red',
    orange: 'Orange',
    yellow: 'Yellow',
    green: 'Green',
    teal: 'Teal',
    blue: 'Blue',
    violet: 'Violet',
    pink: 'Pink',
  },
  make: 'Make the hat',
  makeAndGive: 'Make and give',
  problems: {
    conflict: 'There is such a hat already.',
    forbidden: 'Only admins and owners of the room give hats.',
    'item-not-found': 'That hat is gone, or was taken already. The list is up to date now.',
    'not-acceptable': 'A hat says a word or two, of 128 characters at most.',
    'resource-constraint': 'These are too many hats: a room has 64 at most, and a person wears 16.',
    'feature-not-implemented': 'This room knows no hats.',
    'service-unavailable': 'This room knows no hats.',
  } as Readonly<Record<string, string>>,
} as const;
