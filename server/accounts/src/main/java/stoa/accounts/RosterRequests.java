package stoa.accounts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.accounts.people.AliasContact;
import stoa.core.entity.Decision;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.session.Receipt;
import stoa.core.session.Session;
import stoa.store.roster.RosterItem;
import stoa.store.roster.RosterItem.Subscription;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * The owner's roster requests, RFC 6121 section 2: get (2.1.3) with versioning (2.6), set (2.3,
 * 2.4) and removal (2.5).
 */
final class RosterRequests {
    private static final int MAX_TEXT = 1_023;
    private static final int MAX_GROUPS = 50;

    private final Surroundings around;
    private final ContactChanges changes;

    RosterRequests(Surroundings around, ContactChanges changes) {
        this.around = around;
        this.changes = changes;
    }

    Decision<AccountEvent, AccountEffect> request(AccountState state, Session session, Iq iq) {
        Element query = iq.payload();
        if (query == null) {
            return refuse(session, iq, Condition.BAD_REQUEST.error());
        }
        return iq.type() == Iq.Type.GET
                ? get(state, session, iq, query)
                : set(state, session, iq, query);
    }

    private Decision<AccountEvent, AccountEffect> get(
            AccountState state, Session session, Iq iq, Element query) {
        if (query.firstChild() != null) {
            return refuse(session, iq, Condition.BAD_REQUEST.error());
        }
        List<AccountEvent> events = new ArrayList<>(1);
        List<AccountEffect> effects = new ArrayList<>();
        ConnectedResource resource = state.resource(session);
        if (resource != null && !resource.has(AccountFlags.INTERESTED)) {
            ConnectedAccount after =
                    state.connected().with(resource.with(AccountFlags.INTERESTED, true));
            events.add(new AccountEvent.Connected(after));
            effects.add(new AccountEffect.Publish(after));
        }
        RosterView view = new RosterView(around, state);
        String known = query.attribute("ver");
        Set<Jid> changed = known == null ? null : view.changedSince(known);
        if (changed == null || known == null) {
            effects.add(new AccountEffect.SendTo(session, whole(iq, view)));
        } else {
            effects.add(new AccountEffect.SendTo(session, answer(iq)));
            deltas(session, view, known, changed, effects);
        }
        return new Decision<>(events, effects, true);
    }

    private static Iq whole(Iq iq, RosterView view) {
        return answer(
                iq,
                Element.of("query", RosterView.NAMESPACE)
                        .attribute("ver", view.version())
                        .children(view.items())
                        .build());
    }

    /**
     * Section 2.6.3: what changed is pushed. Only the last push carries the new version, so that a
     * client that misses some asks again from where it was.
     */
    private static void deltas(
            Session session,
            RosterView view,
            String known,
            Set<Jid> changed,
            List<AccountEffect> effects) {
        int left = changed.size();
        for (Jid contact : changed) {
            left--;
            effects.add(
                    new AccountEffect.Push(
                            List.of(session),
                            view.itemOrRemoved(contact),
                            left == 0 ? view.version() : known));
        }
    }

    private Decision<AccountEvent, AccountEffect> set(
            AccountState state, Session session, Iq iq, Element query) {
        List<Element> items = query.elements().toList();
        Jid contact = items.size() == 1 ? contact(items.getFirst()) : null;
        if (contact == null || !items.getFirst().is("item", RosterView.NAMESPACE)) {
            return refuse(session, iq, Condition.BAD_REQUEST.error());
        }
        Element item = items.getFirst();
        if (contact.equals(state.address())) {
            return refuse(session, iq, Condition.NOT_ALLOWED.error("You are not your contact."));
        }
        return "remove".equals(item.attribute("subscription"))
                ? remove(state, session, iq, contact)
                : update(state, session, iq, contact, item);
    }

    private static @Nullable Jid contact(Element item) {
        String jid = item.attribute("jid");
        try {
            return jid == null ? null : Jid.parse(jid).bare();
        } catch (InvalidJidException e) {
            return null;
        }
    }

    private Decision<AccountEvent, AccountEffect> update(
            AccountState state, Session session, Iq iq, Jid contact, Element item) {
        List<String> groups = new ArrayList<>();
        StanzaError refusal = groups(item, groups);
        String name = item.attribute("name");
        if (refusal == null && name != null && name.length() > MAX_TEXT) {
            refusal = Condition.NOT_ACCEPTABLE.error("The name is too long.");
        }
        RosterItem before = state.contacts().findOrBlank(contact);
        if (refusal == null
                && !before.listed()
                && state.contacts().size() >= around.settings().contactLimit()) {
            refusal = Condition.RESOURCE_CONSTRAINT.error("The contact list is full.");
        }
        if (refusal != null) {
            return refuse(session, iq, refusal);
        }
        RosterItem after =
                new RosterItem(
                        contact,
                        true,
                        name == null || name.isEmpty() ? null : name,
                        ownGroups(state, contact, groups),
                        before.subscription(),
                        before.ask(),
                        before.approved(),
                        before.request());
        List<AccountEvent> events = new ArrayList<>();
        List<AccountEffect> effects = new ArrayList<>();
        changes.put(state, after, events, effects);
        if (events.isEmpty()) { // nothing new, but a push is what the client waits for
            RosterView view = new RosterView(around, state);
            ContactChanges.push(state, view.itemOrRemoved(contact), view.version(), effects);
        }
        effects.add(new AccountEffect.SendTo(session, answer(iq)));
        return new Decision<>(events, effects, true);
    }

