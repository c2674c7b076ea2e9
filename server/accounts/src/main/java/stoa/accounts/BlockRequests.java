package stoa.accounts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.core.route.BlockList;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.session.Receipt;
import stoa.core.session.Session;
import stoa.store.report.ReportFiled;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * The owner's block list, XEP-0191 sections 3.2 to 3.5: asked for, blocking, unblocking some and
 * all. A change takes effect for what the owner's clients send behind it at once, and for everybody
 * else when it is durable; then it is pushed to the resources that have asked for the list, and
 * presence is shown as it is now to both sides.
 */
final class BlockRequests {
    static final String NAMESPACE = "urn:xmpp:blocking";

    /** Section 3.3, last rule: what the owner is told who writes to a blocked address. */
    static final StanzaError BLOCKED =
            Condition.NOT_ACCEPTABLE
                    .error("You have blocked this address.")
                    .withType(StanzaError.Type.CANCEL)
                    .withApplication(Element.empty("blocked", "urn:xmpp:blocking:errors"));

    private static final StanzaError FULL =
            Condition.RESOURCE_CONSTRAINT.error("The block list is full.");
    private static final StanzaError ONESELF =
            Condition.NOT_ALLOWED.error("You cannot block yourself.");

    private final Surroundings around;

    BlockRequests(Surroundings around) {
        this.around = around;
    }

    static boolean takes(@Nullable Element payload) {
        return payload != null && payload.namespace().equals(NAMESPACE);
    }

    Decision<AccountEvent, AccountEffect> request(
            AccountState state, Session session, Iq iq, Element payload) {
        boolean set = iq.type() == Iq.Type.SET;
        return switch (payload.name()) {
            case "blocklist" ->
                    set
                            ? refuse(session, iq, Condition.BAD_REQUEST.error())
                            : list(state, session, iq);
            case "block" ->
                    set
                            ? block(state, session, iq, payload)
                            : refuse(session, iq, Condition.BAD_REQUEST.error());
            case "unblock" ->
                    set
                            ? unblock(state, session, iq, payload)
                            : refuse(session, iq, Condition.BAD_REQUEST.error());
            default -> refuse(session, iq, Condition.SERVICE_UNAVAILABLE.error());
        };
    }

    /** Section 3.2; who asks is told of changes from now on. */
    private static Decision<AccountEvent, AccountEffect> list(
            AccountState state, Session session, Iq iq) {
        List<AccountEvent> events = new ArrayList<>(1);
        List<AccountEffect> effects = new ArrayList<>(2);
        ConnectedResource resource = state.resource(session);
        if (resource != null && !resource.has(AccountFlags.BLOCK_LIST)) {
            ConnectedAccount after =
                    state.connected().with(resource.with(AccountFlags.BLOCK_LIST, true));
            events.add(new AccountEvent.Connected(after));
            effects.add(new AccountEffect.Publish(after));
        }
        List<Jid> sorted =
                state.blocked().items().stream()
                        .sorted(Comparator.comparing(Jid::toString))
                        .toList();
        effects.add(new AccountEffect.SendTo(session, iq.result(payload("blocklist", sorted))));
        return new Decision<>(events, effects, true);
    }

    private static Element payload(String name, Collection<Jid> items) {
        Element.Builder payload = Element.of(name, NAMESPACE);
        for (Jid item : items) {
            payload.child(Element.of("item", NAMESPACE).attribute("jid", item.toString()).build());
        }
        return payload.build();
    }

    /** The items of a command, each with its element, or why not. */
    private sealed interface Items {
        record Good(Map<Jid, Element> items) implements Items {}

        record Bad(StanzaError error) implements Items {}
    }

    private static Items items(Element command) {
        Map<Jid, Element> items = new LinkedHashMap<>();
        for (Element item : command.elements().toList()) {
            if (!item.is("item", NAMESPACE)) {
                continue;
            }
            String jid = item.attribute("jid");
            if (jid == null) {
                return new Items.Bad(Condition.BAD_REQUEST.error("An item has no jid."));
            }
            try {
                items.putIfAbsent(Jid.parse(jid), item);
            } catch (InvalidJidException e) {
                return new Items.Bad(Condition.JID_MALFORMED.error());
            }
        }
        return new Items.Good(items);
    }

    /** Section 3.3. */
    private Decision<AccountEvent, AccountEffect> block(
            AccountState state, Session session, Iq iq, Element command) {
        return switch (items(command)) {
            case Items.Bad(var error) -> refuse(session, iq, error);
            case Items.Good(var items) -> block(state, session, iq, items);
        };
    }

