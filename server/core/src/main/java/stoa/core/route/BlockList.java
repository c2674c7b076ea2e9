package stoa.core.route;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;

/**
 * The addresses one account has blocked, XEP-0191. Immutable: a change makes a new one. Any thread.
 */
public final class BlockList {
    private final BareJid owner;
    private final Set<Jid> items;
    private final Set<String> domains;

    private BlockList(BareJid owner, Set<Jid> items) {
        this.owner = owner;
        this.items = items;
        Set<String> whole = new HashSet<>();
        for (Jid item : items) {
            if (item instanceof DomainJid domain) {
                whole.add(domain.domain());
            }
        }
        this.domains = Set.copyOf(whole);
    }

    /** An account that has blocked nobody. */
    public static BlockList empty(BareJid owner) {
        return new BlockList(owner, Set.of());
    }

    public static BlockList of(BareJid owner, Collection<Jid> items) {
        return new BlockList(owner, Set.copyOf(items));
    }

    public BareJid owner() {
        return owner;
    }

    /** The items as they were blocked, in no order. */
    public Set<Jid> items() {
        return items;
    }

    public boolean isEmpty() {
        return items.isEmpty();
    }

    /**
     * Whether an address is blocked (section 6): itself, its bare address, or its domain or one
     * above it is an item. An item with a resource stands for that resource only. The account
     * itself and its own server never are.
     */
    public boolean blocks(Jid address) {
        boolean listed =
                items.contains(address)
                        || (address instanceof FullJid && items.contains(address.bare()))
                        || (!domains.isEmpty() && lies(address.domain()));
        return listed && !isOwn(address);
    }

    /** Whether the domain is one of ours or below one. */
    private boolean lies(String domain) {
        String rest = domain;
        while (true) {
            if (domains.contains(rest)) {
                return true;
            }
            int dot = rest.indexOf('.');
            if (dot < 0) {
                return false;
            }
            rest = rest.substring(dot + 1);
        }
    }

    private boolean isOwn(Jid address) {
        return address.local() == null
                ? address.domain().equals(owner.domain())
                : address.bare().equals(owner);
    }

    /** With these items as well. */
    public BlockList with(Collection<Jid> more) {
        Set<Jid> all = new HashSet<>(items);
        all.addAll(more);
        return of(owner, all);
    }

    /** Without these items. */
    public BlockList without(Collection<Jid> fewer) {
        Set<Jid> rest = new HashSet<>(items);
        rest.removeAll(fewer);
        return of(owner, rest);
    }
}
