/** For tests and the story page only; never part of the shipped bundle. */
export { ManualClock, until } from './manual-clock.ts';
export { MemoryServer } from './memory-server.ts';
