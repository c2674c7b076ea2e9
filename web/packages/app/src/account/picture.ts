import type { Avatar } from '@stoa/core';

export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const;

const FILE_MAX_BYTES = 20 * 1024 * 1024;
/** The width and height a picture is kept in: sharp at the largest size we show, on a fine screen. */
export const SIDE_PX = 256;
/** XEP-0084 asks for small ones, and everybody who sees the person fetches it. */
const DATA_MAX_BYTES = 40_000;

export class PictureProblem extends Error {
  constructor(readonly problem: 'too-big' | 'unreadable') {
    super(problem);
  }
}

/** Decodes a file. The browser's own decoder decides what is a picture, whatever the file calls itself. */
export async function readPicture(file: Blob): Promise<ImageBitmap> {
  if (file.size > FILE_MAX_BYTES) throw new PictureProblem('too-big');
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    throw new PictureProblem('unreadable');
  }
}

/** Where the shown square lies on a picture: its middle in parts of the picture, and how much larger than fitting it is. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** The square of the picture that is used, in its pixels; never beyond its edges. */
export function squareOf(width: number, height: number, { x, y, zoom }: Crop) {
  const side = Math.min(width, height) / Math.max(1, zoom);
  const left = Math.min(Math.max(0, x * width - side / 2), width - side);
  const top = Math.min(Math.max(0, y * height - side / 2), height - side);
  return { left, top, side };
}

/** Draws what is used. */
export function draw(picture: ImageBitmap, crop: Crop, canvas: HTMLCanvasElement): void {
  const { left, top, side } = squareOf(picture.width, picture.height, crop);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.imageSmoothingQuality = 'high';
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height);
}

/** The picture as it is kept: a small square, as JPEG on white, smaller until it is small enough. */
export async function cropped(picture: ImageBitmap, crop: Crop): Promise<Avatar> {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIDE_PX;
  draw(picture, crop, canvas);
  const context = canvas.getContext('2d');
  if (context) {
    context.globalCompositeOperation = 'destination-over';
    context.fillStyle = '#fff';
    context.fillRect(0, 0, SIDE_PX, SIDE_PX);
  }
  for (const quality of [0.9, 0.8, 0.65, 0.5, 0.3]) {
    const url = canvas.toDataURL('image/jpeg', quality);
    const data = url.slice(url.indexOf(',') + 1);
    if (data.length * 0.75 <= DATA_MAX_BYTES || quality === 0.3) return { mime: 'image/jpeg', data };
  }
  throw new PictureProblem('unreadable');
}
