import { NS } from '../namespaces.ts';
import type { OpenTransport, Transport } from '../transport.ts';
import { type XmlElement, XmlError, elementsOf, parse, serialise, xml } from '../xml.ts';

/** The stream ended, with the defined condition of RFC 6120 §4.9.3 where the server gave one. */
export class StreamEnded extends Error {
  constructor(readonly condition: string | undefined) {
    super(condition ?? 'the connection was lost');
  }
}

/**
 * One stream over one transport (RFC 7395): elements in, elements out, in order. While it is being negotiated one awaits the
 * {@link next} element; then {@link deliverTo} hands all further ones, and those already waiting, to a sink.
 */
export class Frames {
  private readonly transport: Transport;
  private readonly queue: XmlElement[] = [];
  private waiter: { resolve(e: XmlElement): void; reject(e: Error): void } | undefined;
  private sink: ((element: XmlElement) => void) | undefined;
  private ended: StreamEnded | undefined;
  private condition: string | undefined;
  private onEnd: ((end: StreamEnded) => void) | undefined;
  private markOpen: () => void = () => undefined;
  private readonly open: Promise<void>;

  constructor(openTransport: OpenTransport) {
    this.open = new Promise((resolve) => {
      this.markOpen = resolve;
    });
    this.transport = openTransport({
      opened: () => this.markOpen(),
      received: (text) => this.received(text),
      closed: () => this.end(),
    });
  }

  /** Opens the stream to a domain and returns the server's features. Rejects with {@link StreamEnded}. */
  async openTo(domain: string): Promise<XmlElement> {
    await Promise.race([this.open, this.failure()]);
    this.waiter = undefined;
    this.send(xml('open', NS.framing, { to: domain, version: '1.0' }));
    const opened = await this.next();
    if (opened.name !== 'open' || opened.ns !== NS.framing) throw new StreamEnded('undefined-condition');
    const features = await this.next();
    if (features.name !== 'features' || features.ns !== NS.streams)
      throw new StreamEnded('undefined-condition');
    return features;
  }

  send(element: XmlElement): void {
    if (!this.ended) this.transport.send(serialise(element));
  }

  next(): Promise<XmlElement> {
    const ready = this.queue.shift();
    if (ready) return Promise.resolve(ready);
    if (this.ended) return Promise.reject(this.ended);
    return new Promise((resolve, reject) => {
      this.waiter = { resolve, reject };
    });
  }

  deliverTo(sink: (element: XmlElement) => void, onEnd: (end: StreamEnded) => void): void {
    this.sink = sink;
    this.onEnd = onEnd;
    for (const element of this.queue.splice(0)) sink(element);
    if (this.ended) onEnd(this.ended);
  }

  /** Ends the stream in good order: the server lets go of the session at once. */
  close(): void {
    this.send(xml('close', NS.framing));
    this.transport.close();
    this.end();
  }

  /** Lets the connection go without a word, so that the session can be resumed. */
  drop(): void {
    this.transport.close();
    this.end();
  }

  private failure(): Promise<never> {
    return new Promise((_, reject) => {
      if (this.ended) reject(this.ended);
      else this.waiter = { resolve: () => undefined, reject };
    });
  }

  private received(text: string): void {
    if (this.ended) return;
    let element: XmlElement;
    try {
      element = parse(text);
    } catch (e) {
      if (!(e instanceof XmlError)) throw e;
      this.condition = 'not-well-formed';
      this.drop();
      return;
    }
    if (element.ns === NS.streams && element.name === 'error') {
      this.condition = elementsOf(element).find((c) => c.ns === NS.streamErrors && c.name !== 'text')?.name;
      return;
    }
    if (element.ns === NS.framing && element.name === 'close') {
      this.close();
      return;
    }
    if (this.sink) this.sink(element);
    else if (this.waiter) {
      const { resolve } = this.waiter;
      this.waiter = undefined;
      resolve(element);
    } else this.queue.push(element);
  }

  private end(): void {
    if (this.ended) return;
    this.ended = new StreamEnded(this.condition);
    this.waiter?.reject(this.ended);
    this.waiter = undefined;
    this.onEnd?.(this.ended);
  }
}
