package stoa.features.carbons;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqRequest;
import stoa.core.hook.MessageRoute;
import stoa.core.hook.MessageRoute.Arrived;
import stoa.core.hook.MessageRoute.Sent;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.route.Flag;
import stoa.core.route.ResourceFlags;
import stoa.core.session.Session;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;
import stoa.xmpp.xml.Name;

/** XEP-0280: a user's other resources see both sides of a chat. */
public final class Carbons implements Feature {
    static final String NAMESPACE = "urn:xmpp:carbons:2";
    private static final String RULES = "urn:xmpp:carbons:rules:0";
    private static final String FORWARD = "urn:xmpp:forward:0";
    private static final Flag ENABLED = Flag.CARBONS;

    private final ResourceFlags flags;

    public Carbons(ResourceFlags flags) {
        this.flags = flags;
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(280, "1.0.1"))
                .advertises(Target.SERVER, NAMESPACE, RULES)
                .advertises(Target.ACCOUNT, NAMESPACE, RULES);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.iq(Target.ACCOUNT, Name.of(NAMESPACE, "enable"), r -> turn(r, true));
        hooks.iq(Target.ACCOUNT, Name.of(NAMESPACE, "disable"), r -> turn(r, false));
        hooks.bind2(
                Name.of(NAMESPACE, "enable"),
                (session, request) ->
                        flags.set(session, ENABLED, true).thenApply(done -> Optional.empty()));
        hooks.observe(MessageRoute.SENT, Carbons::sent);
        hooks.observe(MessageRoute.DELIVERED, Carbons::arrived);
    }

    /** Sections 4 and 5. */
    private CompletionStage<Iq> turn(IqRequest request, boolean on) {
        Session session = request.session();
        if (!request.byOwner() || session == null) {
            return CompletableFuture.completedFuture(request.refuse(Condition.NOT_ALLOWED));
        }
        if (!request.isSet()) {
            return CompletableFuture.completedFuture(request.refuse(Condition.BAD_REQUEST));
        }
        return flags.set(session, ENABLED, on).thenApply(done -> request.result());
    }

    /** Section 8: what one resource sends, the others see. */
    private static void sent(Sent sent) {
        ConnectedAccount account = sent.account();
        if (account.resources().size() < 2 || isToSelf(sent.message(), account.address())) {
            return;
        }
        @Nullable EncodedStanza copy = null;
        for (ConnectedResource other : account.resources()) {
            if (other.session() == sent.session() || !other.has(ENABLED)) {
                continue;
            }
            if (copy == null) {
                if (!CopyRules.isCopied(sent.message())) {
                    return;
                }
                copy = copy("sent", account.address(), sent.stamped());
            }
            other.session().send(copy, other.address());
        }
    }

    /** Sections 6 and 7: what one resource is sent, the others see. */
    private static void arrived(Arrived arrived) {
        ConnectedAccount account = arrived.account();
        if (account.resources().size() < 2 || isToSelf(arrived.message(), account.address())) {
            return;
        }
        @Nullable EncodedStanza copy = null;
        for (ConnectedResource other : account.resources()) {
            if (!other.has(ENABLED) || has(arrived.delivered(), other)) {
                continue;
            }
            if (copy == null) {
                if (arrived.delivered().isEmpty() || !CopyRules.isCopied(arrived.message())) {
                    return; // kept for later: all will have it from the archive
                }
                copy = copy("received", account.address(), arrived.stamped());
            }
            other.session().send(copy, other.address());
        }
    }

    private static boolean has(List<ConnectedResource> delivered, ConnectedResource other) {
        for (int i = 0; i < delivered.size(); i++) {
            if (delivered.get(i).session() == other.session()) {
                return true;
            }
        }
        return false;
    }

    /** A note to oneself is delivered to all resources as it is. */
    private static boolean isToSelf(Message message, BareJid account) {
        return Objects.requireNonNull(message.to()).bare().equals(account)
                && Objects.requireNonNull(message.from()).bare().equals(account);
    }

    private static EncodedStanza copy(String direction, BareJid account, Message message) {
        Element forwarded = Element.of("forwarded", FORWARD).child(message.toElement()).build();
        return EncodedStanza.of(
                new Message(
                                account,
                                null,
                                message.type(),
                                null,
                                null,
                                List.of(Element.of(direction, NAMESPACE).child(forwarded).build()))
                        .toElement());
    }
}
