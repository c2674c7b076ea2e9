import { createDecipheriv, createECDH, createHmac, randomBytes } from 'node:crypto';
import { type Server as HttpServer, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A browser's keys (RFC 8291 §3.1), and the push service on loopback that takes messages for it. */
export class PushService {
  private readonly ecdh = createECDH('prime256v1');
  private readonly auth = randomBytes(16);
  private readonly posted: Buffer[] = [];
  private readonly waiting = new Set<() => void>();
  /** What the server is answered. */
  status = 201;

  private constructor(private readonly http: HttpServer) {
    this.ecdh.generateKeys();
  }

  static async start(): Promise<PushService> {
    const http = createServer();
    const service = new PushService(http);
    http.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        response.statusCode = service.status;
        response.end();
        service.posted.push(Buffer.concat(parts));
        for (const look of [...service.waiting]) look();
      });
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    return service;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  /** What `PushSubscription.toJSON()` says. */
  get subscription() {
    return {
      endpoint: `${this.origin}/send/juliet`,
      keys: {
        p256dh: this.ecdh.getPublicKey().toString('base64url'),
        auth: this.auth.toString('base64url'),
      },
    };
  }

  get count(): number {
    return this.posted.length;
  }

  /** The next message that was posted, as the browser would hand it to the service worker. */
  next(withinMs = 30_000): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const body = this.posted.shift();
        if (body) done(() => resolve(this.decrypted(body)));
      };
      const late = setTimeout(() => done(() => reject(new Error('nothing was posted'))), withinMs);
      const done = (act: () => void) => {
        clearTimeout(late);
        this.waiting.delete(look);
        act();
      };
      this.waiting.add(look);
      look();
    });
  }

  async stop(): Promise<void> {
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  /** RFC 8291 §3.4 and RFC 8188 §2, one record. */
  private decrypted(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const keyEnd = 21 + body.readUInt8(20);
    const theirs = body.subarray(21, keyEnd);
    const sealed = body.subarray(keyEnd);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.ecdh.getPublicKey(), theirs]);
    const input = hkdf(this.auth, this.ecdh.computeSecret(theirs), info, 32);
    const key = hkdf(salt, input, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
    const nonce = hkdf(salt, input, Buffer.from('Content-Encoding: nonce\0'), 12);
    const cipher = createDecipheriv('aes-128-gcm', key, nonce);
    cipher.setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
    return plain.subarray(0, plain.lastIndexOf(2)).toString();
  }
}

/** RFC 5869, one block. */
function hkdf(salt: Buffer, input: Buffer, info: Buffer, bytes: number): Buffer {
  const key = createHmac('sha256', salt).update(input).digest();
  const block = createHmac('sha256', key)
    .update(Buffer.concat([info, Buffer.from([1])]))
    .digest();
  return block.subarray(0, bytes);
}
