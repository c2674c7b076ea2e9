import type { FileKind, Upload } from '@stoa/core';

/** A file in the composer. */
export interface StagedFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly kind: FileKind;
  /** The address of its picture, where it is one. */
  readonly picture?: string;
  /** How far it is on its way to the server. */
  readonly upload?: Upload;
  /** It is nowhere any more: all one can do is to remove it. */
  readonly lost?: boolean;
}

/** The files of the composer, and what one can do with them. */
export interface StagedFiles {
  readonly items: readonly StagedFile[];
  /** Why files were not taken, in words for the person. */
  readonly refusals: readonly string[];
  add(files: readonly File[], folders?: readonly string[]): void;
  remove(id: string): void;
  /** To another place, counted from 0. */
  move(id: string, place: number): void;
  dismiss(): void;
}
