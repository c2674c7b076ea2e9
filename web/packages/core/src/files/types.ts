import type { RequestError } from '@stoa/xmpp';

/** A file of a line (XEP-0446), as far as its sender described it. All of it is somebody's word, and checked as such. */
export interface SharedFile {
  /** Where it can be had, always `https`; undefined for an own one that is not on the server yet. */
  readonly url?: string;
  readonly name: string;
  /** In lower case, without parameters. */
  readonly mediaType?: string;
  /** In bytes. */
  readonly size?: number;
  /** Of a picture or a film, in pixels. */
  readonly width?: number;
  readonly height?: number;
  /** XEP-0300, in Base64. */
  readonly sha256?: string;
  /** XEP-0447 §3.1: its sender wants it saved, not shown. */
  readonly attachment?: true;
}

/** A file that this browser sends: what is known of it before it is on the server. */
export interface OutgoingFile extends SharedFile {
  readonly mediaType: string;
  readonly size: number;
}

/** A file kept in the browser: staged for a conversation, or on its way. Its id is the origin-id of the message it becomes. */
export interface KeptFile {
  readonly id: string;
  /** The conversation. */
  readonly address: string;
  readonly file: OutgoingFile;
  /** Its place among those staged for one conversation. */
  readonly order: number;
  /** It waits in the composer; otherwise its message is in the outbox. */
  readonly staged: boolean;
  /** While it is staged: the other devices know of it. One that they know and the server does not any more was sent or removed there. */
  readonly shared?: boolean;
  /** While it is staged: it was given another place, and the other devices have not been told. */
  readonly moved?: boolean;
  readonly blob: Blob;
}

/** A file in the composer on every device of one person: it is on the server. Its id is the origin-id of the message it becomes. */
export interface SharedStaged {
  readonly id: string;
  /** The conversation. */
  readonly address: string;
  readonly order: number;
  readonly file: OutgoingFile & { readonly url: string };
  /** The server has it no more: only a browser that keeps it can still send it. */
  readonly lost?: true;
}

/** How far the upload of a line's file is, or of one in the composer. */
export interface Upload {
  /** `failed` only in the composer, where nothing is lost by it: sending it tries again. */
  readonly state: 'waiting' | 'uploading' | 'paused' | 'failed';
  /** 0 to 100. */
  readonly percent: number;
  readonly why?: UploadProblem['why'];
}

/** Why a file did not get onto the server. Plain data, as {@link RequestError} is. */
export interface UploadProblem {
  readonly kind: 'upload';
  readonly why: 'too-large' | 'quota' | 'no-service' | 'gone' | 'refused';
}

/** Why a line was not sent. */
export type LineProblem = RequestError | UploadProblem;

/** What the server takes: undefined where it takes no files, `max` in bytes where it says one. */
export interface UploadLimit {
  readonly max?: number;
}

/** How a file is shown. */
export type FileKind = 'image' | 'audio' | 'video' | 'text' | 'pdf' | 'archive' | 'file';
