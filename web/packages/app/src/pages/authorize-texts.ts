import { PSEUDO_TAG, type Shape } from '@stoa/ui';

/** What an application is let in for, in English; loaded with its page. Another language is another file of this shape. */
export const authorize = {
  title: (application: string) => `Let ${application} use your account?`,
  from: (host: string) => `It sends you back to ${host}.`,
  as: 'You are',
  other: 'Sign out and use another account',
  may: 'It may',
  mayTalk: 'read your messages and write in your name',
  mayPeople: 'see your contacts and rooms, and change them',
  mayShow: 'see and change your profile and your files',
  maySeeContacts: 'see your contacts and whom you have blocked',
  maySeeStored: 'see your profile and what your programs keep in your account: bookmarked rooms and settings',
  mayChangeContacts: 'see and change your contacts and whom you have blocked',
  mayChangeStored:
    'see and change your profile and what your programs keep in your account: bookmarked rooms and settings',
  mayNot: 'It may not',
  mayNotChange: 'change anything',
  mayNotTalk: 'read your messages, write to anybody, or see who is there',
  mayNotPassword: 'see or change your password, or remove your account',
  mayNotDevices: 'sign out your devices, or let in others',
  mayNotAdministrate: 'administrate, if you are an administrator',
  end: 'You can end it at any time, in your account under Devices.',
  allow: 'Let it in',
  refuse: 'Refuse',
  unusable:
    'The address that brought you here is not complete, or the application is not known here. Nothing was let in.',
} as const;

export type AuthorizeTexts = Shape<typeof authorize>;

/** The texts in a language; English in those that have none. */
export async function authorizeIn(tag: string): Promise<AuthorizeTexts> {
  if (tag === PSEUDO_TAG) return (await import('@stoa/ui/pseudo')).pseudo(authorize);
  return tag === 'de' ? (await import('./authorize-texts.de.ts')).authorize : authorize;
}
