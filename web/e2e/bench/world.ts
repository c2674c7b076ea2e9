import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Server } from '../support/server.ts';
import { handedOver } from '../support/talk-of-old.ts';

export const PASSWORD = 'wherefore and wherefore';
export const MESSAGES = Number(process.env.STOA_BENCH_MESSAGES ?? 100_000);
export const PEOPLE = Number(process.env.STOA_BENCH_PEOPLE ?? 10_000);

const DAY_MS = 24 * 60 * 60_000;
/** So far back the talk goes: about 250 lines a day. */
const DAYS = 400;

const SAID = [
  'Yes.',
  'The lanterns are here, all sixty of them, and two have no glass.',
  'Are you walking past the orchard tonight?',
  'I have put everybody’s part in order; it is a longer list than I thought, and some of it will have to wait until the tables have come from the abbey, because nobody knows yet how many people they seat.',
  'In a moment.',
  'That is the first list I ever enjoyed reading.',
  'Bring those to me, I have panes left from the chapel. They are green, but at night nobody will mind.',
];

/** A talk between two people. */
function talk(now: number): string {
  const lines = Array.from({ length: MESSAGES }, (_, i) => {
    const [from, to] = i % 3 === 0 ? (['juliet', 'romeo'] as const) : (['romeo', 'juliet'] as const);
    const at = now - DAYS * DAY_MS + Math.floor((i * DAYS * DAY_MS) / (MESSAGES + 1));
    return { at, from, to, body: `${i + 1}. ${SAID[i % SAID.length]}` };
  });
  return handedOver([
    { name: 'juliet', password: PASSWORD, lines },
    { name: 'romeo', password: PASSWORD },
  ]);
}

const FIRST =
  'Ada Bruno Clara Dario Elena Fabio Greta Hugo Ines Jonas Klara Luca Mira Nico Olga Paul Rosa Silvio Tessa Ugo'.split(
    ' ',
  );
const LAST =
  'Abate Berti Conti Donati Esposito Ferri Galli Lombardi Marini Neri Orsini Pagani Ricci Serra Testa Urso Vitale Zanetti'.split(
    ' ',
  );

/** Made-up names for a directory as large as that of a large organisation. */
function people(): string {
  const rows = ['address,password,name'];
  for (let i = 0; i < PEOPLE; i++) {
    const name = `${FIRST[i % FIRST.length]} ${LAST[Math.floor(i / FIRST.length) % LAST.length]} ${i}`;
    rows.push(`person${i}@localhost,${PASSWORD} ${i},${name}`);
  }
  return `${rows.join('\n')}\n`;
}

/** The packaged server with two people who have talked a lot. */
export function talkative(folder: string): Promise<Server> {
  const file = join(folder, 'talk.xml');
  writeFileSync(file, talk(Date.now()));
  return Server.prepared(
    (command) => command(['import', file]),
    '--set',
    'domains=["localhost"]',
    '--set',
    'limits.enabled=false',
  );
}

/** The packaged server with a large directory, all of it listed. */
export async function crowded(folder: string): Promise<Server> {
  const file = join(folder, 'people.csv');
  writeFileSync(file, people());
  const server = await Server.start(
    '--set',
    'domains=["localhost"]',
    '--set',
    `roster.everyone_limit=${PEOPLE * 2}`,
    '--set',
    'limits.enabled=false',
  );
  await server.command(['user', 'add', 'juliet@localhost', '--name', 'Juliet', '--password-stdin'], PASSWORD);
  await server.command(['user', 'import', file]);
  return server;
}
