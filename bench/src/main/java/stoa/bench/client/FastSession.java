package stoa.bench.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A client that signs in with SASL2: the first time by SCRAM-SHA-1, asking for a token, then with
 * the token, writing all that is needed up to its presence at once. Confined to the loop's thread.
 */
public final class FastSession implements Connection.Listener, StanzaScanner.Sink {
    private static final String MECHANISM = "HT-SHA-256-NONE";

    private final Loop loop;
    private final int port;
    private final Account account;
    private final String clientId = UUID.randomUUID().toString();
    private final StanzaScanner scanner = new StanzaScanner(this);
    private String token = "";
    private String nonce = "";
    private @Nullable Connection connection;
    private @Nullable Runnable ready;
    private @Nullable Consumer<String> ended;
    private boolean closing;
    private String refusal = "";

    public FastSession(Loop loop, int port, Account account) {
        this.loop = loop;
        this.port = port;
        this.account = account;
    }

    private boolean hasToken() {
        return !token.isEmpty();
    }

    /**
     * Signs in. {@code whenReady} runs once, when the own presence came back; {@code whenEnded}
     * with "" or what went wrong.
     */
    public void open(Runnable whenReady, Consumer<String> whenEnded) {
        ready = whenReady;
        ended = whenEnded;
        closing = false;
        refusal = "";
        scanner.reset();
        connection = loop.connect(port, this);
    }

    /** Ends the stream politely. */
    public void close() {
        closing = true;
        send("</stream:stream>");
    }

    private void send(String text) {
        if (connection != null) {
            connection.write(Bytes.of(text));
        }
    }

    @Override
    public void secured() {
        String header =
                "<?xml version='1.0'?><stream:stream from='"
                        + account.address()
                        + "' to='"
                        + account.domain()
                        + "' version='1.0' xml:lang='en' xmlns='jabber:client'"
                        + " xmlns:stream='http://etherx.jabber.org/streams'>";
        send(hasToken() ? header + withToken() + afterwards() : header + withPassword());
    }

    private String withToken() {
        return authenticate(
                MECHANISM,
                account.name() + "\0",
                hmac("Initiator"),
                "<fast xmlns='urn:xmpp:fast:0'/>");
    }

    private String withPassword() {
        nonce = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
        return authenticate(
                "SCRAM-SHA-1",
                ScramSha1.first(account.name(), nonce),
                new byte[0],
                "<request-token xmlns='urn:xmpp:fast:0' mechanism='" + MECHANISM + "'/>");
    }

    private String authenticate(String mechanism, String head, byte[] proof, String more) {
        byte[] first = head.getBytes(StandardCharsets.UTF_8);
        byte[] response = new byte[first.length + proof.length];
        System.arraycopy(first, 0, response, 0, first.length);
        System.arraycopy(proof, 0, response, first.length, proof.length);
        return "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='"
                + mechanism
                + "'><initial-response>"
                + Base64.getEncoder().encodeToString(response)
                + "</initial-response><user-agent id='"
                + clientId
                + "'><software>bench</software></user-agent>"
                + "<bind xmlns='urn:xmpp:bind:0'><tag>bench</tag></bind>"
                + more
                + "</authenticate>";
    }

    private static String afterwards() {
        return "<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq><presence/>";
    }

    @Override
    public void received(byte[] bytes, int start, int end) {
        scanner.feed(bytes, start, end);
    }

    @Override
    public void opened(byte[] bytes, int start, int end) {
        // a server's header says nothing that is needed here
    }

    @Override
    public void child(byte[] bytes, int start, int end) {
        String text = Bytes.text(bytes, start, end);
        if (text.startsWith("<challenge")) {
            ScramSha1.Answer answer =
                    loop.scram()
                            .answer(
                                    account.name(),
                                    nonce,
                                    account.password(),
                                    new String(
                                            Base64.getDecoder().decode(content(text)),
                                            StandardCharsets.UTF_8));
            send(
                    "<response xmlns='urn:xmpp:sasl:2'>"
                            + Base64.getEncoder()
                                    .encodeToString(
                                            answer.message().getBytes(StandardCharsets.UTF_8))
                            + "</response>");
        } else if (text.startsWith("<success")) {
            boolean had = hasToken();
            int issued = text.indexOf("<token");
            if (issued >= 0) {
                token = Bytes.attribute(text.substring(issued), "token");
            }
            if (!had) {
                if (hasToken()) {
                    send(afterwards());
                } else {
                    refused(text);
                }
            }
        } else if (text.startsWith("<failure") || text.startsWith("<stream:error")) {
            refused(text);
        } else if (text.startsWith("<presence")
                && Bytes.attribute(text, "from").startsWith(account.address() + "/")) {
            Runnable tell = ready;
            ready = null;
            if (tell != null) {
                tell.run();
            }
        }
    }

    private byte[] hmac(String what) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(what.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
        }
    }

    private void refused(String why) {
        refusal = account.name() + ": " + why;
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public void closed() {
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public void gone(@Nullable Throwable cause) {
        Consumer<String> tell = ended;
        ended = null;
        if (tell != null) {
            tell.accept(
                    closing && refusal.isEmpty()
                            ? ""
                            : refusal.isEmpty() ? account.name() + " lost: " + cause : refusal);
        }
    }

    private static String content(String element) {
        return element.substring(element.indexOf('>') + 1, element.lastIndexOf("</"));
    }
}
