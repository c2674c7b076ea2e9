package stoa.net.stream;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.sasl.SaslNegotiation;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;

/**
 * From the first byte until the client has signed in: the header, STARTTLS (RFC 6120 section 5),
 * and the choice between SASL as RFC 6120 section 6 has it and SASL2 (XEP-0388).
 */
final class BeforeLogin implements Phase {
    private final ClientStream stream;
    private final StreamServer server;
    private boolean opened;
    private int failures;
    private @Nullable SaslNegotiation negotiation;
    private @Nullable LoginAttempt attempt;

    BeforeLogin(ClientStream stream) {
        this.stream = stream;
        this.server = stream.server();
    }

    @Override
    public void opened(ClientStream client, StreamOpen open) {
        if (opened) {
            Phase.super.opened(client, open);
        } else if (Header.accept(stream, open)) {
            opened = true;
            stream.write(Features.beforeLogin(stream, mayLogin() ? negotiation() : null));
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
                            stream.domain(),
                            stream.bindings(),
                            stream.wire().offersPlain(),
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
        switch (element.namespace()) {
            case Namespaces.TLS -> tls(element);
            case Namespaces.SASL -> sasl(element);
            case Namespaces.SASL2 -> sasl2(element);
            default ->
                    // RFC 6120 section 4.9.3.12: stanzas only after authentication.
                    stream.fail(StreamError.Condition.NOT_AUTHORIZED.error());
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
            case "response" -> respond(element);
            case "abort" -> abort(new Sasl2(stream, element));
            default -> stream.fail(StreamError.Condition.UNSUPPORTED_STANZA_TYPE.error());
        }
    }

    private void begin(Element element, @Nullable Element initial, LoginDialect dialect) {
        if (attempt != null) {
            stream.fail(StreamError.Condition.POLICY_VIOLATION.error("one sign-in at a time"));
            return;
        }
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
