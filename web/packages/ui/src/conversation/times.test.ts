import { describe, expect, it } from 'vitest';
import { timeElsewhere } from './times.ts';

const NOON = Date.UTC(2026, 2, 4, 12);
const here = -new Date(NOON).getTimezoneOffset();

describe('the time where somebody else is', () => {
  it('is not said where clocks show the same', () => expect(timeElsewhere(NOON, here)).toBeUndefined());

  it('is that of their zone', () =>
    expect(timeElsewhere(NOON, here === 60 ? 120 : 60)).toMatch(/^(1[34]|0[12]).00/));

  it('comes with the day where that is another', () =>
    expect(timeElsewhere(Date.UTC(2026, 2, 4, 23) - here * 60_000, here + 120)).toMatch(/Thu|Do/));
});
