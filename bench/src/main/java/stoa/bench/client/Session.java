package stoa.bench.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One XMPP session: direct TLS, SCRAM-SHA-1, bind, roster, presence, each after the answer to the
 * one before, as clients do. With stream management (XEP-0198) it counts, answers requests, and can
 * come back by resumption. Confined to the loop's thread.
 */
public final class Session implements Connection.Listener, StanzaScanner.Sink {
    /** Hears the stanzas of a session that is ready. The array is only valid during the call. */
    public interface Stanzas {
        void stanza(Session session, byte[] bytes, int start, int end);
    }

    /** What the session waits for. */
    private enum Step {
        TLS,
        FEATURES,
        CHALLENGE,
        SUCCESS,
        FEATURES_AGAIN,
        BIND,
        ENABLED,
        RESUMED,
        ROSTER,
        SELF_PRESENCE,
        READY,
        CLOSING,
        GONE
    }

    private static final String RESOURCE = "bench";
    private static final Stanzas NOBODY = (session, bytes, start, end) -> {};

    private final Loop loop;
    private final int port;
    private final Account account;
    private final boolean managed;
    private final String resource;
    private final StanzaScanner scanner = new StanzaScanner(this);
    private Step step = Step.GONE;
    private Stanzas stanzas = NOBODY;
    private @Nullable Connection connection;
    private @Nullable Consumer<Session> ready;
    private @Nullable BiConsumer<Session, String> ended;
    private String nonce = "";
    private String serverSignature = "";
    private String resumptionId = "";
    private boolean resuming;
    private long handled;
    private String refusal = "";

    /**
     * @param managed whether stream management is switched on after bind
     */
    public Session(Loop loop, int port, Account account, boolean managed) {
        this(loop, port, account, managed, RESOURCE);
    }

    public Session(Loop loop, int port, Account account, boolean managed, String resource) {
        this.resource = resource;
        this.loop = loop;
        this.port = port;
        this.account = account;
        this.managed = managed;
    }

    public Account account() {
        return account;
    }

    /** The full address. */
    public String address() {
        return account.address() + "/" + resource;
    }

    public boolean isReady() {
        return step == Step.READY;
    }

    public boolean isOpen() {
        return step != Step.GONE;
    }

    /** Who hears the stanzas from now on. */
    public void listen(Stanzas listener) {
        stanzas = listener;
    }

    /**
     * Logs in. {@code whenReady} runs once; {@code whenEnded} runs once, with a reason, when the
     * session fails or ends later.
     */
    public void open(Consumer<Session> whenReady, BiConsumer<Session, String> whenEnded) {
        if (step != Step.GONE) {
            throw new IllegalStateException("already open: " + step);
        }
        ready = whenReady;
        ended = whenEnded;
        resuming = false;
        handled = 0;
        connect();
    }

    /** Comes back on a new connection to the stream that was dropped. */
    public void resume(Consumer<Session> whenReady, BiConsumer<Session, String> whenEnded) {
        if (resumptionId.isEmpty()) {
            throw new IllegalStateException("no stream to resume");
        }
        ready = whenReady;
        ended = whenEnded;
        resuming = true;
        connect();
    }

    private void connect() {
        step = Step.TLS;
        refusal = "";
        scanner.reset();
        connection = loop.connect(port, this);
    }

    /** Replaces who is told of the end. */
    public void whenGone(Consumer<String> listener) {
        ended = (session, why) -> listener.accept(why);
    }

    /** Sends bytes that make up whole stanzas. */
    public void send(byte[] bytes) {
        if (connection != null) {
            connection.write(bytes);
        }
    }

    public void send(String text) {
        send(Bytes.of(text));
    }

    /** Ends the stream politely; {@code whenEnded} runs when the server closed it too. */
    public void close() {
        if (step != Step.GONE) {
            step = Step.CLOSING;
            send("</stream:stream>");
        }
    }

    /** Breaks the connection without a word. */
    public void drop() {
        if (connection != null) {
            connection.drop();
        }
    }

    @Override
    public void secured() {
        step = Step.FEATURES;
        header();
    }

    private void header() {
        scanner.reset();
        send(
                "<?xml version='1.0'?><stream:stream to='"
                        + account.domain()
                        + "' version='1.0' xml:lang='en' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>");
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
        if (step == Step.READY) {
            byte first = bytes[start + 1];
            if (managed) {
                if (first == 'r') {
                    send("<a xmlns='urn:xmpp:sm:3' h='" + handled + "'/>");
                    return;
                }
                if (first == 'm' || first == 'p' || first == 'i') {
                    handled++;
                }
            }
            if (first == 's') {
                refused(Bytes.text(bytes, start, end));
                return;
            }
            stanzas.stanza(this, bytes, start, end);
            return;
        }
        negotiate(Bytes.text(bytes, start, end));
    }

