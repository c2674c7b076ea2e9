package stoa.conformance.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static stoa.conformance.wire.Connection.PATIENCE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import stoa.conformance.server.Folders;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Endpoint;
import stoa.conformance.wire.Session;
import stoa.conformance.wire.Web;

/** Files that go through the server (XEP-0363); the colleague's side, by the suite's own client. */
final class SharedFile implements AutoCloseable {
    private static final String UPLOAD = "urn:xmpp:http:upload:0";

    private final Path path;
    private final byte[] content;

    /** A file to be sent, whose content nobody else sends. */
    SharedFile(String name, String content) {
        this(name, content.getBytes(UTF_8));
    }

    SharedFile(String name, byte[] content) {
        this.content = content.clone();
        try {
            path = Files.createTempDirectory("stoa-file-").resolve(name);
            Files.write(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long size() {
        return content.length;
    }

    String path() {
        return path.toString();
    }

    /**
     * Waits for an address from that account, in the body and beside it (XEP-0066), and finds this
     * file there.
     */
    void arrives(Session session, Endpoint endpoint, String account) {
        var got =
                session.inbox()
                        .need(
                                account + " sharing a file",
                                one ->
                                        one.name().equals("message")
                                                && one.need("from").startsWith(account)
                                                && one.child("x", "jabber:x:oob").isPresent(),
                                PATIENCE);
        String address =
                got.child("x", "jabber:x:oob")
                        .flatMap(oob -> oob.child("url"))
                        .orElseThrow()
                        .text();
        assertThat(got.child("body").orElseThrow().text()).isEqualTo(address);
        assertThat(read(endpoint, address)).isEqualTo(new String(content, UTF_8));
    }

    /** What stands at an address the server gave out. */
    private static String read(Endpoint endpoint, String address) {
        try {
            var uri = URI.create(address);
            String answer = Web.get(endpoint, uri.getHost(), uri.getRawPath());
            assertThat(answer).startsWith("HTTP/1.1 200");
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Uploads it as somebody else and sends its address; returns that. */
    String isSharedBy(Session session, Endpoint endpoint, String to) {
        var slot =
                session.ask(
                        "get",
                        "upload." + Session.domainOf(to),
                        "<request xmlns='"
                                + UPLOAD
                                + "' filename='"
                                + path.getFileName()
                                + "' size='"
                                + size()
                                + "'/>");
        putTo(endpoint, url(slot, "put"));
        String get = url(slot, "get");
        session.send(
                "<message type='chat' to='"
                        + to
                        + "'><body>"
                        + Element.escape(get)
                        + "</body><x xmlns='jabber:x:oob'><url>"
                        + Element.escape(get)
                        + "</url></x></message>");
        return get;
    }

    /** Uploads its bytes to an address the server gave out for them. */
    void putTo(Endpoint endpoint, String address) {
        try {
            var uri = URI.create(address);
            assertThat(Web.put(endpoint, uri.getHost(), uri.getRawPath(), content))
                    .startsWith("HTTP/1.1 201");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String url(Element slot, String name) {
        return slot.child("slot", UPLOAD)
                .flatMap(child -> child.child(name))
                .orElseThrow(() -> new AssertionError("no slot: " + slot))
                .need("url");
    }

    @Override
    public void close() {
        Folders.delete(path.getParent());
    }
}
