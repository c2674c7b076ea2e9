package stoa.core.route;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.session.Session;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;

/**
 * The connected resources of one account at one moment. Immutable; the account's entity makes the
 * next one.
 *
 * @param resources in the order they were bound
 * @param audience who may see their presence
 */
public record ConnectedAccount(
        BareJid address, List<ConnectedResource> resources, Audience audience) {
    public ConnectedAccount {
        resources = List.copyOf(resources);
    }

    public static ConnectedAccount none(BareJid address) {
        return new ConnectedAccount(address, List.of(), Audience.NOBODY);
    }

    public boolean isEmpty() {
        return resources.isEmpty();
    }

    /** The resource with that full address, or null. */
    public @Nullable ConnectedResource resource(FullJid full) {
        for (int i = 0; i < resources.size(); i++) {
            ConnectedResource resource = resources.get(i);
            if (resource.address().equals(full)) {
                return resource;
            }
        }
        return null;
    }

    /** The resource that what others send to that full address reaches, or null. */
    public @Nullable ConnectedResource reachable(FullJid full) {
        ConnectedResource resource = resource(full);
        return resource != null && resource.isReachable() ? resource : null;
    }

    /** This very session's resource, or null when it is bound no more. */
    public @Nullable ConnectedResource of(Session session) {
        for (int i = 0; i < resources.size(); i++) {
            ConnectedResource resource = resources.get(i);
            if (resource.session() == session) {
                return resource;
            }
        }
        return null;
    }

    /** Whether any resource is available. */
    public boolean isAvailable() {
        for (int i = 0; i < resources.size(); i++) {
            if (resources.get(i).isAvailable()) {
                return true;
            }
        }
        return false;
    }

    /** Whether any resource takes messages sent to the bare address. */
    public boolean takesMessages() {
        for (int i = 0; i < resources.size(); i++) {
            if (resources.get(i).takesMessages()) {
                return true;
            }
        }
        return false;
    }

    /** With this resource instead of the one of the same address, or added. */
    public ConnectedAccount with(ConnectedResource changed) {
        List<ConnectedResource> all = new ArrayList<>(resources.size() + 1);
        boolean replaced = false;
        for (ConnectedResource resource : resources) {
            boolean same = resource.address().equals(changed.address());
            all.add(same ? changed : resource);
            replaced |= same;
        }
        if (!replaced) {
            all.add(changed);
        }
        return new ConnectedAccount(address, all, audience);
    }

    public ConnectedAccount without(Session session) {
        List<ConnectedResource> rest = new ArrayList<>(resources);
        rest.removeIf(resource -> resource.session() == session);
        return new ConnectedAccount(address, rest, audience);
    }

    public ConnectedAccount seenBy(Audience newAudience) {
        return new ConnectedAccount(address, resources, newAudience);
    }
}
