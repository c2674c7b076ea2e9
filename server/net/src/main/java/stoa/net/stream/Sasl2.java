package stoa.net.stream;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import stoa.net.login.FastTokens;
import stoa.xmpp.sasl.SaslMechanism;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;

/**
 * The Extensible SASL Profile, XEP-0388 1.0: the stream goes on after it, and the client may ask in
 * one go for a resumption (XEP-0198), a resource (XEP-0386) and a token (XEP-0484).
 */
final class Sasl2 implements LoginDialect {
    private static final int MOST_CLIENT_ID = 64;
    private static final int MOST_TAG = 64;

    private final ClientStream stream;
    private final Element request;
    private final @Nullable Element fast;

    Sasl2(ClientStream stream, Element request) {
        this.stream = stream;
        this.request = request;
        this.fast = request.child("fast", Namespaces.FAST);
    }

    @Override
    public @Nullable String clientId() {
        Element agent = request.child("user-agent", Namespaces.SASL2);
        String id = agent == null ? null : agent.attribute("id");
        return id == null || id.isBlank() || id.length() > MOST_CLIENT_ID ? null : id;
    }

    @Override
    public boolean takesTokens() {
        return fast != null && clientId() != null;
    }

    @Override
    public @Nullable Long counter() {
        String count = fast == null ? null : fast.attribute("count");
        try {
            return count == null ? null : Long.parseLong(count);
        } catch (NumberFormatException e) {
            return -1L; // no counter that can be accepted
        }
    }

    @Override
    public boolean revokesToken() {
        String invalidate = fast == null ? null : fast.attribute("invalidate");
        return "true".equals(invalidate) || "1".equals(invalidate);
    }

    @Override
    public @Nullable SaslMechanism wantedToken() {
        Element wish = request.child("request-token", Namespaces.FAST);
        String mechanism = wish == null ? null : wish.attribute("mechanism");
        return mechanism == null ? null : SaslMechanism.of(mechanism);
    }

    @Override
    public void challenge(byte[] data) {
        stream.write(Element.text("challenge", Namespaces.SASL2, base64(data)));
    }

    private static String base64(byte[] data) {
        return Base64.getEncoder().encodeToString(data);
    }

    @Override
    public void failure(String condition, @Nullable String text) {
        stream.write(of(condition, text));
    }

    static Element of(String condition, @Nullable String text) {
        return Element.of("failure", Namespaces.SASL2)
                .child(Element.empty(condition, Namespaces.SASL))
                .child("text", text)
                .build();
    }

    @Override
    public void success(byte @Nullable [] data, FastTokens.@Nullable Issued token) {
        Element.Builder success = Element.of("success", Namespaces.SASL2);
        if (data != null) {
            success.child("additional-data", base64(data));
        }
        if (token != null) {
            success.child(
                    Element.of("token", Namespaces.FAST)
                            .attribute("token", token.token())
                            .attribute("expiry", token.expires().toString())
                            .build());
        }
        Element resume = request.child("resume", Namespaces.SM);
        if (resume == null) {
            bind(success);
            return;
        }
        Binding.resume(
                stream,
                resume,
                (session, handled) -> {
                    String id = resume.attribute("previd");
                    success.child("authorization-identifier", session.address().toString());
                    success.child(StreamManagement.resumed(id == null ? "" : id, handled));
                    finish(success, Features.afterBinding(stream));
                    stream.bound(session);
                    session.attach(stream);
                },
                failed -> bind(success.child(failed)));
    }

    private void bind(Element.Builder success) {
        Element bind = request.child("bind", Namespaces.BIND2);
        if (bind == null) {
            success.child("authorization-identifier", stream.account().toString());
            stream.phase(new Binding(stream, false));
            finish(success, Features.afterLogin(stream));
            return;
        }
        Binding.bind(
                stream,
                resource(bind),
                session ->
                        Bind2.inline(
                                stream,
                                session,
                                bind,
                                bound -> {
                                    success.child(
                                            "authorization-identifier",
                                            session.address().toString());
                                    success.child(bound);
                                    finish(success, Features.afterBinding(stream));
                                    stream.bound(session);
                                    session.attach(stream);
                                }),
                error -> {
                    // XEP-0386 knows no failure of its own: what cannot be bound ends the stream.
                    stream.fail(StreamError.Condition.RESOURCE_CONSTRAINT.error(error.text()));
                });
    }

    private void finish(Element.Builder success, Element features) {
        stream.wire().write(success.build());
        stream.write(features);
    }

    /**
     * XEP-0386 section 4.3: made by the server from the client's tag; the same for the same client,
     * so that its new session takes the place of its old one.
     */
    private String resource(Element bind) {
        String tag = bind.childText("tag");
        String start = tag == null || tag.isBlank() ? "" : tag.strip() + ".";
        String client = clientId();
        String unique = client == null ? stream.server().newStreamId() : digest(client);
        return (start.length() > MOST_TAG ? start.substring(0, MOST_TAG) : start) + unique;
    }

    /** Not the id itself: others see resources, and the id names the client to the server. */
    private String digest(String client) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(stream.account().toString().getBytes(StandardCharsets.UTF_8));
            byte[] hash = sha.digest(client.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
