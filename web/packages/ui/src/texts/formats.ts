import { language } from './in-use.svelte.ts';

/** A formatter of the language in use, made once for it: making one costs a hundred times what using it does. */
export function inLanguage<T>(make: (locale: string | undefined) => T): () => T {
  let of: string | undefined;
  let made: T | undefined;
  return () => {
    if (made === undefined || of !== language.locale) {
      of = language.locale;
      made = make(of);
    }
    return made;
  };
}
