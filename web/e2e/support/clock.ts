import type { BrowserContext } from '@playwright/test';

/** The machine's clock is wrong by so much: whoever asks for the time is told the wrong one. For pages that are opened from now on. */
export async function clockIsOff(context: BrowserContext, byMs: number): Promise<void> {
  await context.addInitScript((off) => {
    const Real = Date;
    const now = () => Real.now() + off;
    globalThis.Date = new Proxy(Real, {
      construct: (target, args: [], newTarget) =>
        Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
      get: (target, key, receiver) => (key === 'now' ? now : (Reflect.get(target, key, receiver) as unknown)),
    });
  }, byMs);
}
