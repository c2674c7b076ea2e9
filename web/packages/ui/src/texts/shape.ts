/** What a catalogue in another language must hold: the same keys, and functions of the same arguments, with any words. */
export type Shape<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { readonly [K in keyof T]: Shape<T[K]> };
