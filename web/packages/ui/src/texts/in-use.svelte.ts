/** The language in use: what it is called on `<html>`, how it is written, and by which locale dates and lists are. */
export interface InUse {
  /** BCP 47, as `lang` says it. */
  readonly tag: string;
  readonly dir: 'ltr' | 'rtl';
  /** For Intl; undefined: the browser's. */
  readonly locale: string | undefined;
}

let now = $state.raw<InUse>({ tag: 'en', dir: 'ltr', locale: undefined });
let texts = $state.raw<object | undefined>();

/** Read in a view, it is followed: the view changes with the language. */
export const language: InUse = {
  get tag() {
    return now.tag;
  },
  get dir() {
    return now.dir;
  },
  get locale() {
    return now.locale;
  },
};

export function use(next: InUse, catalogue: object): void {
  now = next;
  texts = catalogue;
}

/** The catalogue in use under the name of the one that is always there. */
export function following<T extends object>(fallback: T): T {
  return new Proxy(fallback, { get: (own, key) => Reflect.get(texts ?? own, key) as unknown });
}
