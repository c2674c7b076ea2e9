import type { HatChange, RoomHats } from '@stoa/core';
import { hatProblem } from '@stoa/ui';
import type { Chat } from '../../chat/chat.svelte.ts';

/** The hats of a room as the room last told them, and what is done with them. */
export class HatDesk {
  /** Undefined until they are known. */
  known = $state.raw<RoomHats | undefined>();
  busy = $state(false);
  failed = $state<string | undefined>();

  constructor(
    private readonly chat: Chat,
    private readonly address: string,
  ) {
    void this.attempt(() => this.load());
  }

  readonly wears = (who: string, uri: string): boolean =>
    this.known?.worn.some((w) => w.who === who && w.uri === uri) ?? false;

  readonly wearers = (uri: string): readonly string[] =>
    (this.known?.worn ?? []).filter((w) => w.uri === uri).map((w) => w.who);

  /** Whether the room did all of it; if not, {@link failed} says why. The list is read again either way. */
  change(...changes: readonly HatChange[]): Promise<boolean> {
    return this.attempt(async () => {
      try {
        for (const change of changes) await this.perform(change);
      } finally {
        await this.load();
      }
    });
  }

  /** Makes a hat, and puts it on somebody's head at once. */
  make(title: string, hue: number, who?: string): Promise<boolean> {
    return this.attempt(async () => {
      try {
        const uri = await this.perform({ act: 'create', title, hue });
        if (who !== undefined) await this.perform({ act: 'assign', uri, who });
      } finally {
        await this.load();
      }
    });
  }

  private async perform(change: HatChange): Promise<string> {
    return (await this.chat.perform({ type: 'room-hat', address: this.address, change })) as string;
  }

  private async load(): Promise<void> {
    this.known = (await this.chat.perform({ type: 'room-hats', address: this.address })) as RoomHats;
  }

  private async attempt(act: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.failed = undefined;
    try {
      await act();
      return true;
    } catch (e) {
      this.failed = hatProblem(e);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
