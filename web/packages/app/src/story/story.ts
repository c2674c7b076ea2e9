/**
 * The window over a server in memory, for looking at it while developing: `npm run dev`, then /story.html#/room/garden. What
 * happens there happens in the page; it is not part of the build.
 */
import '@stoa/ui/base.css';
import { MemoryChat } from '@stoa/core/testing';
import { mount } from 'svelte';
import { keepAccount } from '../account.ts';
import { Chat } from '../chat/chat.svelte.ts';
import { router } from '../router.svelte.ts';
import { settings } from '../settings.svelte.ts';
import Story from './Story.svelte';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const self = 'juliet@example.org';
const at = (name: string) => `${name}@example.org`;
const garden = 'garden@conference.example.org';
const rehearsal = 'rehearsal@conference.example.org';

// A second tab joins the story of the first: /story.html?join#/chat/romeo
if (location.search !== '?join')
  await new Promise<void>((resolve, reject) => {
    const gone = indexedDB.deleteDatabase('stoa');
    gone.onsuccess = gone.onblocked = () => resolve();
    gone.onerror = () => reject(gone.error ?? new Error('the old story stays'));
  });

const chat = new MemoryChat(self, Date.now, 'story-token');
chat.fullName = 'Juliet Capulet';
chat.admin = true;
const people = {
  romeo: 'Romeo Montague',
  mercutio: 'Mercutio',
  nurse: 'Nurse Angelica',
  benvolio: 'Benvolio Montague',
  tybalt: 'Tybalt Capulet',
  friar: 'Friar Laurence',
  paris: 'Paris',
  rosaline: 'Rosaline',
};
for (const [name, full] of Object.entries(people)) chat.people.set(at(name), full);
chat.present
  .set(at('romeo'), undefined)
  .set(at('mercutio'), 'away')
  .set(at('nurse'), undefined)
  .set(at('tybalt'), 'dnd')
  .set(at('friar'), undefined);

const now = Date.now();
const say = (from: string, to: string, minutes: number, body: string) =>
  chat.history(at(from), at(to), body, now - minutes * MINUTE);
for (let i = 140; i > 0; i--)
  say(
    i % 3 ? 'romeo' : 'juliet',
    i % 3 ? 'juliet' : 'romeo',
    (DAY * 2) / MINUTE + i * 7,
    `Line ${i} of an evening's talk${i % 5 ? '' : ', which goes on for quite a while, so that it takes more than a single line in the window'}.`,
  );
say('romeo', 'juliet', 1500, 'Are you coming to the rehearsal tonight?');
say('juliet', 'romeo', 1497, 'Of course. Nurse is bringing the lanterns.');
say('juliet', 'romeo', 1496, 'The balcony still creaks, by the way. Could you look at it?');
say('romeo', 'juliet', 95, 'Balcony is fixed. I put the plan here: https://example.org/plans/balcony.pdf');
say('romeo', 'juliet', 94, 'Benvolio held the ladder, mostly.');
say('juliet', 'romeo', 90, 'Wonderful! Thank you both.');
say('juliet', 'romeo', 90, '🌹');
say(
  'romeo',
  'juliet',
  12,
  'Shall we go through the second act before the others come? I would be there at six.',
);
say('nurse', 'juliet', 40, 'Supper is on the table, dear.');
say('nurse', 'juliet', 38, 'And your mother asks for you.');
say('tybalt', 'juliet', 300, 'Who put the lute in the fountain?');
say('friar', 'juliet', 3000, 'The herbs you asked about are in the cabinet.');
say('juliet', 'friar', 2990, 'Thank you, Father.');

chat.roomNames.set(garden, 'Garden').set(rehearsal, 'Rehearsal, act two');
chat.subjects.set(garden, 'Lanterns, music, and who brings the chairs');
for (const [nick, show] of [
  ['Romeo'],
  ['Mercutio', 'away'],
  ['Nurse'],
  ['Benvolio'],
  ['Tybalt', 'dnd'],
] as const)
  chat.enters(garden, nick, show);
chat.occupants.get(garden)?.set('Nurse', { affiliation: 'owner', role: 'moderator' });
const room = (nick: string, minutes: number, body: string) =>
  chat.roomHistory(garden, nick, body, now - minutes * MINUTE);
room('Nurse', 200, 'Who brings the chairs? We need twelve.');
room('Benvolio', 198, 'I have six at home.');
room('Mercutio', 197, 'I can bring four, and a drum.');
room('Nurse', 196, 'No drum.');
room('Mercutio', 196, '/me puts the drum away, slowly');
room(
  'Romeo',
  60,
  'The lanterns hang. See https://example.org/garden for the plan of the lights, and tell me if one is in your way.',
);
room('Tybalt', 58, 'One is in my way.');
chat.keepBookmark(garden, 'Garden', 'Juliet');
chat.keepBookmark(rehearsal, 'Rehearsal, act two', 'Juliet');

const account = keepAccount(self, { value: 'story-token', expires: undefined });
const make = () =>
  new Chat({
    account,
    agent: { id: 'story', software: 'Stoa', device: 'story' },
    version: 'story',
    openTransport: chat.server.open,
    onSignedOut: () => undefined,
  });
(globalThis as { story?: MemoryChat }).story = chat;
router.go(location.hash.slice(1) || '/', true);

await settings.speakNow(settings.language);
const target = document.getElementById('app');
if (target) mount(Story, { target, props: { account, make } });