    private void negotiate(String text) {
        if (text.startsWith("<stream:error")
                || text.startsWith("<failure")
                || text.startsWith("<failed")) {
            refused(text);
            return;
        }
        boolean stanza =
                text.startsWith("<iq")
                        || text.startsWith("<message")
                        || text.startsWith("<presence");
        if (managed && stanza && step.compareTo(Step.ENABLED) > 0) {
            handled++;
        }
        switch (step) {
            case FEATURES -> authenticate(text);
            case CHALLENGE -> {
                if (text.startsWith("<challenge")) {
                    answer(text);
                }
            }
            case SUCCESS -> {
                if (text.startsWith("<success")) {
                    succeeded(text);
                }
            }
            case FEATURES_AGAIN -> {
                if (resuming) {
                    step = Step.RESUMED;
                    send(
                            "<resume xmlns='urn:xmpp:sm:3' previd='"
                                    + resumptionId
                                    + "' h='"
                                    + handled
                                    + "'/>");
                } else {
                    step = Step.BIND;
                    send(
                            "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>"
                                    + resource
                                    + "</resource></bind></iq>");
                }
            }
            case BIND -> {
                if (isResult(text, "bind")) {
                    if (managed) {
                        step = Step.ENABLED;
                        send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
                    } else {
                        roster();
                    }
                }
            }
            case ENABLED -> {
                if (text.startsWith("<enabled")) {
                    resumptionId = Bytes.attribute(text, "id");
                    roster();
                }
            }
            case RESUMED -> {
                if (text.startsWith("<resumed")) {
                    nowReady();
                }
            }
            case ROSTER -> {
                if (isResult(text, "roster")) {
                    step = Step.SELF_PRESENCE;
                    send("<presence/>");
                }
            }
            case SELF_PRESENCE -> {
                if (text.startsWith("<presence")
                        && Bytes.attribute(text, "from").equals(address())) {
                    nowReady();
                }
            }
            case TLS, READY, CLOSING, GONE -> {}
        }
    }

    private void authenticate(String features) {
        if (!features.contains(">SCRAM-SHA-1<")) {
            refused("no SCRAM-SHA-1 offered: " + features);
            return;
        }
        nonce =
                Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36)
                        + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
        step = Step.CHALLENGE;
        send(
                "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-1'>"
                        + base64(ScramSha1.first(account.name(), nonce))
                        + "</auth>");
    }

    private void answer(String text) {
        ScramSha1.Answer answer =
                loop.scram()
                        .answer(
                                account.name(),
                                nonce,
                                account.password(),
                                fromBase64(content(text)));
        serverSignature = answer.serverSignature();
        step = Step.SUCCESS;
        send(
                "<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                        + base64(answer.message())
                        + "</response>");
    }

    private void succeeded(String text) {
        if (!fromBase64(content(text)).equals("v=" + serverSignature)) {
            refused("the server does not know the password: " + text);
            return;
        }
        step = Step.FEATURES_AGAIN;
        header();
    }

    private void roster() {
        step = Step.ROSTER;
        send("<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>");
    }

    private void nowReady() {
        step = Step.READY;
        Consumer<Session> tell = ready;
        ready = null;
        if (tell != null) {
            tell.accept(this);
        }
    }

    private void refused(String why) {
        refusal = account.name() + " " + step.name().toLowerCase(Locale.ROOT) + ": " + why;
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
        Step at = step;
        step = Step.GONE;
        BiConsumer<Session, String> tell = ended;
        ended = null;
        if (tell != null) {
            String why =
                    refusal.isEmpty() ? account.name() + " lost at " + at + ": " + cause : refusal;
            tell.accept(this, at == Step.CLOSING ? "" : why);
        }
    }

    private static boolean isResult(String text, String id) {
        return text.startsWith("<iq")
                && Bytes.attribute(text, "id").equals(id)
                && Bytes.attribute(text, "type").equals("result");
    }

    private static String content(String element) {
        int open = element.indexOf('>');
        int close = element.lastIndexOf("</");
        return close < open ? "" : element.substring(open + 1, close);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String fromBase64(String text) {
        return new String(Base64.getDecoder().decode(text.trim()), StandardCharsets.UTF_8);
    }
}
