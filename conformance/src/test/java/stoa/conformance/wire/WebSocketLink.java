package stoa.conformance.wire;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** XMPP over WebSocket (RFC 7395) with the JDK's client: one element a message, both ways. */
final class WebSocketLink implements WebSocket.Listener {
    static {
        // The certificate under test names the domain, and the address dialled is one of loopback.
        System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
    }

    private final Consumer<Element> arrived;
    private final Consumer<String> closed;
    private final StringBuilder message = new StringBuilder();
    private final HttpClient client = HttpClient.newBuilder().sslContext(Tls.trusting()).build();
    private @Nullable WebSocket socket;

    private WebSocketLink(Consumer<Element> arrived, Consumer<String> closed) {
        this.arrived = arrived;
        this.closed = closed;
    }

    static WebSocketLink open(Endpoint endpoint, Consumer<Element> arrived, Consumer<String> closed)
            throws IOException {
        var link = new WebSocketLink(arrived, closed);
        try {
            link.socket =
                    link.client
                            .newWebSocketBuilder()
                            .subprotocols("xmpp")
                            .buildAsync(endpoint.webSocket(), link)
                            .join();
        } catch (CompletionException e) {
            throw new IOException("no WebSocket at " + endpoint.webSocket(), e.getCause());
        }
        if (!"xmpp".equals(link.socket().getSubprotocol())) {
            throw new IOException("the server did not accept the subprotocol xmpp");
        }
        return link;
    }

    synchronized void send(String text) throws IOException {
        try {
            socket().sendText(withNamespace(text), true).join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }

    /**
     * There is no stream header to inherit from here (RFC 7395, 3.3.3), so a stanza carries its own
     * namespace.
     */
    private static String withNamespace(String text) {
        int end = text.indexOf('>');
        if (!text.matches("(?s)<(message|presence|iq)\\b.*")
                || text.substring(0, end).matches("(?s).*\\sxmlns=.*")) {
            return text;
        }
        return text.replaceFirst("<(message|presence|iq)", "<$1 xmlns='jabber:client'");
    }

    void abort() {
        socket().abort();
        client.shutdownNow();
    }

    private WebSocket socket() {
        return Objects.requireNonNull(socket);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        message.append(part);
        if (last) {
            String whole = message.toString();
            message.setLength(0);
            try {
                var element = StreamReader.document(whole);
                arrived.accept(element);
                if (element.is("close", "urn:ietf:params:xml:ns:xmpp-framing")) {
                    closed.accept("");
                }
            } catch (XMLStreamException e) {
                closed.accept("not one element a message: " + whole);
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed.accept("WebSocket closed with " + status + " " + reason);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.accept("WebSocket failed: " + error);
    }
}
