/** A month as a calendar shows it: pure, in the person's own zone. Days are `yyyy-mm-dd`, as {@link dayOf} writes them. */
export interface Month {
  readonly year: number;
  /** 0 to 11. */
  readonly month: number;
}

export const monthOf = (day: string): Month => {
  const [year = 1970, month = 1] = day.split('-').map(Number);
  return { year, month: month - 1 };
};

export const dayKey = (year: number, month: number, day: number): string => {
  const d = new Date(year, month, day);
  return `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, '0')}-${String(d.getDate()).padStart(2, '0')}`;
};

export const moved = ({ year, month }: Month, by: number): Month => {
  const d = new Date(year, month + by, 1);
  return { year: d.getFullYear(), month: d.getMonth() };
};

/** The weeks of a month, each of seven; undefined where a day is of another month. `firstDay`: 0 for Sunday, 1 for Monday. */
export function weeksOf({ year, month }: Month, firstDay: number): (number | undefined)[][] {
  const days = new Date(year, month + 1, 0).getDate();
  const before = (new Date(year, month, 1).getDay() - firstDay + 7) % 7;
  const cells = [...Array<undefined>(before), ...Array.from({ length: days }, (_, i) => i + 1)];
  const weeks: (number | undefined)[][] = [];
  for (let i = 0; i < cells.length; i += 7)
    weeks.push([...cells.slice(i, i + 7), ...Array<undefined>(7)].slice(0, 7));
  return weeks;
}

/** The day so many days after another. */
export function dayAfter(day: string, by: number): string {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return dayKey(year, month - 1, date + by);
}

/** The first moment of a day; undefined for what is no day. */
export function startOf(day: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return dayKey(year, month - 1, date) === day ? new Date(year, month - 1, date).getTime() : undefined;
}

/** The day a week begins with where the person is. */
export function firstDayOfWeek(locale: string): number {
  const known = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  const info = known.getWeekInfo?.() ?? known.weekInfo;
  return (info?.firstDay ?? 1) % 7;
}
