const MORNING_HOUR = 8;

/** Eight o'clock on the day after, by the clock of the device. */
export function tomorrowMorning(now: number): number {
  const day = new Date(now);
  day.setDate(day.getDate() + 1);
  return day.setHours(MORNING_HOUR, 0, 0, 0);
}
