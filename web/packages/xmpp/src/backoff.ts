/**
 * How long to wait before the next attempt: doubled each time from one second, at most a minute, and drawn from the upper half
 * of the span, so that a thousand clients that lost one server do not come back in one instant.
 */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const span = Math.min(60_000, 1_000 * 2 ** Math.min(attempt, 6));
  return Math.round(span / 2 + (span / 2) * random());
}
