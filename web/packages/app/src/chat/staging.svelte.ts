import {
  type KeptFile,
  type OutgoingFile,
  type SharedStaged,
  type UploadLimit,
  fileName,
  kindOf,
  mediaType,
  ownPath,
  typeOf,
} from '@stoa/core';
import { type StagedFile, type StagedFiles, sizeWords, t } from '@stoa/ui';
import { jid } from '@stoa/xmpp';
import type { Chat } from './chat.svelte.ts';

/** More files than this do not go with one message. */
const MOST = 20;
/** A film that has not said its size by then goes without. */
const MEASURE_MS = 5_000;

/** A file of this browser, with the address of its picture here. */
type Mine = KeptFile & { readonly picture?: string };

interface Waiting extends Pick<KeptFile, 'id' | 'order' | 'file'> {
  readonly picture?: string;
  /** It is nowhere any more from where it could be sent. */
  readonly lost: boolean;
}

/**
 * The files in the composer of one conversation: those of this browser, which keeps them from the moment they are chosen, and
 * those that other devices have staged. What is sent or removed on one of them leaves all.
 */
export class Staging implements StagedFiles {
  refusals = $state.raw<readonly string[]>([]);
  private mine = $state.raw<readonly Mine[]>([]);
  /** Sent or removed here, which the state says a moment later. */
  private left = $state.raw<readonly string[]>([]);
  /** Where they were put here, until the state says so. */
  private orders = $state.raw<Readonly<Record<string, number>>>({});
  private readonly waiting = $derived.by(() => this.all());
  readonly items = $derived.by<readonly StagedFile[]>(() => this.waiting.map((w) => this.shown(w)));
  /** What was chosen is measured and stored in its order, one after the other. */
  private working: Promise<void>;

  constructor(
    private readonly chat: Chat,
    private readonly address: string,
  ) {
    this.working = this.load();
  }

  add(files: readonly File[], folders: readonly string[] = []): void {
    this.refusals = [];
    const fitting = files.slice(0, Math.max(0, MOST - this.items.length));
    if (fitting.length < files.length) this.refuse(t.files.tooMany(MOST));
    for (const folder of folders) this.refuse(t.files.folder(fileName(folder)));
    this.working = this.working.then(async () => {
      for (const file of fitting) await this.addOne(file);
    });
  }

  remove(id: string): void {
    this.leave([id]);
    void this.chat.storage.removeFile(id);
    this.chat.ask({ type: 'unstage', id });
  }

  move(id: string, place: number): void {
    const moved = this.waiting.find((w) => w.id === id);
    if (!moved) return;
    const others = this.waiting.filter((w) => w.id !== id);
    const all = [...others.slice(0, place), moved, ...others.slice(place)];
    const orders = Object.fromEntries(all.map((w, order) => [w.id, order]));
    this.orders = orders;
    this.mine = this.mine.map((k) => ({ ...k, order: orders[k.id] ?? k.order }));
    this.working = this.working.then(async () => {
      for (const [kept, order] of Object.entries(orders))
        await this.chat.storage.amendFile(kept, { order, moved: true }).catch(() => undefined);
    });
    void this.chat
      .perform({ type: 'stage-order', orders })
      .catch(() => undefined)
      .then(() => {
        if (this.orders === orders) this.orders = {};
      });
  }

  dismiss(): void {
    this.refusals = [];
  }

  /** What goes now: it is the sender's from here on. */
  async take(): Promise<readonly Pick<KeptFile, 'id' | 'file'>[]> {
    await this.working;
    const taken = this.waiting.filter((w) => !w.lost);
    this.leave(taken.map(({ id }) => id));
    this.refusals = [];
    return taken;
  }

  /** The conversation is left; what is staged waits for the next time. */
  close(): void {
    for (const { picture } of this.mine) if (picture !== undefined) URL.revokeObjectURL(picture);
  }

  private all(): readonly Waiting[] {
    const { staged } = this.chat.state;
    const here = (id: string) => staged[id] !== 'gone' && !this.left.includes(id);
    const mine = this.mine.filter(({ id }) => here(id)).map((kept) => merged(kept, staged[kept.id]));
    const isMine = (id: string) => mine.some((m) => m.id === id);
    const others = Object.values(staged).flatMap((s) =>
      s !== 'gone' && s.address === this.address && here(s.id) && !isMine(s.id)
        ? { id: s.id, order: s.order, file: s.file, lost: s.lost === true }
        : [],
    );
    const placeOf = ({ id, order }: Waiting) => this.orders[id] ?? order;
    return [...mine, ...others].sort((a, b) => placeOf(a) - placeOf(b) || (a.id < b.id ? -1 : 1));
  }

