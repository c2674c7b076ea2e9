import { type Line, type SharedFile, kindOf, ownPath } from '@stoa/core';
import { type FilesHere, type Viewed, t } from '@stoa/ui';
import type { Chat } from './chat.svelte.ts';

interface Surroundings {
  readonly chat: Chat;
  /** Whose files the page loads by itself. */
  readonly domain: string;
  lines(): readonly Line[];
  nameOf(author: string): string;
}

/** The files of one conversation's lines, and the picture one looks at. */
export class ShownFiles implements FilesHere {
  /** The key of the picture in the viewer. */
  viewed = $state.raw<string | undefined>();

  constructor(private readonly of: Surroundings) {}

  addressOf(file: SharedFile): string | undefined {
    return file.url === undefined ? undefined : ownPath(file.url, this.of.domain);
  }

  async local(originId: string): Promise<string | undefined> {
    const kept = await this.of.chat.storage.file(originId).catch(() => undefined);
    return kept && URL.createObjectURL(kept.blob);
  }

  uploadOf(originId: string) {
    return this.of.chat.state.uploads[originId];
  }

  pause(originId: string, paused: boolean): void {
    this.of.chat.ask({ type: 'pause-upload', originId, paused });
  }

  cancel(originId: string): void {
    this.of.chat.ask({ type: 'cancel', originId });
  }

  look(line: Line, index: number): void {
    const key = keyOf(line, index);
    if (this.pictures().some((p) => p.key === key)) this.viewed = key;
  }

  /** All pictures of the lines that are loaded, in their order. */
  pictures(): readonly Viewed[] {
    return this.of.lines().flatMap((line) =>
      (line.files ?? []).flatMap((file, index) => {
        const address = this.addressOf(file);
        if (address === undefined || kindOf(file) !== 'image') return [];
        const author = line.own ? t.conversation.you : this.of.nameOf(line.author);
        return [
          { key: keyOf(line, index), address, name: file.name || t.files.unnamed, author, at: line.at },
        ];
      }),
    );
  }
}

const keyOf = (line: Line, index: number) => `${line.key} ${index}`;
