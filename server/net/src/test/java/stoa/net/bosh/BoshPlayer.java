package stoa.net.bosh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import stoa.net.TestServer;
import stoa.net.XmppClient;
import stoa.xmpp.stream.FrameParser;
import stoa.xmpp.stream.ParserLimits;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;

/** A BOSH client that does what a test tells it to, each request on its own. */
final class BoshPlayer implements AutoCloseable {
    static final String NS = "http://jabber.org/protocol/httpbind";

    static { // the certificate names the domain, and the connection goes to localhost
        System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
    }

    private final HttpClient.Version version;
    private final URI address;
    private volatile HttpClient http;
    private volatile boolean closed;
    private final Transcript transcript = new Transcript();
    long rid = 1_573_741_820L;
    String sid = "";

    /** The newest response in its bytes. */
    static final class Transcript {
        volatile byte[] last = new byte[0];
        volatile @Nullable HttpResponse<byte[]> response;
    }

    BoshPlayer(TestServer server, HttpClient.Version version) {
        this.version = version;
        http = withoutConnections();
        address = URI.create("https://localhost:" + server.webPort() + "/http-bind");
    }

    BoshPlayer(TestServer server) {
        this(server, HttpClient.Version.HTTP_1_1);
    }

    /**
     * Sends that body; the response comes when the server answers. On a kept connection that the
     * server closes in that very moment it is sent once more, as XEP-0124 section 14.3 has it, and
     * on a new one: the other kept one may have been closed as well.
     */
    CompletableFuture<Element> posts(String body) {
        HttpRequest post =
                HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(body)).build();
        return request(post)
                .exceptionallyCompose(
                        failure ->
                                hasLostItsConnection(failure) && !closed
                                        ? requestAnew(post)
                                        : CompletableFuture.failedFuture(failure))
                .thenApply(
                        response -> {
                            assertThat(response.statusCode()).isEqualTo(200);
                            transcript.response = response;
                            transcript.last = response.body();
                            return parse(response.body());
                        });
    }

    private static boolean hasLostItsConnection(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof IOException;
    }

    private CompletableFuture<HttpResponse<byte[]>> requestAnew(HttpRequest request) {
        HttpClient before = http;
        http = withoutConnections();
        before.shutdown(); // what it still waits for may come
        return request(request);
    }

    private HttpClient withoutConnections() {
        return HttpClient.newBuilder()
                .sslContext(XmppClient.trusting())
                .version(version)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
    }

    CompletableFuture<HttpResponse<byte[]>> request(HttpRequest request) {
        return http.sendAsync(request, BodyHandlers.ofByteArray());
    }

    URI address() {
        return address;
    }

    HttpResponse<byte[]> lastResponse() {
        return Objects.requireNonNull(transcript.response);
    }

    byte[] lastBytes() {
        return transcript.last;
    }

    static Element parse(byte[] body) {
        FrameParser parser =
                new FrameParser(ParserLimits.DEFAULTS.withStanzaBytes(8 * 1024 * 1024));
        assertThat(parser.parse(body)).isInstanceOf(FrameParser.Parsed.class);
        Element element = ((FrameParser.Parsed) parser.parse(body)).element();
        assertThat(element.is("body", NS)).isTrue();
        return element;
    }

    static <T> T now(CompletableFuture<T> coming) {
        try {
            return coming.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A body with the next request ID. */
    String body(String attributes, String payloads) {
        return body(rid++, attributes, payloads);
    }

    String body(long id, String attributes, String payloads) {
        return "<body xmlns='"
                + NS
                + "' rid='"
                + id
                + "' sid='"
                + sid
                + "' "
                + attributes
                + ">"
                + payloads
                + "</body>";
    }

    /** The next request. */
    CompletableFuture<Element> sends(String payloads) {
        return posts(body("", payloads));
    }

    CompletableFuture<Element> sends(String attributes, String payloads) {
        return posts(body(attributes, payloads));
    }

    /** The request that creates a session; gives the response. */
    Element creates(String attributes) {
        Element created =
                now(
                        posts(
                                "<body xmlns='"
                                        + NS
                                        + "' rid='"
                                        + rid++
                                        + "' to='"
                                        + TestServer.DOMAIN
                                        + "' xml:lang='en' ver='1.6' xmlns:xmpp='urn:xmpp:xbosh' xmpp:version='1.0' "
                                        + attributes
                                        + "/>"));
        String given = created.attribute("sid");
        if (given != null) {
            sid = given;
        }
        return created;
    }

    /** Signs in with PLAIN, restarts the stream and binds a resource. */
    BoshPlayer signsIn(String local, String resource) {
        String plain =
                Base64.getEncoder()
                        .encodeToString(
                                ("\0" + local + "\0" + TestServer.PASSWORD)
                                        .getBytes(StandardCharsets.UTF_8));
        Element success =
                now(
                        sends(
                                "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
                                        + plain
                                        + "</auth>"));
        assertThat(success.child("success", "urn:ietf:params:xml:ns:xmpp-sasl")).isNotNull();
        Element restarted = now(sends(restart(), ""));
        assertThat(restarted.child("features", StreamError.STREAMS)).isNotNull();
        Element bound =
                now(
                        sends(
                                "<iq xmlns='jabber:client' type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>"
                                        + resource
                                        + "</resource></bind></iq>"));
        Element iq = Objects.requireNonNull(bound.child("iq", "jabber:client"), bound::toString);
        assertThat(iq.attribute("type")).isEqualTo("result");
        return this;
    }

    static String restart() {
        return "xmlns:xmpp='urn:xmpp:xbosh' xmpp:restart='true' to='" + TestServer.DOMAIN + "'";
    }

    static String message(String to, String id) {
        return "<message xmlns='jabber:client' type='chat' to='"
                + to
                + "' id='"
                + id
                + "'><body>words</body></message>";
    }

    /** A ping to the server. */
    static String ping(String id) {
        return "<iq xmlns='jabber:client' type='get' to='"
                + TestServer.DOMAIN
                + "' id='"
                + id
                + "'><ping xmlns='urn:xmpp:ping'/></iq>";
    }

    @Override
    public void close() {
        closed = true; // what is under way fails now, and is not for sending once more
        http.shutdownNow();
    }
}
