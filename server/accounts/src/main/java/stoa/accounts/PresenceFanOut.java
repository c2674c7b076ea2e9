package stoa.accounts;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.route.ResourceRegistry;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.xml.EncodedStanza;

/**
 * Who hears an account's presence, and what a resource that comes hears of the others. Works on the
 * registry's snapshots alone: nobody is probed, no other entity is woken.
 *
 * <p>No stale presence wins. An account's own entity is the only one that tells its changes, in its
 * order, after it has published them. Whoever collects the others' presence has published itself
 * first, sends what it sees, and looks again: if the snapshot has changed meanwhile, the change may
 * have been told before what was sent, so the newer state is sent after it.
 */
final class PresenceFanOut {
    private final Surroundings around;
    private final ResourceRegistry registry;

    PresenceFanOut(Surroundings around) {
        this.around = around;
        this.registry = around.registry();
    }

    /** Tells everybody who may see the account, its own available resources included. */
    void tell(ConnectedAccount account, EncodedStanza presence) {
        toAvailable(account, presence);
        Collection<Jid> subscribers = List.of();
        if (account.audience() instanceof RosterAudience audience) {
            subscribers = audience.subscribers();
        }
        boolean everybody = around.everybodyListed(account.address());
        if (everybody) {
            for (ConnectedAccount other : registry.online(account.address().domain())) {
                if (!other.address().equals(account.address())) {
                    toAvailable(other, presence);
                }
            }
        }
        for (Jid subscriber : subscribers) {
            boolean told = everybody && subscriber.domain().equals(account.address().domain());
            if (!told && subscriber instanceof BareJid contact) {
                toContact(account.address(), contact, presence);
            }
        }
    }

    private void toContact(BareJid from, BareJid contact, EncodedStanza presence) {
        ConnectedAccount other =
                around.domains().mayMeet(from.domain(), contact.domain())
                        ? registry.find(contact)
                        : null;
        if (other != null) {
            toAvailable(other, presence);
        }
    }

    private static void toAvailable(ConnectedAccount account, EncodedStanza presence) {
        List<ConnectedResource> resources = account.resources();
        for (int i = 0; i < resources.size(); i++) {
            ConnectedResource resource = resources.get(i);
            if (resource.isAvailable()) {
                resource.session().send(presence, resource.address());
            }
        }
    }

    /** Tells one contact, who may see the account no longer, that its resources are gone. */
    void hide(ConnectedAccount account, BareJid contact) {
        ConnectedAccount other = registry.find(contact);
        if (other == null || account.audience().includes(contact)) {
            return;
        }
        for (ConnectedResource resource : account.resources()) {
            if (resource.isAvailable()) {
                toAvailable(other, unavailable(resource));
            }
        }
    }

    /** Tells a resource that has just come of its account's other resources and of the others. */
    void collect(
            ConnectedAccount account, ConnectedResource newcomer, @Nullable List<BareJid> only) {
        for (ConnectedResource own : account.resources()) {
            EncodedStanza presence = own.encoded();
            if (presence != null && own.session() != newcomer.session()) {
                newcomer.session().send(presence, newcomer.address());
            }
        }
        others(account.address(), newcomer, only);
    }

    /** Tells a resource of others' presence. */
    void others(BareJid me, ConnectedResource resource, @Nullable List<BareJid> only) {
        if (only == null) {
            for (ConnectedAccount other : registry.online(me.domain())) {
                if (!other.address().equals(me)) {
                    look(me, resource, other);
                }
            }
            return;
        }
        for (int i = 0; i < only.size(); i++) {
            BareJid contact = only.get(i);
            ConnectedAccount other =
                    around.domains().mayMeet(me.domain(), contact.domain())
                            ? registry.find(contact)
                            : null;
            if (other != null) {
                look(me, resource, other);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very snapshot that was shown, not one like it
    private void look(BareJid me, ConnectedResource resource, ConnectedAccount first) {
        ConnectedAccount seen = first;
        show(me, resource, seen);
        ConnectedAccount now = registry.find(seen.address());
        while (now != seen) {
            ConnectedAccount gone = now == null ? ConnectedAccount.none(seen.address()) : now;
            retract(me, resource, seen, gone);
            if (now == null) {
                return;
            }
            show(me, resource, now);
            seen = now;
            now = registry.find(seen.address());
        }
    }

    private static void show(BareJid me, ConnectedResource resource, ConnectedAccount other) {
        List<ConnectedResource> theirs = other.resources();
        boolean visible = false;
        for (int i = 0; i < theirs.size(); i++) {
            EncodedStanza presence = theirs.get(i).encoded();
            if (presence == null) {
                continue;
            }
            visible = visible || other.audience().includes(me);
            if (!visible) {
                return;
            }
            resource.session().send(presence, resource.address());
        }
    }

    /** What was shown and is not there any more. */
    private static void retract(
            BareJid me, ConnectedResource resource, ConnectedAccount shown, ConnectedAccount now) {
        if (!shown.audience().includes(me)) {
            return;
        }
        boolean visible = now.audience().includes(me);
        for (ConnectedResource theirs : shown.resources()) {
            ConnectedResource same = now.resource(theirs.address());
            boolean still = visible && same != null && same.isAvailable();
            if (theirs.isAvailable() && !still) {
                resource.session().send(unavailable(theirs), resource.address());
            }
        }
    }

    /** Tells a resource that those are gone whom it saw only because everybody was listed. */
    void forget(ConnectedAccount account, ConnectedResource resource) {
        for (ConnectedAccount other : registry.online(account.address().domain())) {
            boolean stays =
                    other.address().equals(account.address())
                            || other.audience().includes(account.address());
            if (!stays) {
                for (ConnectedResource theirs : other.resources()) {
                    if (theirs.isAvailable()) {
                        resource.session().send(unavailable(theirs), resource.address());
                    }
                }
            }
        }
    }

    private static EncodedStanza unavailable(ConnectedResource resource) {
        return EncodedStanza.of(
                Presence.of(Presence.Type.UNAVAILABLE, resource.address(), null).toElement());
    }
}
