package stoa.accounts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.core.route.BlockList;
import stoa.core.route.BlockLists;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.route.ResourceRegistry;
import stoa.core.route.Router;
import stoa.core.session.Session;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.xml.EncodedStanza;

/**
 * Who hears an account's presence, and what a resource that comes hears of the others. Works on the
 * registry's snapshots alone: nobody is probed, no other entity is woken. What goes to contacts of
 * other servers is {@link PresenceElsewhere}'s.
 *
 * <p>No stale presence wins. An account's own entity is the only one that tells its changes, in its
 * order, after it has published them. Whoever collects the others' presence has published itself
 * first, sends what it sees, and looks again: if the snapshot has changed meanwhile, the change may
 * have been told before what was sent, so the newer state is sent after it.
 */
final class PresenceFanOut {
    private final Surroundings around;
    private final ResourceRegistry registry;
    private final BlockLists blocks;
    private final PresenceWatches watches;
    private final PresenceElsewhere elsewhere;

    PresenceFanOut(Surroundings around, Router router) {
        this.around = around;
        this.elsewhere = new PresenceElsewhere(around, router);
        this.registry = around.registry();
        this.blocks = around.blocks();
        this.watches = around.watches();
    }

    /** The presence of contacts of other servers. */
    PresenceElsewhere elsewhere() {
        return elsewhere;
    }

    /**
     * Tells everybody who may see the account, its own available resources included.
     *
     * @param from the resource whose presence it is
     */
    void tell(ConnectedAccount account, FullJid from, EncodedStanza presence) {
        toAvailable(account, presence);
        long changes = blocks.changes();
        toOthers(account, from, presence);
        if (blocks.changes() != changes) {
            takeBack(account, from);
        }
    }

    /**
     * Somebody may have blocked the account and hidden its presence before the last of it came:
     * whoever blocks it now is told that the resource is gone.
     */
    private void takeBack(ConnectedAccount account, FullJid from) {
        EncodedStanza gone =
                EncodedStanza.of(Presence.of(Presence.Type.UNAVAILABLE, from, null).toElement());
        for (DomainJid domain : around.domains().all()) {
            for (ConnectedAccount other : registry.online(domain.domain())) {
                if (blocks.blocks(other.address(), from) && sees(other.address(), account)) {
                    toAvailable(other, gone);
                }
            }
        }
    }

    private void toOthers(ConnectedAccount account, FullJid from, EncodedStanza presence) {
        BlockList mine = blocks.of(account.address());
        Collection<Jid> subscribers = List.of();
        if (account.audience() instanceof RosterAudience audience) {
            subscribers = audience.subscribers();
        }
        boolean everybody = around.everybodyListed(account.address());
        if (everybody) {
            for (ConnectedAccount other : registry.online(account.address().domain())) {
                if (!other.address().equals(account.address())) {
                    toOther(other, mine, from, presence);
                }
            }
        }
        elsewhere.tell(account, presence);
        for (Jid subscriber : subscribers) {
            boolean told = everybody && subscriber.domain().equals(account.address().domain());
            if (!told && subscriber instanceof BareJid contact) {
                ConnectedAccount other =
                        around.domains().mayMeet(from.domain(), contact.domain())
                                ? registry.find(contact)
                                : null;
                if (other != null) {
                    toOther(other, mine, from, presence);
                }
            }
        }
        for (Session watcher : watches.of(account.address())) {
            BareJid by = watcher.address().account();
            if (!account.audience().includes(by)
                    && !areApart(mine, from, blocks.of(by), watcher.address())) {
                watcher.send(presence, watcher.address());
            }
        }
    }

    /** Whether one sees the account: by agreement, since everybody does, or for now. */
    private boolean sees(Jid one, ConnectedAccount account) {
        return account.audience().includes(one) || watches.watches(one, account.address());
    }

    private void toOther(
            ConnectedAccount other,
            @Nullable BlockList mine,
            FullJid from,
            EncodedStanza presence) {
        BlockList theirs = blocks.of(other.address());
        if (mine == null && theirs == null) {
            toAvailable(other, presence);
            return;
        }
        for (ConnectedResource resource : other.resources()) {
            if (resource.isAvailable() && !areApart(mine, from, theirs, resource.address())) {
                resource.session().send(presence, resource.address());
            }
        }
    }

