import type { ReadMessage } from '../messages/read-message.ts';
import type { Line } from './history.ts';

/** What a message that was read is in a timeline. */
export function lineOf(read: ReadMessage): Line {
  const { address, kind, archiveId, entry, amendment, late } = read;
  return {
    address,
    kind,
    ...(archiveId ? { archiveId } : {}),
    ...(entry ? { entry } : {}),
    ...(amendment ? { amendment } : {}),
    ...(late ? { late } : {}),
  };
}
