import { type SharedFile, kindOf } from '@stoa/core';
import { plainText } from '../conversation/styling.ts';
import { t } from '../texts/en.ts';
import { inLanguage } from '../texts/formats.ts';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

const unitFormat = (unit: (typeof UNITS)[number], maximumFractionDigits: number) =>
  inLanguage(
    (l) =>
      new Intl.NumberFormat(l, {
        style: 'unit',
        unit,
        // Of bytes the short form has no plural in English.
        unitDisplay: unit === 'byte' ? 'long' : 'short',
        maximumFractionDigits,
      }),
  );
const ROUND = UNITS.map((unit) => unitFormat(unit, 0));
const FINE = UNITS.map((unit) => unitFormat(unit, 1));

/** A size as people say it. */
export function sizeWords(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  const format = (unit === 0 || value >= 10 ? ROUND : FINE)[unit];
  return format ? format().format(value) : String(value);
}

interface Said {
  readonly body: string;
  readonly files?: readonly Pick<SharedFile, 'name' | 'mediaType' | 'attachment'>[];
}

/** A line on one line, for the list, for quotations and for those who listen: its words, or what it shares. */
export function wordsOf({ body, files = [] }: Said): string {
  const [first] = files;
  if (!first) return plainText(body);
  const kind = kindOf(first);
  const sign = kind === 'image' ? '📷' : kind === 'video' ? '🎬' : kind === 'audio' ? '🎵' : '📎';
  const name =
    files.length > 1
      ? t.files.several(files.length)
      : kind === 'image'
        ? t.files.photo
        : kind === 'video'
          ? t.files.video
          : kind === 'audio'
            ? t.files.audio
            : t.files.file(first.name || t.files.unnamed);
  return `${sign} ${body ? plainText(body) : name}`;
}
