import { cut, onOneLine } from '../texts/shown-text.ts';
import type { FileKind, SharedFile } from './types.ts';

/** A file's name is cut to this, its ending kept. */
const NAME_MAX = 120;
const ENDING_MAX = 12;

/** Media types by the usual endings, for files whose sender names none. */
const BY_ENDING: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  bmp: 'image/bmp',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  ogg: 'audio/ogg',
  oga: 'audio/ogg',
  opus: 'audio/ogg',
  wav: 'audio/wav',
  flac: 'audio/flac',
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
  pdf: 'application/pdf',
  txt: 'text/plain',
  zip: 'application/zip',
};

/** The pictures that a page shows without danger. SVG is a document that may hold scripts, and is only ever saved. */
const PICTURES: readonly string[] = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
];

const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/;

/** A name somebody gave a file, fit to be shown and saved under: no directories, nothing that turns it around; '' for none. */
export function fileName(given: string): string {
  const clean = onOneLine(given.slice(0, 1_000).replace(/[/\\]/g, '_')).replace(/^[.\s]+/, '');
  if (clean.length <= NAME_MAX) return clean;
  const dot = clean.lastIndexOf('.');
  const ending = dot > 0 && clean.length - dot <= ENDING_MAX ? clean.slice(dot) : '';
  return cut(clean.slice(0, clean.length - ending.length), NAME_MAX - ending.length) + ending;
}

/** A media type without its parameters; undefined when it is none, or says nothing. */
export function mediaType(given: string | undefined): string | undefined {
  const bare = (given ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return MEDIA_TYPE.test(bare) && bare !== 'application/octet-stream' ? bare : undefined;
}

/** The media type that a name's ending stands for. */
export const typeOf = (name: string): string | undefined =>
  BY_ENDING[/\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? ''];

/** How a file is shown: by what its sender says it is, else by its name. */
export function kindOf(file: Pick<SharedFile, 'mediaType' | 'name' | 'attachment'>): FileKind {
  const type = file.mediaType ?? typeOf(file.name) ?? '';
  const shown = !file.attachment;
  if (PICTURES.includes(type)) return shown ? 'image' : 'file';
  if (type.startsWith('audio/')) return shown ? 'audio' : 'file';
  if (type.startsWith('video/')) return shown ? 'video' : 'file';
  if (type === 'application/pdf') return 'pdf';
  if (type === 'text/plain') return 'text';
  return /zip|compressed|x-tar|x-7z|x-rar/.test(type) ? 'archive' : 'file';
}

/** Whether it is shown in its line, not only named there. */
export const isShown = (file: Pick<SharedFile, 'mediaType' | 'name' | 'attachment'>): boolean =>
  ['image', 'audio', 'video'].includes(kindOf(file));
