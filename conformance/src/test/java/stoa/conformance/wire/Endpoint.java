package stoa.conformance.wire;

import java.net.URI;

/** Where a server listens: an address of its own on loopback, and its ports. */
public record Endpoint(String host, int port, int tlsPort, int webPort) {
    /** The WebSocket of RFC 7395. */
    public URI webSocket() {
        return URI.create("wss://" + host + ":" + webPort + "/xmpp-websocket");
    }
}
