/** What HTTP answered instead of success; undefined when it answered nothing. */
export class TransferFailed extends Error {
  constructor(readonly status: number | undefined) {
    super(status === undefined ? 'the network broke off' : `the server answered ${status}`);
  }
}

export interface PutRequest {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly mediaType: string;
  readonly blob: Blob;
  readonly signal: AbortSignal;
  /** Bytes that have left so far. */
  progress(sent: number): void;
}

/** How files get to the server, as an argument. */
export interface FileTransfer {
  /** Rejects with {@link TransferFailed}. */
  put(request: PutRequest): Promise<void>;
  /** Whether a whole file of this size is there. Rejects with {@link TransferFailed} when nobody answers, or nobody who knows. */
  has(address: string, size: number): Promise<boolean>;
}

/** By XMLHttpRequest: no other request of a browser tells how much it has sent. */
export const httpTransfer: FileTransfer = {
  put: ({ address, headers, mediaType, blob, signal, progress }) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('PUT', address);
      request.setRequestHeader('Content-Type', mediaType);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.upload.onprogress = (event) => progress(event.loaded);
      request.onload = () => {
        if (request.status >= 200 && request.status < 300) resolve();
        else reject(new TransferFailed(request.status));
      };
      request.onerror = request.onabort = request.ontimeout = () => reject(new TransferFailed(undefined));
      signal.addEventListener('abort', () => request.abort(), { once: true });
      request.send(blob);
    }),

  async has(address, size) {
    let answer: Response;
    try {
      answer = await fetch(address, { method: 'HEAD', cache: 'no-store' });
    } catch {
      throw new TransferFailed(undefined);
    }
    // A server that is in trouble, or has enough of us, has said nothing about the file.
    if (answer.status >= 500 || answer.status === 429) throw new TransferFailed(answer.status);
    return answer.ok && Number(answer.headers.get('Content-Length')) === size;
  },
};