    /** Clients send the listing's own group back with a rename; that is no choice of groups. */
    private List<String> ownGroups(AccountState state, Jid contact, List<String> groups) {
        AliasContact alias = around.aliases().contactOf(state.address(), contact);
        if (alias != null && groups.equals(List.of(alias.group()))) {
            return List.of();
        }
        return around.isListedTo(state.address(), contact)
                        && groups.equals(List.of(around.settings().everyoneGroup()))
                ? List.of()
                : groups;
    }

    /** Section 2.3.3: no empty group, none twice, none too long. */
    private static @Nullable StanzaError groups(Element item, List<String> into) {
        Set<String> seen = new HashSet<>();
        for (Element group :
                item.elements().filter(e -> e.is("group", RosterView.NAMESPACE)).toList()) {
            String text = group.text();
            if (text.isEmpty() || text.length() > MAX_TEXT || into.size() >= MAX_GROUPS) {
                return Condition.NOT_ACCEPTABLE.error("A group is empty or too long, or too many.");
            }
            if (!seen.add(text)) {
                return Condition.BAD_REQUEST.error("A group is named twice.");
            }
            into.add(text);
        }
        return null;
    }

    private Decision<AccountEvent, AccountEffect> remove(
            AccountState state, Session session, Iq iq, Jid contact) {
        if (around.isComputed(state.address(), contact)) {
            return refuse(
                    session,
                    iq,
                    Condition.NOT_ALLOWED.error("Everybody of your domain is in your list."));
        }
        RosterItem before = state.contacts().find(contact);
        if (before == null || !before.listed()) {
            return refuse(session, iq, Condition.ITEM_NOT_FOUND.error());
        }
        List<AccountEvent> events = new ArrayList<>();
        List<AccountEffect> effects = new ArrayList<>();
        RosterItem blank =
                new RosterItem(
                        contact, false, null, List.of(), Subscription.NONE, false, false, null);
        changes.put(state, blank, events, effects);
        effects.add(new AccountEffect.SendTo(session, answer(iq)));
        tellEnd(state, before, effects);
        return new Decision<>(events, effects, true);
    }

    /** Tells a contact that what was agreed with it, or asked, is over. */
    static void tellEnd(AccountState state, RosterItem before, List<AccountEffect> effects) {
        if (ContactList.iSee(before.subscription()) || before.ask()) {
            effects.add(tell(state, Presence.Type.UNSUBSCRIBE, before.contact()));
        }
        if (ContactList.seesMe(before.subscription()) || before.request() != null) {
            effects.add(tell(state, Presence.Type.UNSUBSCRIBED, before.contact()));
        }
    }

    private static AccountEffect tell(AccountState state, Presence.Type type, Jid contact) {
        return new AccountEffect.Route(Presence.of(type, state.address(), contact), Receipt.NONE);
    }

    /** An answer by the account itself. */
    private static Iq answer(Iq iq, Element... payloads) {
        return iq.result(payloads);
    }

    private static Decision<AccountEvent, AccountEffect> refuse(
            Session session, Iq iq, StanzaError error) {
        return Decision.speak(List.of(new AccountEffect.SendTo(session, iq.refuse(error))));
    }

    /** Contacts that the server puts into the roster have changed: they are pushed as they are. */
    Decision<AccountEvent, AccountEffect> contactsChanged(
            AccountState state, List<BareJid> contacts) {
        List<AccountEffect> effects = new ArrayList<>();
        RosterView view = new RosterView(around, state);
        for (BareJid contact : contacts) {
            ContactChanges.push(state, view.itemOrRemoved(contact), view.version(), effects);
        }
        return Decision.speak(effects);
    }

    /** The people of the domain have changed: what that changes in this roster is pushed. */
    Decision<AccountEvent, AccountEffect> peopleChanged(
            AccountState state, AccountCommand.PeopleChanged command) {
        var change = command.change();
        List<AccountEvent> events = new ArrayList<>();
        List<AccountEffect> effects = new ArrayList<>();
        boolean flipped = change.before().listed() != change.after().listed();
        Set<BareJid> concerned = new HashSet<>(Set.of(change.address()));
        if (flipped) {
            concerned.addAll(change.before().people().keySet());
            concerned.addAll(change.after().people().keySet());
        }
        concerned.remove(state.address());
        RosterView view = new RosterView(around, state);
        boolean mattered = change.before().listed() || change.after().listed();
        for (BareJid person : concerned) {
            if (mattered || state.contacts().find(person) != null) {
                ContactChanges.push(state, view.itemOrRemoved(person), view.version(), effects);
            }
        }
        if (flipped) {
            effects.add(
                    change.after().listed()
                            ? new AccountEffect.Collect(state.connected(), null)
                            : new AccountEffect.Forget(state.connected()));
        }
        return new Decision<>(events, effects, true);
    }
}