    private Decision<AccountEvent, AccountEffect> block(
            AccountState state, Session session, Iq iq, Map<Jid, Element> items) {
        if (items.isEmpty()) {
            return refuse(session, iq, Condition.BAD_REQUEST.error());
        }
        BlockList before = state.blocked();
        BlockList now = before.with(items.keySet());
        for (Jid item : items.keySet()) {
            if (item.bare().equals(state.address())) {
                return refuse(session, iq, ONESELF);
            }
        }
        if (now.items().size() > around.settings().blockLimit()) {
            return refuse(session, iq, FULL);
        }
        List<AccountEvent> events = new ArrayList<>();
        List<AccountEffect> effects = new ArrayList<>();
        changed(before, now, events, effects);
        answer(state, session, iq, payload("block", items.keySet()), effects);
        if (now.items().size() > before.items().size()) {
            ConnectedAccount after = takeBack(state.connected(), now, effects);
            events.add(new AccountEvent.Connected(after));
            // Another snapshot in any case: who looks at this account meanwhile looks again.
            effects.add(new AccountEffect.Publish(after));
            effects.add(new AccountEffect.Part(after, before, now));
        }
        report(state, items, events, effects);
        return new Decision<>(events, effects, true);
    }

    /** XEP-0377 section 6. */
    private void report(
            AccountState state,
            Map<Jid, Element> items,
            List<AccountEvent> events,
            List<AccountEffect> effects) {
        long nowMs = around.nowMs();
        int left = state.reportsLeft(nowMs);
        for (Map.Entry<Jid, Element> item : items.entrySet()) {
            ReportFiled report = Reports.read(state.address(), item.getKey(), item.getValue());
            if (report != null) {
                boolean stored = left-- > 0;
                if (stored) {
                    events.add(new AccountEvent.Reported(report, nowMs));
                }
                effects.add(new AccountEffect.NoteReport(report, stored));
            }
        }
    }

    /** Directed presence to whoever is blocked now is taken back: rooms are left. */
    private static ConnectedAccount takeBack(
            ConnectedAccount account, BlockList now, List<AccountEffect> effects) {
        ConnectedAccount after = account.seenBy(account.audience());
        for (ConnectedResource resource : account.resources()) {
            ConnectedResource changed = resource;
            for (Jid to : resource.directed()) {
                if (now.blocks(to)) {
                    changed = changed.directed(to, false);
                    effects.add(
                            new AccountEffect.Route(
                                    Presence.of(Presence.Type.UNAVAILABLE, resource.address(), to),
                                    Receipt.NONE));
                }
            }
            after = after.with(changed);
        }
        return after;
    }

    /** Sections 3.4 and 3.5: without an item, all. */
    private static Decision<AccountEvent, AccountEffect> unblock(
            AccountState state, Session session, Iq iq, Element command) {
        return switch (items(command)) {
            case Items.Bad(var error) -> refuse(session, iq, error);
            case Items.Good(var items) -> {
                BlockList before = state.blocked();
                BlockList now =
                        items.isEmpty()
                                ? BlockList.empty(state.address())
                                : before.without(items.keySet());
                List<AccountEvent> events = new ArrayList<>();
                List<AccountEffect> effects = new ArrayList<>();
                changed(before, now, events, effects);
                answer(state, session, iq, payload("unblock", items.keySet()), effects);
                if (now.items().size() < before.items().size()) {
                    effects.add(new AccountEffect.Reunite(state.connected(), before, now));
                }
                yield new Decision<>(events, effects, true);
            }
        };
    }

    private static void changed(
            BlockList before,
            BlockList now,
            List<AccountEvent> events,
            List<AccountEffect> effects) {
        if (now.items().equals(before.items())) {
            return;
        }
        List<Jid> added = new ArrayList<>(now.items());
        added.removeAll(before.items());
        List<Jid> removed = new ArrayList<>(before.items());
        removed.removeAll(now.items());
        events.add(new AccountEvent.BlockListChanged(now, added, removed));
        effects.add(new AccountEffect.PublishBlocks(now));
    }

    /** The result, and the push to those who have asked for the list, also if nothing changed. */
    private static void answer(
            AccountState state,
            Session session,
            Iq iq,
            Element payload,
            List<AccountEffect> effects) {
        effects.add(new AccountEffect.SendTo(session, iq.result()));
        List<Session> interested = new ArrayList<>();
        for (ConnectedResource resource : state.connected().resources()) {
            if (resource.has(AccountFlags.BLOCK_LIST)) {
                interested.add(resource.session());
            }
        }
        if (!interested.isEmpty()) {
            effects.add(new AccountEffect.PushBlocks(interested, payload));
        }
    }

    private static Decision<AccountEvent, AccountEffect> refuse(
            Session session, Iq iq, StanzaError error) {
        return Decision.speak(List.of(new AccountEffect.SendTo(session, iq.refuse(error))));
    }
}
