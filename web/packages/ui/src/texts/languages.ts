import { type Texts, en } from './en.ts';
import { use } from './in-use.svelte.ts';

/** A language one can choose; each is named in itself. */
export const LANGUAGES = [
  { id: 'en', name: 'English' },
  { id: 'de', name: 'Deutsch' },
] as const;
export type LanguageId = (typeof LANGUAGES)[number]['id'];
export type LanguageChoice = 'system' | LanguageId;

/**
 * For tests of the layout: English in accented letters, 40 % longer, from right to left. It is in no menu; it is chosen by writing
 * its name into the browser's storage.
 */
export const PSEUDO = 'pseudo';
export const PSEUDO_TAG = 'en-XB';

/** What is loaded when it is wanted; English is there. */
const OTHERS: Readonly<Record<string, () => Promise<Texts>>> = {
  de: () => import('./de.ts').then(({ de }) => de),
  [PSEUDO]: () => import('./pseudo.ts').then(({ pseudo }) => pseudo(en)),
};

/** The language to speak: the one chosen, else the first of the browser's that there is, else English. */
export function languageFor(choice: string, browser: readonly string[]): string {
  if (choice === PSEUDO || LANGUAGES.some(({ id }) => id === choice)) return choice;
  const wanted = browser.map((tag) => tag.toLowerCase().split('-')[0]);
  return wanted.find((primary) => LANGUAGES.some(({ id }) => id === primary)) ?? 'en';
}

/** The locale for dates and lists: the browser's variant of the language where it has one (en-GB), else the language itself. */
function localeFor(id: string, browser: readonly string[]): string {
  if (id === PSEUDO) return 'ar';
  return browser.find((tag) => tag.toLowerCase().split('-')[0] === id) ?? id;
}

let asked = 0;

/** Speaks a language from now on; resolves when its texts are there. What cannot be loaded stays English. */
export async function speak(choice: string, browser: readonly string[]): Promise<void> {
  const turn = ++asked;
  const wanted = languageFor(choice, browser);
  const texts = await OTHERS[wanted]?.().catch(() => undefined);
  if (turn !== asked) return; // another was chosen meanwhile
  const id = texts ? wanted : 'en';
  const dir = id === PSEUDO ? 'rtl' : 'ltr';
  use({ tag: id === PSEUDO ? PSEUDO_TAG : id, dir, locale: localeFor(id, browser) }, texts ?? en);
}
