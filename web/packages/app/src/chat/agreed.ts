/** Outside of an alias' hours one is asked once until it opens: when that is, by account and alias, for as long as the page is there. */
export const agreedUntil = new Map<string, number>();
