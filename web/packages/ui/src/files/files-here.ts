import type { Line, SharedFile, Upload } from '@stoa/core';
import { getContext, setContext } from 'svelte';

/** What the lines of a conversation need to show their files. */
export interface FilesHere {
  /** From where the page may load a file by itself; undefined for what is kept at other hosts. */
  addressOf(file: SharedFile): string | undefined;
  /** The address of an own picture that is still in this browser; undefined when it is gone. Whoever asks revokes it. */
  local(originId: string): Promise<string | undefined>;
  uploadOf(originId: string): Upload | undefined;
  pause(originId: string, paused: boolean): void;
  cancel(originId: string): void;
  /** Shows a picture large. */
  look(line: Line, index: number): void;
}

const KEY = Symbol('files');
const NOWHERE: FilesHere = {
  addressOf: () => undefined,
  local: () => Promise.resolve(undefined),
  uploadOf: () => undefined,
  pause: () => undefined,
  cancel: () => undefined,
  look: () => undefined,
};

export const provideFiles = (here: FilesHere): void => void setContext(KEY, here);
export const filesHere = (): FilesHere => getContext<FilesHere | undefined>(KEY) ?? NOWHERE;
