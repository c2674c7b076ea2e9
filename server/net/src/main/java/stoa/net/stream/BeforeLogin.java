package stoa.net.stream;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.sasl.SaslNegotiation;
import stoa.xmpp.sasl.ScramHash;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;

/**
 * From the first byte until the client has signed in: the header, STARTTLS (RFC 6120 section 5),
 * the choice between SASL as RFC 6120 section 6 has it and SASL2 (XEP-0388), and registration
 * (XEP-0077) before either.
 */
final class BeforeLogin implements Phase {
    private static final Logger LOG = LoggerFactory.getLogger(BeforeLogin.class);

    private final ClientStream stream;
    private final StreamServer server;
    private final Registering registering;
    private Set<ScramHash> hashes;
    private boolean opened;
    private int failures;
    private @Nullable SaslNegotiation negotiation;
    private @Nullable LoginAttempt attempt;

    BeforeLogin(ClientStream stream) {
        this.stream = stream;
        this.server = stream.server();
        this.registering = new Registering(stream);
        this.hashes = server.signIn.hashes();
    }

    @Override
    public void opened(ClientStream client, StreamOpen open) {
        if (opened) {
            Phase.super.opened(client, open);
        } else if (Header.accept(stream, open)) {
            opened = true;
            if (mayLogin()) {
                offer(open.from());
            } else {
                stream.write(Features.beforeLogin(stream, null));
            }
        }
    }

    /**
     * XEP-0388 section 2.1: whoever says which account it will sign in to is only offered what that
     * account has keys for.
     */
    private void offer(@Nullable String from) {
        BareJid account = account(from);
        if (account == null) {
            offer(server.signIn.hashes());
            return;
        }
        stream.await(
                server.signIn.hashes(account),
                this::offer,
                failure -> {
                    LOG.warn("offer_not_looked_up", failure);
                    offer(server.signIn.hashes());
                });
    }

    private void offer(Set<ScramHash> known) {
        if (!stream.hasEnded()) {
            hashes = known;
            stream.write(Features.beforeLogin(stream, negotiation()));
        }
    }

    private @Nullable BareJid account(@Nullable String from) {
        try {
            return from != null
                            && Jid.parse(from).bare() instanceof BareJid named
                            && named.domain().equals(stream.domain())
                    ? named
                    : null;
        } catch (InvalidJidException e) {
            return null;
        }
    }

    private boolean mayLogin() {
        return stream.wire().isEncrypted() || stream.plaintextAllowed();
    }

    /** One for the connection, since what an attempt shows matters to the next. */
    private SaslNegotiation negotiation() {
        SaslNegotiation current = negotiation;
        if (current == null) {
            current =
                    server.signIn.negotiation(
                            hashes,
                            stream.domain(),
                            stream.bindings(),
                            stream.wire().offersPlain(),
                            stream.wire().isEncrypted(),
                            () -> server.newStreamId() + server.newStreamId());
            negotiation = current;
        }
        return current;
    }

    @Override
    public void element(Element element) {
        if (!opened) {
            stream.fail(StreamError.Condition.BAD_FORMAT.error("no stream is open"));
            return;
        }
        if (attempt != null && !attempt.speaks(element)) {
            // XEP-0388 section 2.4 and RFC 6120 section 6.4.3: nothing else while it is under way.
            stream.fail(StreamError.Condition.POLICY_VIOLATION.error("a sign-in is under way"));
            return;
        }
        switch (element.namespace()) {
            case Namespaces.TLS -> tls(element);
            case Namespaces.SASL -> sasl(element);
            case Namespaces.SASL2 -> sasl2(element);
            // XEP-0198 section 3: the order is kept, and whoever does not may go on in it.
            case Namespaces.SM -> stream.write(StreamManagement.unexpected());
            default -> {
                if (attempt != null || !mayLogin() || !registering.takes(element)) {
                    // RFC 6120 section 4.9.3.12: other stanzas only after authentication.
                    stream.fail(StreamError.Condition.NOT_AUTHORIZED.error());
                }
            }
        }
    }

    /**
     * XEP-0388 section 2.4: the client sends no white space while the server waits for its word.
     * The end of a line behind what it says is forgiven, since go-xmpp writes one.
     */
    @Override
    public void space() {
        if (attempt != null && attempt.forbidsSpace()) {
            stream.fail(StreamError.Condition.POLICY_VIOLATION.error("a sign-in is under way"));
        }
    }

    private void tls(Element element) {
        if (!element.name().equals("starttls")) {
            stream.fail(StreamError.Condition.UNSUPPORTED_STANZA_TYPE.error());
        } else if (!stream.wire().canStartTls()) {
            // RFC 6120 section 5.4.2.2: failure, and the end of the stream.
            stream.write(Element.empty("failure", Namespaces.TLS));
            stream.fail(StreamError.Condition.POLICY_VIOLATION.error("no TLS to start here"));
        } else {
            stream.write(Element.empty("proceed", Namespaces.TLS));
            opened = false;
            negotiation = null;
            stream.restart();
            stream.wire().startTls();
        }
    }

    private void sasl(Element element) {
        if (!mayLogin()) {
            stream.write(Sasl1.of("encryption-required", null));
            failed();
            return;
        }
        switch (element.name()) {
            case "auth" -> begin(element, element, new Sasl1(stream));
            case "response" -> respond(element);
            case "abort" -> abort(new Sasl1(stream));
            default -> stream.fail(StreamError.Condition.UNSUPPORTED_STANZA_TYPE.error());
        }
    }

    private void sasl2(Element element) {
        if (!mayLogin()) {
            stream.write(Sasl2.of("encryption-required", null));
            failed();
            return;
        }
        switch (element.name()) {
            case "authenticate" ->
                    begin(
                            element,
                            element.child("initial-response", Namespaces.SASL2),
                            new Sasl2(stream, element));
            case "response", "next", "task-data" -> respond(element);
            case "abort" -> abort(new Sasl2(stream, element));
            default -> stream.fail(StreamError.Condition.UNSUPPORTED_STANZA_TYPE.error());
        }
    }

    private void begin(Element element, @Nullable Element initial, LoginDialect dialect) {
        String mechanism = element.attribute("mechanism");
        LoginAttempt begun = new LoginAttempt(stream, negotiation(), dialect, this::ended);
        attempt = begun;
        begun.begin(mechanism == null ? "" : mechanism, initial);
    }

    private void respond(Element element) {
        LoginAttempt current = attempt;
        if (current == null) {
            stream.fail(StreamError.Condition.BAD_FORMAT.error("no sign-in has begun"));
        } else {
            current.respond(element);
        }
    }

    private void abort(LoginDialect dialect) {
        if (attempt == null) {
            stream.fail(StreamError.Condition.BAD_FORMAT.error("no sign-in has begun"));
        } else {
            dialect.failure("aborted", null);
            ended(false);
        }
    }

    private void ended(boolean succeeded) {
        attempt = null;
        if (!succeeded) {
            failed();
        }
    }

    /** RFC 6120 section 6.4.5: a few attempts, then the end. */
    private void failed() {
        if (++failures >= server.limits.failures()) {
            stream.fail(StreamError.Condition.POLICY_VIOLATION.error("too many failed sign-ins"));
        }
    }
}
