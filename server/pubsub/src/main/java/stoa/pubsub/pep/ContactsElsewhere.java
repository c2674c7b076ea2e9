package stoa.pubsub.pep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.hook.AccountAnswer;
import stoa.core.hook.PresenceRoute.Admitted;
import stoa.core.hook.PresenceRoute.Heard;
import stoa.core.route.Audience;
import stoa.core.route.Audiences;
import stoa.core.route.Router;
import stoa.pubsub.caps.Capabilities;
import stoa.pubsub.caps.Caps;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Presence;

/**
 * Contacts at other servers and what they want to be told of accounts' nodes (XEP-0163 sections 4.2
 * and 4.3): a contact's resource that shows its capabilities (XEP-0115) to an account that lets it
 * see its own presence is asked once what its hash means, in that account's name, and is sent the
 * last items. It is forgotten when it goes, shows no capabilities any more, or a notification comes
 * back from it. Nothing is kept over a restart: then the accounts' own clients ask for their
 * contacts' presence again as they sign in.
 *
 * <p>Any thread. Of one contact {@link #MOST_RESOURCES} are noted for an account, the newest;
 * {@link #MOST} in all, and whoever shows itself beyond that is not told anything.
 */
final class ContactsElsewhere {
    static final int MOST_RESOURCES = 20;
    static final int MOST = 100_000;
    private static final Logger LOG = LoggerFactory.getLogger(ContactsElsewhere.class);

    private final Capabilities capabilities;
    private final LastItems lastItems;
    private final Interests interests;
    private final Router router;
    private final Audiences audiences;
    private final int most;
    private final AtomicInteger noted = new AtomicInteger();

    /**
     * By account: its contacts' resources, in the order in which they came, with what they show.
     */
    private final Map<BareJid, Map<Recipient.Elsewhere, Caps>> byOwner = new ConcurrentHashMap<>();

    ContactsElsewhere(
            Capabilities capabilities,
            LastItems lastItems,
            Interests interests,
            Router router,
            Audiences audiences,
            int most) {
        this.capabilities = capabilities;
        this.lastItems = lastItems;
        this.interests = interests;
        this.router = router;
        this.audiences = audiences;
        this.most = most;
    }

    /** Those who have shown themselves to the account; whether they may be told is not said. */
    List<Recipient.Elsewhere> of(BareJid owner) {
        Map<Recipient.Elsewhere, Caps> all = byOwner.get(owner);
        return all == null ? List.of() : List.copyOf(all.keySet());
    }

    /** How many are noted, for metrics. */
    int size() {
        return noted.get();
    }

    void heard(Heard heard) {
        Jid from = heard.stanza().from();
        if (heard.stanza() instanceof Presence presence
                && presence.type() == Presence.Type.AVAILABLE) {
            Caps caps = Caps.in(presence);
            if (from instanceof FullJid contact) {
                Recipient.Elsewhere recipient =
                        new Recipient.Elsewhere(router, heard.account(), contact);
                if (caps == null) {
                    forget(recipient);
                } else {
                    show(recipient, caps, heard.audience());
                }
            }
        } else if (from instanceof FullJid contact) {
            forget(new Recipient.Elsewhere(router, heard.account(), contact));
        } else if (from != null) {
            of(heard.account()).stream()
                    .filter(one -> one.account().equals(from))
                    .forEach(this::forget);
        }
    }

    /** From now on it may see what it could not see before. */
    void admitted(Admitted admitted) {
        Map<Recipient.Elsewhere, Caps> all = byOwner.get(admitted.account());
        if (all != null) {
            Map.copyOf(all)
                    .forEach(
                            (recipient, caps) -> {
                                if (recipient.account().equals(admitted.contact())) {
                                    show(recipient, caps, admitted.audience());
                                }
                            });
        }
    }

    private void show(Recipient.Elsewhere recipient, Caps caps, Audience audience) {
        if (note(recipient, caps) && audience.includes(recipient.account())) {
            capabilities.find(caps, recipient, nodes -> found(recipient, caps, nodes));
        }
    }

    private boolean note(Recipient.Elsewhere recipient, Caps caps) {
        List<Recipient.Elsewhere> old = new ArrayList<>();
        boolean[] in = new boolean[1];
        byOwner.compute(
                recipient.owner(),
                (owner, before) -> {
                    boolean known = before != null && before.containsKey(recipient);
                    if (!known && noted.get() >= most) {
                        return before;
                    }
                    Map<Recipient.Elsewhere, Caps> after =
                            before == null ? new LinkedHashMap<>() : new LinkedHashMap<>(before);
                    after.put(recipient, caps);
                    in[0] = true;
                    if (!known) {
                        noted.incrementAndGet();
                        oldest(after, recipient.account(), old);
                    }
                    return after;
                });
        old.forEach(this::forget);
        return in[0];
    }

    /** Whom the newest one is one too many for. */
    private static void oldest(
            Map<Recipient.Elsewhere, Caps> all, Jid contact, List<Recipient.Elsewhere> old) {
        List<Recipient.Elsewhere> ofContact =
                all.keySet().stream().filter(one -> one.account().equals(contact)).toList();
        if (ofContact.size() > MOST_RESOURCES) {
            old.add(ofContact.getFirst());
        }
    }

    /**
     * What it wants counts only if it still shows what was asked for, and may still see anything.
     */
    private void found(Recipient.Elsewhere recipient, Caps caps, Set<String> nodes) {
        audiences
                .of(recipient.owner())
                .whenComplete(
                        (known, failure) -> {
                            if (known == null) {
                                LOG.error("pep_audience_failed of={}", recipient.owner(), failure);
                            } else if (caps.equals(shown(recipient))) {
                                lastItems.wants(recipient, nodes, known);
                            }
                        });
    }

    private @Nullable Caps shown(Recipient.Elsewhere recipient) {
        Map<Recipient.Elsewhere, Caps> all = byOwner.get(recipient.owner());
        return all == null ? null : all.get(recipient);
    }

    private void forget(Recipient.Elsewhere recipient) {
        byOwner.computeIfPresent(
                recipient.owner(),
                (owner, before) -> {
                    if (!before.containsKey(recipient)) {
                        return before;
                    }
                    noted.decrementAndGet();
                    Map<Recipient.Elsewhere, Caps> after = new LinkedHashMap<>(before);
                    after.remove(recipient);
                    return after.isEmpty() ? null : after;
                });
        capabilities.ended(recipient);
        interests.ended(recipient);
    }

    /** The account is gone. */
    void forget(BareJid owner) {
        of(owner).forEach(this::forget);
    }

    /** An answer to a question in an account's name has come, perhaps to one of ours. */
    void answered(AccountAnswer answer) {
        if (answer.answer().from() instanceof FullJid from) {
            capabilities.answered(
                    new Recipient.Elsewhere(router, answer.account(), from), answer.answer());
        }
    }
}
