/**
 * The right form of a text for a number, by the rules of the language (CLDR, Intl.PluralRules); `#` in it becomes the number.
 * `one` and `other` are what English and German need; languages with more forms give them as `more`.
 */
export function plurals(locale: string) {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return (
    n: number,
    one: string,
    other: string,
    more: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = {},
  ): string => {
    const rule = rules.select(n);
    const form = rule === 'one' ? one : (more[rule] ?? other);
    return form.replace('#', numbers.format(n));
  };
}
