package stoa.accounts;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Message;

/**
 * Where a message to an existing account goes: the table of RFC 6121 section 8.5.4. A pure function
 * of the message and the connected resources.
 *
 * <p>Where the standard leaves a choice: a message to the bare address goes to all resources with a
 * non-negative priority; what may be ignored or refused is refused, but for headlines.
 */
final class DeliveryRules {
    /** What is done with it. */
    sealed interface Outcome {
        /** Delivered to these, at least one. */
        record To(List<ConnectedResource> resources) implements Outcome {}

        /** Kept until a resource takes messages. */
        record Offline() implements Outcome {}

        /** Answered with service-unavailable. */
        record Refused() implements Outcome {}

        /** Silently ignored. */
        record Ignored() implements Outcome {}
    }

    private DeliveryRules() {}

    static Outcome of(Message message, ConnectedAccount account) {
        if (message.to() instanceof FullJid full) {
            ConnectedResource match = account.reachable(full);
            return match == null ? noMatch(message, account) : new Outcome.To(List.of(match));
        }
        return toBare(message, account);
    }

    /** Sections 8.5.2.1.1 and 8.5.2.2.1. */
    private static Outcome toBare(Message message, ConnectedAccount account) {
        return switch (message.type()) {
            case NORMAL, CHAT -> takersOr(account, new Outcome.Offline());
            case HEADLINE -> takersOr(account, new Outcome.Ignored());
            case GROUPCHAT -> new Outcome.Refused();
            case ERROR -> new Outcome.Ignored();
        };
    }

    /** Section 8.5.3.2.1: the resource is not there. */
    private static Outcome noMatch(Message message, ConnectedAccount account) {
        return switch (message.type()) {
            case CHAT -> takersOr(account, new Outcome.Offline());
            case NORMAL, GROUPCHAT -> new Outcome.Refused();
            case HEADLINE, ERROR -> new Outcome.Ignored();
        };
    }

    private static Outcome takersOr(ConnectedAccount account, Outcome otherwise) {
        @Nullable ConnectedResource only = null;
        List<ConnectedResource> several = List.of();
        List<ConnectedResource> resources = account.resources();
        for (int i = 0; i < resources.size(); i++) {
            ConnectedResource resource = resources.get(i);
            if (!resource.takesMessages()) {
                continue;
            }
            if (only == null) {
                only = resource;
            } else {
                several = several.isEmpty() ? new ArrayList<>(List.of(only)) : several;
                several.add(resource);
            }
        }
        if (only == null) {
            return otherwise;
        }
        return new Outcome.To(several.isEmpty() ? List.of(only) : several);
    }
}
