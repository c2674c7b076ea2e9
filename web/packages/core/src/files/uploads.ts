import { RequestFailed, backoffMs, base64 } from '@stoa/xmpp';
import type { Session } from '../session/session.ts';
import type { AccountStorage } from '../storage/storage.ts';
import { type FileTransfer, TransferFailed } from './http-transfer.ts';
import type { KeptFile, SharedFile, UploadProblem } from './types.ts';
import type { Slot } from './upload-service.ts';

/** So many go at the same time: a small file does not wait for a large one. */
const AT_ONCE = 2;

/** Nothing has left for so long: the way is dead, whatever the browser believes. */
export const STALLED_MS = 60_000;

/** A server that answers with an error of its own so often is left to the person. */
const SERVER_ERRORS = 5;

/** Larger files go without their hash: the browser would have to hold them whole. */
const MOST_HASHED = 256 * 1024 * 1024;

interface Job {
  readonly originId: string;
  state: 'waiting' | 'uploading' | 'paused';
  percent: number;
  attempt: number;
  serverErrors: number;
  /** Slots that the server did not know any more when the file came. */
  lostSlots: number;
  slot?: Slot;
  abort?: AbortController;
  /** Set while it waits for its next attempt. */
  cancelTimer?: (() => void) | undefined;
}

interface Outcome {
  uploaded(originId: string, file: SharedFile): void;
  failed(originId: string, problem: UploadProblem): void;
}

interface Service {
  slot(file: KeptFile['file']): Promise<Slot | undefined>;
}

/**
 * The files of the outbox and of the composer on their way to the server, each under the origin-id of its line. XEP-0363 takes a file whole or not
 * at all: what broke off begins anew, by itself and ever later, until it is there, cancelled, or refused for good. Before it
 * does, the server is asked whether the file is there after all, so that a lost answer uploads nothing twice.
 */
export class Uploads {
  private readonly jobs = new Map<string, Job>();
  /** What came to the server in this session: whoever wants it once more, as it is sent in that moment, has it. */
  private readonly there = new Map<string, SharedFile>();
  private stopped = false;

  constructor(
    private readonly session: Session,
    private readonly storage: Pick<AccountStorage, 'file'>,
    private readonly service: Service,
    private readonly transfer: FileTransfer,
    private readonly outcome: Outcome,
  ) {}

  /** A file is to be uploaded; once however often it is said. */
  want(originId: string): void {
    if (this.jobs.has(originId)) return;
    const job: Job = { originId, state: 'waiting', percent: 0, attempt: 0, serverErrors: 0, lostSlots: 0 };
    this.jobs.set(originId, job);
    this.tell(job);
    this.next();
  }

  /** The line is gone, or said. */
  drop(originId: string): void {
    this.there.delete(originId);
    const job = this.jobs.get(originId);
    if (!job) return;
    this.end(job);
    job.abort?.abort();
    this.next();
  }

  pause(originId: string, paused: boolean): void {
    const job = this.jobs.get(originId);
    if (!job || (job.state === 'paused') === paused) return;
    job.cancelTimer?.();
    job.cancelTimer = undefined;
    job.state = paused ? 'paused' : 'waiting';
    job.percent = 0;
    if (paused) job.abort?.abort();
    this.tell(job);
    this.next();
  }

  /** There is a way to the server again: nobody waits for their next attempt. */
  online(): void {
    for (const job of this.jobs.values()) {
      job.cancelTimer?.();
      job.cancelTimer = undefined;
    }
    this.next();
  }

  /** This tab does not lead any more: what is under way is for the next one to begin anew. */
  stop(): void {
    this.stopped = true;
    for (const job of this.jobs.values()) {
      job.cancelTimer?.();
      job.abort?.abort();
    }
  }

  private next(): void {
    if (this.stopped) return;
    for (const job of this.jobs.values()) {
      const running = [...this.jobs.values()].filter((j) => j.abort).length;
      if (running >= AT_ONCE) return;
      if (job.state === 'waiting' && !job.cancelTimer && !job.abort) void this.run(job);
    }
  }

