import { launcher as german } from '../../ui/src/texts/de/launcher.ts';
import { launcher as english } from '../../ui/src/texts/en/launcher.ts';

const SPOKEN: ReadonlyMap<string, typeof english | typeof german> = new Map([
  ['en', english],
  ['de', german],
]);

/**
 * What the icon says, in the language of the page it is in; where that is none of ours, or the page does not say, in the first of
 * the browser's languages that is; else in English.
 */
export function textsFor(page: string, browser: readonly string[]) {
  for (const wish of [page, ...browser]) {
    const [language = ''] = wish.toLowerCase().split('-');
    const texts = SPOKEN.get(language);
    if (texts) return { lang: language, texts };
  }
  return { lang: 'en', texts: english };
}