    /** Whether one of two has blocked the other. */
    private static boolean areApart(
            @Nullable BlockList ones, Jid one, @Nullable BlockList others, Jid other) {
        return (ones != null && ones.blocks(other)) || (others != null && others.blocks(one));
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
        if (sees(contact, account)) {
            return;
        }
        if (around.isElsewhere(contact)) {
            elsewhere.hide(account, contact);
            return;
        }
        ConnectedAccount other = registry.find(contact);
        if (other == null) {
            return;
        }
        BlockList mine = blocks.of(account.address());
        for (ConnectedResource resource : account.resources()) {
            if (resource.isAvailable()) {
                toOther(other, mine, resource.address(), unavailable(resource));
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

    /**
     * From now on the session hears of these people's presence, and of nobody else's that it
     * watched before; what is to be seen of the new ones is sent at once.
     *
     * @return false when its resource is not available: then it watches nobody
     */
    boolean watch(Session session, Set<BareJid> people) {
        FullJid watcher = session.address();
        List<BareJid> more = watches.replace(session, people);
        // Looked up behind the change: whoever goes in between ends it, or is seen to have gone.
        ConnectedAccount account = registry.find(watcher.account());
        ConnectedResource resource = account == null ? null : account.resource(watcher);
        if (resource == null || !resource.isAvailable()) {
            watches.end(watcher);
            return false;
        }
        others(watcher.account(), resource, more);
        return true;
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
        BlockList mine = blocks.of(me);
        BlockList theirs = blocks.of(seen.address());
        show(me, mine, resource, seen, theirs);
        ConnectedAccount now = registry.find(seen.address());
        while (now != seen) {
            ConnectedAccount gone = now == null ? ConnectedAccount.none(seen.address()) : now;
            BlockList theirsNow = blocks.of(seen.address());
            retract(me, mine, resource, seen, theirs, gone, theirsNow);
            if (now == null) {
                return;
            }
            show(me, mine, resource, now, theirsNow);
            seen = now;
            theirs = theirsNow;
            now = registry.find(seen.address());
        }
    }

    private void show(
            BareJid me,
            @Nullable BlockList mine,
            ConnectedResource resource,
            ConnectedAccount other,
            @Nullable BlockList theirs) {
        List<ConnectedResource> all = other.resources();
        boolean visible = false;
        for (int i = 0; i < all.size(); i++) {
            EncodedStanza presence = all.get(i).encoded();
            if (presence == null) {
                continue;
            }
            visible = visible || sees(me, other);
            if (!visible) {
                return;
            }
            if (areApart(mine, resource.address(), theirs, all.get(i).address())) {
                continue;
            }
            resource.session().send(presence, resource.address());
        }
    }

    /** What was shown and is not there any more. */
    private void retract(
            BareJid me,
            @Nullable BlockList mine,
            ConnectedResource resource,
            ConnectedAccount shown,
            @Nullable BlockList theirsThen,
            ConnectedAccount now,
            @Nullable BlockList theirsNow) {
        if (!sees(me, shown)) {
            return;
        }
        boolean visible = sees(me, now);
        FullJid my = resource.address();
        for (ConnectedResource theirs : shown.resources()) {
            boolean was = theirs.isAvailable() && !areApart(mine, my, theirsThen, theirs.address());
            ConnectedResource same = now.resource(theirs.address());
            boolean still =
                    visible
                            && same != null
                            && same.isAvailable()
                            && !areApart(mine, my, theirsNow, theirs.address());
            if (was && !still) {
                resource.session().send(unavailable(theirs), my);
            }
        }
    }

    /**
     * Whom the account has blocked from now on is told that its resources are gone, if they were
     * seen, and its resources that theirs are. What they tell in this very moment they take back
     * ({@link #tell}).
     */
    void part(ConnectedAccount account, BlockList before, BlockList now) {
        elsewhere.part(account, before, now);
        for (BareJid address : affected(account, before, now)) {
            ConnectedAccount other = registry.find(address);
            if (other != null) {
                part(account, before, now, other);
            }
        }
    }

    private void part(
            ConnectedAccount account, BlockList before, BlockList now, ConnectedAccount other) {
        boolean seesMine = sees(other.address(), account);
        boolean isSeen = sees(account.address(), other);
        BlockList theirs = blocks.of(other.address());
        for (ConnectedResource their : other.resources()) {
            boolean parted = now.blocks(their.address()) && !before.blocks(their.address());
            if (!parted || !their.isAvailable()) {
                continue;
            }
            for (ConnectedResource my : account.resources()) {
                if (!my.isAvailable() || (theirs != null && theirs.blocks(my.address()))) {
                    continue;
                }
                if (seesMine) {
                    their.session().send(unavailable(my), their.address());
                }
                if (isSeen) {
                    my.session().send(unavailable(their), my.address());
                }
            }
        }
    }

    /** The connected accounts whose blocking differs between two lists of the account. */
    List<BareJid> affected(ConnectedAccount account, BlockList before, BlockList now) {
        Set<Jid> items = new HashSet<>(before.items());
        items.addAll(now.items());
        List<BareJid> affected = new ArrayList<>();
        Set<BareJid> asked = new HashSet<>();
        for (Jid item : items) {
            if (before.items().contains(item) && now.items().contains(item)) {
                continue;
            }
            if (item.bare() instanceof BareJid person) {
                affected(account, registry.find(person), asked, before, now, affected);
                continue;
            }
            for (DomainJid domain : around.domains().all()) {
                for (ConnectedAccount other : registry.online(domain.domain())) {
                    affected(account, other, asked, before, now, affected);
                }
            }
        }
        return affected;
    }

    private void affected(
            ConnectedAccount account,
            @Nullable ConnectedAccount other,
            Set<BareJid> asked,
            BlockList before,
            BlockList now,
            List<BareJid> affected) {
        if (other == null
                || other.address().equals(account.address())
                || !around.domains().mayMeet(account.address().domain(), other.address().domain())
                || !asked.add(other.address())) {
            return;
        }
        for (ConnectedResource resource : other.resources()) {
            if (before.blocks(resource.address()) != now.blocks(resource.address())) {
                affected.add(other.address());
                return;
            }
        }
    }

    /** Tells a resource that those are gone whom it saw only because everybody was listed. */
    void forget(ConnectedAccount account, ConnectedResource resource) {
        for (ConnectedAccount other : registry.online(account.address().domain())) {
            boolean stays =
                    other.address().equals(account.address()) || sees(account.address(), other);
            if (!stays) {
                BlockList mine = blocks.of(account.address());
                BlockList others = blocks.of(other.address());
                for (ConnectedResource theirs : other.resources()) {
                    if (theirs.isAvailable()
                            && !areApart(mine, resource.address(), others, theirs.address())) {
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
