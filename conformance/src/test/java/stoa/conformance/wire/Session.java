package stoa.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A person's connection: signing in and the few requests every test makes. */
public final class Session implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Connection connection;
    private final AtomicLong ids = new AtomicLong();
    private @Nullable String jid;

    public Session(Connection connection) {
        this.connection = connection;
    }

    /**
     * Everything up to being bound, over STARTTLS with SCRAM-SHA-256: what most tests begin with.
     */
    public static Session signIn(
            Endpoint endpoint, String bareJid, String password, String resource) {
        return signIn(endpoint, bareJid, password, resource, Transport.STARTTLS, "SCRAM-SHA-256");
    }

    public static Session signIn(
            Endpoint endpoint,
            String bareJid,
            String password,
            String resource,
            Transport transport,
            String mechanism) {
        var session = new Session(Connection.open(endpoint, domainOf(bareJid), transport));
        session.authenticate(localOf(bareJid), password, mechanism);
        session.bind(resource);
        return session;
    }

    public static String localOf(String bareJid) {
        return bareJid.substring(0, bareJid.indexOf('@'));
    }

    public static String domainOf(String bareJid) {
        return bareJid.substring(bareJid.indexOf('@') + 1);
    }

    public static String bareOf(String jid) {
        int slash = jid.indexOf('/');
        return slash < 0 ? jid : jid.substring(0, slash);
    }

    /** SASL and the new stream after it; fails the test when the server refuses. */
    public void authenticate(String name, String password, String mechanism) {
        var answer = tryToAuthenticate(name, password, mechanism, "n");
        if (!answer.name().equals("success")) {
            throw new AssertionError(mechanism + " was refused: " + answer);
        }
        connection.startStream();
    }

    /**
     * SASL alone: PLAIN (RFC 4616) or a SCRAM.
     *
     * @param flag for SCRAM: {@code n}, {@code y}, or {@code p=TYPE} for the {@code -PLUS}
     *     mechanisms
     * @return success or failure
     */
    public Element tryToAuthenticate(String name, String password, String mechanism, String flag) {
        if (mechanism.equals("PLAIN")) {
            send(auth(mechanism, "\0" + name + "\0" + password));
            return saslAnswer();
        }
        byte[] binding =
                flag.startsWith("p=") ? connection.channelBinding(flag.substring(2)) : new byte[0];
        byte[] nonce = new byte[18];
        RANDOM.nextBytes(nonce);
        var scram =
                new Scram(
                        mechanism,
                        flag,
                        binding,
                        name,
                        password,
                        Base64.getEncoder().encodeToString(nonce));
        send(auth(mechanism, scram.first()));
        var challenge = saslAnswer();
        if (!challenge.name().equals("challenge")) {
            return challenge;
        }
        send(
                "<response xmlns='"
                        + Connection.SASL
                        + "'>"
                        + base64(scram.last(unwrap(challenge)))
                        + "</response>");
        var answer = saslAnswer();
        if (answer.name().equals("success") && !scram.accepts(unwrap(answer))) {
            throw new AssertionError("the server's signature is wrong: " + answer);
        }
        return answer;
    }

    /** Shows a bearer token (RFC 7628): success, or a challenge that tells where to get one. */
    public Element tryToken(String token) {
        send(auth("OAUTHBEARER", "n,,\u0001auth=Bearer " + token + "\u0001\u0001"));
        return saslAnswer();
    }

    private static String auth(String mechanism, String initial) {
        return "<auth xmlns='"
                + Connection.SASL
                + "' mechanism='"
                + mechanism
                + "'>"
                + base64(initial)
                + "</auth>";
    }

    private Element saslAnswer() {
        return connection
                .inbox()
                .need(
                        "an answer of SASL",
                        element -> element.namespace().equals(Connection.SASL),
                        Connection.PATIENCE);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String unwrap(Element element) {
        return new String(Base64.getDecoder().decode(element.text().strip()), UTF_8);
    }

    /**
     * Binds that resource (RFC 6120, section 7), or one the server makes up if it is empty; returns
     * the full JID.
     */
    public String bind(String resource) {
        String wish =
                resource.isEmpty() ? "" : "<resource>" + Element.escape(resource) + "</resource>";
        var result =
                ask(
                        "set",
                        "",
                        "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>" + wish + "</bind>");
        jid =
                result.child("bind")
                        .flatMap(bind -> bind.child("jid"))
                        .orElseThrow(() -> new AssertionError("not bound: " + result))
                        .text();
        return jid();
    }

    /** Asks for the roster and sends initial presence, as every desktop client does. */
    public void becomeAvailable() {
        ask("get", "", "<query xmlns='jabber:iq:roster'/>");
        send("<presence/>");
        connection
                .inbox()
                .need(
                        "its own presence",
                        element ->
                                element.name().equals("presence")
                                        && jid().equals(element.attribute("from")),
                        Connection.PATIENCE);
    }

    /**
     * Sends an IQ and waits for its answer, which may be an error. An empty {@code to} is the own
     * account.
     */
    public Element ask(String type, String to, String payload) {
        String id = "ask-" + ids.incrementAndGet();
        send(
                "<iq type='"
                        + type
                        + "' id='"
                        + id
                        + "'"
                        + (to.isEmpty() ? "" : " to='" + Element.escape(to) + "'")
                        + ">"
                        + payload
                        + "</iq>");
        return connection
                .inbox()
                .need(
                        "the answer to " + payload,
                        element ->
                                element.name().equals("iq")
                                        && id.equals(element.attribute("id"))
                                        && !"get".equals(element.attribute("type"))
                                        && !"set".equals(element.attribute("type")),
                        Connection.PATIENCE);
    }

    /**
     * Waits until the own archive can be searched. A server that has just started says by a {@code
     * resource-constraint} to wait and ask again, if its index is not complete in time.
     */
    public void awaitSearch() {
        String nothing =
                "<query xmlns='urn:xmpp:mam:2'><x xmlns='jabber:x:data' type='submit'>"
                        + "<field var='FORM_TYPE'><value>urn:xmpp:mam:2</value></field>"
                        + "<field var='{urn:xmpp:fulltext:0}fulltext'><value>said by nobody</value>"
                        + "</field></x></query>";
        long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (ask("set", "", nothing).toString().contains("<resource-constraint")) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the archive cannot be searched");
            }
        }
    }

    public void send(String text) {
        connection.send(text);
    }

    public Connection connection() {
        return connection;
    }

    public Inbox inbox() {
        return connection.inbox();
    }

    /** The full JID the server bound. */
    public String jid() {
        return Objects.requireNonNull(jid, "not bound");
    }

    @Override
    public void close() {
        connection.close();
    }
}
