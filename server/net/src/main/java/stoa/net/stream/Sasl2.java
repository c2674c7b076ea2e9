package stoa.net.stream;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.net.login.AgentResource;
import stoa.net.login.FastTokens;
import stoa.net.login.PasswordUpgrades;
import stoa.net.login.UserAgent;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.sasl.ScramHash;
import stoa.xmpp.xml.Element;

/**
 * The Extensible SASL Profile, XEP-0388: the stream goes on after it, and the client may ask in one
 * go for a resumption (XEP-0198), a resource (XEP-0386) and a token (XEP-0484).
 */
final class Sasl2 implements LoginDialect {
    private final ClientStream stream;
    private final Element request;
    private final @Nullable Element fast;
    private final @Nullable UserAgent agent;

    Sasl2(ClientStream stream, Element request) {
        this.stream = stream;
        this.request = request;
        this.fast = request.child("fast", Namespaces.FAST);
        Element named = request.child("user-agent", Namespaces.SASL2);
        this.agent =
                named == null
                        ? null
                        : UserAgent.of(
                                named.attribute("id"),
                                named.childText("software"),
                                named.childText("device"));
    }

    @Override
    public String namespace() {
        return Namespaces.SASL2;
    }

    @Override
    public @Nullable UserAgent agent() {
        return agent;
    }

    @Override
    public boolean knowsTokens() {
        return true;
    }

    @Override
    public boolean bringsToken() {
        return fast != null && agent != null;
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
    public @Nullable String wantedToken() {
        Element wish = request.child("request-token", Namespaces.FAST);
        return wish == null ? null : Objects.requireNonNullElse(wish.attribute("mechanism"), "");
    }

    @Override
    public List<ScramHash> wantedUpgrades() {
        return request.elements()
                .filter(one -> one.is("upgrade", Namespaces.UPGRADE))
                .map(one -> PasswordUpgrades.hash(one.text().strip()))
                .filter(Objects::nonNull)
                .<ScramHash>map(Objects::requireNonNull)
                .distinct()
                .toList();
    }

    @Override
    public void challenge(byte[] data) {
        stream.write(Element.text("challenge", Namespaces.SASL2, base64(data)));
    }

    @Override
    public void proceed(byte @Nullable [] data, String task) {
        Element.Builder more = Element.of("continue", Namespaces.SASL2);
        if (data != null) {
            more.child("additional-data", base64(data));
        }
        stream.write(
                more.child(Element.of("tasks", Namespaces.SASL2).child("task", task).build())
                        .build());
    }

    @Override
    public void taskData(Element data) {
        stream.write(Element.of("task-data", Namespaces.SASL2).child(data).build());
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
        List<Element> inline = new ArrayList<>();
        if (token != null) {
            inline.add(
                    Element.of("token", Namespaces.FAST)
                            .attribute("token", token.token())
                            .attribute("expiry", token.expires().toString())
                            .build());
        }
        Element resume = request.child("resume", Namespaces.SM);
        if (resume == null) {
            bind(success, inline);
            return;
        }
        Binding.resume(
                stream,
                resume,
                (session, handled) -> {
                    String id = resume.attribute("previd");
                    inline.add(StreamManagement.resumed(id == null ? "" : id, handled));
                    finish(success, session.address(), inline, Features.afterBinding(stream));
                    stream.bound(session);
                    session.attach(stream);
                },
                failed -> {
                    inline.add(failed);
                    bind(success, inline);
                });
    }

    private void bind(Element.Builder success, List<Element> inline) {
        Element bind = request.child("bind", Namespaces.BIND2);
        if (bind == null) {
            stream.phase(new Binding(stream, false));
            finish(success, stream.account(), inline, Features.afterLogin(stream));
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
                                    stream.server().signIn.clients().endOthers(session);
                                    inline.add(bound);
                                    finish(
                                            success,
                                            session.address(),
                                            inline,
                                            Features.afterBinding(stream));
                                    stream.bound(session);
                                    session.attach(stream);
                                }),
                error -> {
                    // XEP-0386 knows no failure of its own: what cannot be bound ends the stream.
                    stream.fail(Bind2.refused(error));
                });
    }

    /** What the extensions answer comes last (schema of XEP-0388). */
    private void finish(
            Element.Builder success, Jid account, List<Element> inline, Element features) {
        success.child("authorization-identifier", account.toString());
        inline.forEach(success::child);
        stream.wire().write(success.build());
        stream.write(features);
    }

    /**
     * XEP-0386 section 3.2.1: made by the server, behind the client's tag; the same for the same
     * client and tag, so that its new session takes the place of its old one.
     */
    private String resource(Element bind) {
        UserAgent client = stream.signedIn().agent();
        String tag = bind.childText("tag");
        return client == null
                ? AgentResource.behind(tag, stream.server().newStreamId(), stream.account())
                : AgentResource.tagged(stream.account(), client.id(), tag);
    }
}
