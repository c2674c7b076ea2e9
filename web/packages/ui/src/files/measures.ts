import { type SharedFile, kindOf } from '@stoa/core';

/** The largest a picture or film is in its line, in CSS pixels. */
const WIDEST = 352;
const HIGHEST = 320;
const SMALLEST = 56;

/** Those longer or higher than this are shown in part; the viewer shows all. */
const MOST_RATIO = 4;

/** What is kept free for one whose size nobody states: it is fitted in, whatever it is. */
const UNKNOWN = { width: 256, height: 192 } as const;

/** The space a picture or film takes in its line, known before anything of it is loaded: nothing moves when it comes (E18). */
export function spaceFor(file: { readonly width?: number; readonly height?: number }) {
  const { width, height } = file;
  if (!width || !height) return { ...UNKNOWN, whole: true };
  const ratio = Math.min(MOST_RATIO, Math.max(1 / MOST_RATIO, width / height));
  const fitting = Math.max(SMALLEST, Math.min(width, WIDEST, HIGHEST * ratio));
  return {
    width: Math.round(fitting),
    height: Math.max(1, Math.round(fitting / ratio)),
    whole: false,
  };
}

/** The least size of a picture that has room for the time on it. */
const ROOM_FOR_TIME = { width: 128, height: 64 } as const;

/** They are shown as pictures, all of them, and the last has room for what is told of the line. */
export function arePictures(
  files: readonly SharedFile[] = [],
  here: { readonly addressOf: (file: SharedFile) => string | undefined },
): boolean {
  const last = files.at(-1);
  if (!last) return false;
  const { width, height } = spaceFor(last);
  return (
    width >= ROOM_FOR_TIME.width &&
    height >= ROOM_FOR_TIME.height &&
    files.every((f) => kindOf(f) === 'image' && (f.url === undefined || here.addressOf(f) !== undefined))
  );
}

const CARD = 58;

/** About how high the files of a line are, before it is shown. */
export const heightOf = (files: readonly SharedFile[] = []): number =>
  files.reduce((sum, f) => sum + (['image', 'video'].includes(kindOf(f)) ? spaceFor(f).height : CARD), 0);