  private async run(job: Job): Promise<void> {
    const abort = new AbortController();
    job.abort = abort;
    job.state = 'uploading';
    this.tell(job);
    let problem: UploadProblem['why'] | 'later' | undefined;
    let done: SharedFile | undefined;
    try {
      const kept = await this.storage.file(job.originId);
      if (!kept) problem = 'gone';
      else done = await this.upload(job, kept, abort.signal);
      if (kept && !done) problem = 'no-service';
    } catch (e) {
      problem = this.judge(job, e);
    }
    delete job.abort;
    if (this.stopped || this.jobs.get(job.originId) !== job) return;
    if (done) {
      this.there.set(job.originId, done);
      this.end(job);
      this.outcome.uploaded(job.originId, done);
    } else if (job.state !== 'uploading') {
      // Paused meanwhile, or gone on with while this attempt was ending.
    } else if (problem === 'later' || problem === undefined) {
      job.state = 'waiting';
      job.cancelTimer = this.session.clock.after(backoffMs(job.attempt), () => {
        job.cancelTimer = undefined;
        this.next();
      });
      job.attempt += 1;
      this.tell(job);
    } else {
      this.end(job);
      this.outcome.failed(job.originId, { kind: 'upload', why: problem });
    }
    this.next();
  }

  /** Undefined where the server takes no files. */
  private async upload(
    job: Job,
    { file, blob }: KeptFile,
    signal: AbortSignal,
  ): Promise<SharedFile | undefined> {
    const there = this.there.get(job.originId) ?? (file.url === undefined ? undefined : file);
    if (there) return there;
    const sha256 = await hashOf(blob);
    const described = (slot: Slot): SharedFile => ({ ...file, url: slot.url, ...(sha256 ? { sha256 } : {}) });
    const before = job.slot;
    if (before && (await this.transfer.has(before.path, file.size))) return described(before);
    const slot = before ?? (await this.service.slot(file));
    if (!slot) return undefined;
    job.slot = slot;
    signal.throwIfAborted();
    await this.put(job, slot, file.mediaType, blob, signal);
    return described(slot);
  }

  private async put(job: Job, slot: Slot, mediaType: string, blob: Blob, signal: AbortSignal): Promise<void> {
    const watch = () => this.session.clock.after(STALLED_MS, () => job.abort?.abort());
    let cancelWatch = watch();
    try {
      await this.transfer.put({
        address: slot.path,
        headers: slot.headers,
        mediaType,
        blob,
        signal,
        progress: (sent) => {
          cancelWatch();
          cancelWatch = watch();
          const percent = blob.size > 0 ? Math.min(100, Math.floor((sent / blob.size) * 100)) : 100;
          if (percent === job.percent || job.state !== 'uploading') return;
          job.percent = percent;
          this.tell(job);
        },
      });
    } finally {
      cancelWatch();
    }
  }

  /** What an attempt that failed means: another one later, or the end. */
  private judge(job: Job, e: unknown): UploadProblem['why'] | 'later' {
    job.percent = 0;
    if (e instanceof RequestFailed) {
      const { reason } = e;
      if (reason.kind !== 'stanza') return 'later';
      if (reason.condition === 'not-acceptable') return 'too-large';
      return reason.condition === 'resource-constraint' ? 'quota' : 'refused';
    }
    if (!(e instanceof TransferFailed)) return job.abort?.signal.aborted ? 'later' : 'refused';
    const { status } = e;
    if (status === undefined) return 'later';
    if (status === 413) return 'too-large';
    if (status === 403 || status === 404 || status === 410) {
      // The slot has run out or was lost with a restart; once more, with another.
      delete job.slot;
      job.lostSlots += 1;
      return job.lostSlots < SERVER_ERRORS ? 'later' : 'refused';
    }
    if (status < 500 && status !== 408 && status !== 429 && status !== 400) return 'refused';
    job.serverErrors += 1;
    return job.serverErrors < SERVER_ERRORS ? 'later' : 'refused';
  }

  private end(job: Job): void {
    job.cancelTimer?.();
    this.jobs.delete(job.originId);
    this.session.emit({ type: 'upload', originId: job.originId });
  }

  private tell({ originId, state, percent }: Job): void {
    this.session.emit({ type: 'upload', originId, upload: { state, percent } });
  }
}

async function hashOf(blob: Blob): Promise<string | undefined> {
  if (blob.size > MOST_HASHED) return undefined;
  return base64(new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())));
}
