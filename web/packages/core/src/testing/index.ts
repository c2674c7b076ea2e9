/** For tests and the story page only; never part of the shipped bundle. */
export { MemoryChat } from './memory-chat.ts';
