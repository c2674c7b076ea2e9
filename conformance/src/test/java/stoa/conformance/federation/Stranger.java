package stoa.conformance.federation;

import static stoa.conformance.wire.Connection.PATIENCE;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import stoa.conformance.wire.Connection;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Inbox;

/**
 * The server of another domain, by the suite's own hand: it has proved its domain by its
 * certificate (XEP-0178), hears on the same stream what it is answered (XEP-0288), and says
 * whatever a test wants.
 */
final class Stranger implements AutoCloseable {
    private final Connection connection;
    private final String domain;
    private final AtomicLong ids = new AtomicLong();

    /**
     * Connects.
     *
     * @param address where the other server takes direct TLS
     * @param domain its own
     * @param context shows the domain's certificate
     * @param served whom it wants to talk with: the server's domain, and those of its services
     */
    Stranger(InetSocketAddress address, String domain, SSLContext context, String... served) {
        this.domain = domain;
        connection = Connection.ofServer(address, domain, served[0], context);
        connection.send(
                "<bidi xmlns='urn:xmpp:bidi'/>"
                        + "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='EXTERNAL'>="
                        + "</auth>");
        inbox().need("success", element -> element.name().equals("success"), PATIENCE);
        connection.startStream();
        for (String one : served) {
            connection.send("<db:result from='" + domain + "' to='" + one + "'>key</db:result>");
            inbox().need(
                            "that " + one + " takes it",
                            element ->
                                    element.name().equals("result")
                                            && one.equals(element.attribute("from"))
                                            && "valid".equals(element.attribute("type")),
                            PATIENCE);
        }
    }

    String domain() {
        return domain;
    }

    Inbox inbox() {
        return connection.inbox();
    }

    void send(String text) {
        connection.send(text);
    }

    /** The answer to a request from that address of its own. */
    Element ask(String from, String to, String type, String payload) {
        String id = "stranger-" + ids.incrementAndGet();
        send(request(id, from, to, type, payload));
        return inbox().need(
                        "the answer to " + payload,
                        element ->
                                element.name().equals("iq") && id.equals(element.attribute("id")),
                        PATIENCE);
    }

    static String request(String id, String from, String to, String type, String payload) {
        return "<iq type='"
                + type
                + "' id='"
                + id
                + "' from='"
                + from
                + "' to='"
                + to
                + "'>"
                + payload
                + "</iq>";
    }

    @Override
    public void close() {
        connection.close();
    }
}
