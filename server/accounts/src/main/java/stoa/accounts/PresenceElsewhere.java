package stoa.accounts;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stoa.core.route.BlockList;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.route.Router;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stream.EncodedStanzaReader;
import stoa.xmpp.xml.EncodedStanza;

/**
 * Presence to contacts of other servers, RFC 6121 section 4: what one of ours tells them goes to
 * each of them, and theirs is asked for with a probe (section 4.3) when a resource of ours comes.
 * Nothing of theirs is kept. Runs in the account's order and only hands over.
 */
final class PresenceElsewhere {
    private final Surroundings around;
    private final Router router;

    PresenceElsewhere(Surroundings around, Router router) {
        this.around = around;
        this.router = router;
    }

    private boolean isReached(ConnectedAccount account, Jid contact) {
        return around.isElsewhere(contact)
                && around.domains().mayMeet(account.address().domain(), contact.domain());
    }

    private static Collection<Jid> subscribers(ConnectedAccount account) {
        return account.audience() instanceof RosterAudience audience
                ? audience.subscribers()
                : List.of();
    }

    private boolean isBlocked(ConnectedAccount account, Jid contact) {
        BlockList mine = around.blocks().of(account.address());
        return mine != null && mine.blocks(contact);
    }

    /** Tells the account's subscribers elsewhere (sections 4.2.2, 4.4.2 and 4.5.2). */
    void tell(ConnectedAccount account, EncodedStanza presence) {
        @Nullable Stanza read = null;
        for (Jid subscriber : subscribers(account)) {
            if (!isReached(account, subscriber) || isBlocked(account, subscriber)) {
                continue;
            }
            if (read == null) {
                read = EncodedStanzaReader.read(presence, subscriber.toString());
            }
            if (read != null) {
                router.route(read.withTo(subscriber));
            }
        }
    }

    /** A new resource asks for the presence of those it may see (section 4.2.2). */
    void probe(FullJid from, List<BareJid> contacts) {
        for (BareJid contact : contacts) {
            if (around.domains().mayMeet(from.domain(), contact.domain())) {
                router.route(Presence.of(Presence.Type.PROBE, from, contact));
            }
        }
    }

    /** The contact may see the account from now on (section 3.1.5). */
    void show(ConnectedAccount account, BareJid contact) {
        if (isReached(account, contact) && !isBlocked(account, contact)) {
            available(account, resource -> present(resource, contact));
        }
    }

    private void present(ConnectedResource resource, Jid contact) {
        Presence presence = resource.presence();
        if (presence != null) {
            router.route(presence.withTo(contact));
        }
    }

    /** The contact may see it no longer (section 3.2.2). */
    void hide(ConnectedAccount account, BareJid contact) {
        if (isReached(account, contact) && !isBlocked(account, contact)) {
            available(account, resource -> retire(resource, contact));
        }
    }

    private void retire(ConnectedResource resource, Jid contact) {
        router.route(Presence.of(Presence.Type.UNAVAILABLE, resource.address(), contact));
    }

    /**
     * Whom the account blocks from now on is told that its resources are gone (XEP-0191 section
     * 3.3), and its own clients are told as much of them: what comes of it later is not passed on.
     */
    void part(ConnectedAccount account, BlockList before, BlockList now) {
        for (Jid contact : changed(account, now, before)) {
            available(
                    account,
                    resource -> {
                        retire(resource, contact);
                        resource.session()
                                .send(
                                        Presence.of(
                                                Presence.Type.UNAVAILABLE,
                                                contact,
                                                resource.address()));
                    });
        }
    }

    /** Whom it blocks no longer sees it again (section 3.4) and is asked for its presence. */
    void reunite(ConnectedAccount account, BlockList before, BlockList now) {
        for (Jid contact : changed(account, before, now)) {
            available(
                    account,
                    resource -> {
                        present(resource, contact);
                        router.route(Presence.of(Presence.Type.PROBE, resource.address(), contact));
                    });
        }
    }

    /** The subscribers elsewhere that the one list blocks and the other does not. */
    private List<Jid> changed(ConnectedAccount account, BlockList blocking, BlockList other) {
        return subscribers(account).stream()
                .filter(
                        contact ->
                                blocking.blocks(contact)
                                        && !other.blocks(contact)
                                        && isReached(account, contact))
                .toList();
    }

    private static void available(ConnectedAccount account, Consumer<ConnectedResource> each) {
        for (ConnectedResource resource : account.resources()) {
            if (resource.isAvailable()) {
                each.accept(resource);
            }
        }
    }
}