  private shown({ id, file, lost, picture }: Waiting): StagedFile {
    const kind = kindOf(file);
    const there = file.url === undefined ? undefined : ownPath(file.url, jid.domain(this.chat.self));
    const seen = picture ?? (kind === 'image' && !lost ? there : undefined);
    const upload = this.chat.state.uploads[id];
    return {
      id,
      name: file.name || t.files.unnamed,
      size: file.size,
      kind,
      ...(seen === undefined ? {} : { picture: seen }),
      ...(upload ? { upload } : {}),
      ...(lost ? { lost } : {}),
    };
  }

  private async load(): Promise<void> {
    const kept = await this.chat.storage.stagedFiles(this.address).catch(() => []);
    this.mine = kept.map(pictured);
  }

  private async addOne(given: File): Promise<void> {
    const name = fileName(given.name) || t.files.unnamed;
    const limit = await this.limit();
    if (given.size === 0) this.refuse(t.files.empty(name));
    else if (limit === 'none') this.refuse(t.files.noService);
    else if (limit?.max !== undefined && given.size > limit.max)
      this.refuse(t.files.tooLarge(name, sizeWords(limit.max)));
    else await this.keep(given, name);
  }

  private async keep(given: File, name: string): Promise<void> {
    const type = mediaType(given.type) ?? typeOf(name) ?? 'application/octet-stream';
    const file: OutgoingFile = { name, mediaType: type, size: given.size };
    const kind = kindOf(file);
    const measured =
      kind === 'image' ? await measureImage(given) : kind === 'video' ? await measureFilm(given) : {};
    const order = Math.max(-1, ...this.waiting.map((w) => w.order)) + 1;
    const kept: KeptFile = {
      id: crypto.randomUUID(),
      address: this.address,
      file: { ...file, ...measured },
      order,
      staged: true,
      blob: given,
    };
    try {
      await this.chat.storage.putFile(kept);
    } catch {
      this.refuse(t.files.notKept(name));
      return;
    }
    this.mine = [...this.mine, pictured(kept)];
    this.chat.ask({ type: 'stage', id: kept.id });
  }

  /** Undefined where nobody says: then the server has the last word. */
  private async limit(): Promise<UploadLimit | 'none' | undefined> {
    if (this.chat.state.connection.kind !== 'online') return undefined;
    try {
      return ((await this.chat.perform({ type: 'upload-limit' })) as UploadLimit | undefined) ?? 'none';
    } catch {
      return undefined;
    }
  }

  private refuse(words: string): void {
    if (!this.refusals.includes(words)) this.refusals = [...this.refusals, words];
  }

  private leave(ids: readonly string[]): void {
    for (const { id, picture } of this.mine)
      if (picture !== undefined && ids.includes(id)) URL.revokeObjectURL(picture);
    this.left = [...this.left, ...ids];
    this.mine = this.mine.filter((k) => !ids.includes(k.id));
  }
}

function pictured(kept: KeptFile): Mine {
  return kindOf(kept.file) === 'image' ? { ...kept, picture: URL.createObjectURL(kept.blob) } : kept;
}

/** A file of this browser, as far as the others know it: where it is on the server, and its place. */
function merged(kept: Mine, shared: SharedStaged | 'gone' | undefined): Waiting {
  const known = shared === 'gone' ? undefined : shared;
  const { url: _, ...unsent } = kept.file;
  const file = known?.lost ? unsent : (known?.file ?? kept.file);
  const { id, picture } = kept;
  return { id, order: known?.order ?? kept.order, file, lost: false, ...(picture ? { picture } : {}) };
}

/** As it stands upright: the camera's orientation is in the file. */
async function measureImage(file: Blob): Promise<Pick<OutgoingFile, 'width' | 'height'>> {
  try {
    const { width, height, close } = await createImageBitmap(file, { imageOrientation: 'from-image' }).then(
      (b) => ({
        width: b.width,
        height: b.height,
        close: () => b.close(),
      }),
    );
    close();
    return { width, height };
  } catch {
    return {}; // the browser cannot decode it; others may
  }
}

function measureFilm(file: Blob): Promise<Pick<OutgoingFile, 'width' | 'height'>> {
  return new Promise((resolve) => {
    const film = document.createElement('video');
    const address = URL.createObjectURL(file);
    const done = () => {
      clearTimeout(late);
      const { videoWidth: width, videoHeight: height } = film;
      film.removeAttribute('src');
      URL.revokeObjectURL(address);
      resolve(width > 0 && height > 0 ? { width, height } : {});
    };
    const late = setTimeout(done, MEASURE_MS);
    film.preload = 'metadata';
    film.onloadedmetadata = film.onerror = done;
    film.src = address;
  });
}
