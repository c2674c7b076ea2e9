/** A channel that carries whole elements as text, one a message: a WebSocket in the browser, a script in the tests. */
export interface Transport {
  /** Sends text; does nothing once closed. */
  send(text: string): void;
  close(): void;
}

export interface TransportEvents {
  opened(): void;
  received(text: string): void;
  /** Called once, whether the transport opened or not. */
  closed(): void;
}

export type OpenTransport = (events: TransportEvents) => Transport;

/** RFC 7395 over the browser's WebSocket. */
export function webSocketTransport(url: string): OpenTransport {
  return (events) => {
    const socket = new WebSocket(url, 'xmpp');
    let over = false;
    const end = () => {
      if (over) return;
      over = true;
      events.closed();
    };
    socket.onopen = () => events.opened();
    socket.onmessage = (message: MessageEvent<unknown>) => {
      if (over) return;
      if (typeof message.data === 'string') events.received(message.data);
      else socket.close();
    };
    socket.onclose = end;
    return {
      send: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      close: () => {
        socket.close();
        // A dead network delays the close event by minutes; for us it is over now.
        end();
      },
    };
  };
}

/** Time, as an argument. */
export interface Clock {
  now(): number;
  after(ms: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, task) => {
    const id = setTimeout(task, ms);
    return () => clearTimeout(id);
  },
};
