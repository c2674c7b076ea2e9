package stoa.rooms;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import stoa.store.room.Affiliation;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.rsm.PageRequest;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Reads IQs to a room or to an occupant. */
final class IqReader {
    private final Predicate<Element> asksForHistory;

    IqReader(Predicate<Element> asksForHistory) {
        this.asksForHistory = asksForHistory;
    }

    Reading read(Iq iq, Jid from, @Nullable String nick) {
        if (nick != null) {
            return toOccupant(iq, from, nick);
        }
        Element payload = iq.payload();
        if (!iq.isRequest()) {
            return Reading.NOTHING; // a room asks nothing
        }
        if (payload == null || Muc.REQUESTS.isMisnamed(payload)) {
            return Reading.refuse(Condition.BAD_REQUEST);
        }
        boolean get = iq.type() == Iq.Type.GET;
        return switch (payload.namespace()) {
            case Muc.DISCO_INFO -> get ? info(iq, from, payload) : notAllowed();
            case Muc.DISCO_ITEMS -> get ? items(iq, from, payload) : notAllowed();
            case Muc.ADMIN -> admin(iq, from, payload);
            case Muc.OWNER -> get ? owner(iq, from, payload) : ownerSet(iq, from, payload);
            case Muc.MENTIONS -> mentions(iq, from, payload, get);
            case Muc.REGISTRATION ->
                    get
                            ? Reading.of(new RoomCommand.GetRegistration(from, iq))
                            : register(iq, from, payload);
            case Muc.VCARD -> vcard(iq, from, payload, get);
            case Muc.COMMANDS -> get ? notAllowed() : command(iq, from, payload);
            case Muc.MODERATE -> get ? notAllowed() : moderate(iq, from, payload);
            case Muc.PING -> get ? Reading.of(new RoomCommand.PingRoom(from, iq)) : notAllowed();
            default ->
                    asksForHistory.test(payload)
                            ? Reading.of(new RoomCommand.AskHistory(from, iq))
                            : Reading.refuse(Condition.SERVICE_UNAVAILABLE);
        };
    }

    private static Reading notAllowed() {
        return Reading.refuse(Condition.NOT_ALLOWED);
    }

    private static Reading toOccupant(Iq iq, Jid from, String nick) {
        if (!iq.isRequest()) {
            return Reading.of(new RoomCommand.RelayAnswer(from, nick, iq));
        }
        return from instanceof FullJid session
                ? Reading.of(new RoomCommand.RelayRequest(session, nick, iq))
                : Reading.refuse(Condition.NOT_ACCEPTABLE);
    }

    private static Reading info(Iq iq, Jid from, Element query) {
        return switch (query.attribute("node")) {
            case null -> Reading.of(new RoomCommand.Describe(from, iq));
            case Muc.RESERVED_NICK -> Reading.of(new RoomCommand.AskReservedNick(from, iq));
            // Section 6.4's node for allowed traffic: this room lets everything pass and keeps no
            // list
            case Muc.TRAFFIC -> Reading.refuse(Condition.FEATURE_NOT_IMPLEMENTED);
            case String node -> {
                HatCommands.Kind kind = HatCommands.Kind.of(node);
                yield kind == null
                        ? Reading.refuse(Condition.ITEM_NOT_FOUND)
                        : Reading.of(new RoomCommand.DescribeCommand(from, kind, iq));
            }
        };
    }

    private static Reading mentions(Iq iq, Jid from, Element query, boolean get) {
        if (get) {
            return Reading.of(new RoomCommand.GetMentions(from, iq));
        }
        DataForm form = query.elements().count() == 1 ? DataForm.in(query) : null;
        return form == null
                        || form.type() != DataForm.Type.SUBMIT
                        || !Muc.MENTIONS.equals(form.formType())
                ? Reading.refuse(Condition.BAD_REQUEST)
                : Reading.of(new RoomCommand.ConfigureMentions(from, form, iq));
    }

    private static Reading vcard(Iq iq, Jid from, Element card, boolean get) {
        return Reading.of(
                get
                        ? new RoomCommand.ReadVcard(from, iq)
                        : new RoomCommand.PublishVcard(from, card, iq));
    }

    /** XEP-0050 section 4: there are no steps to go back to. */
    private static Reading command(Iq iq, Jid from, Element command) {
        HatCommands.Kind kind = HatCommands.Kind.of(command.attribute("node"));
        if (kind == null) {
            return Reading.refuse(Condition.ITEM_NOT_FOUND, "There is no such command.");
        }
        String action = command.attribute("action");
        boolean cancelled = "cancel".equals(action);
        boolean known =
                action == null
                        || cancelled
                        || action.equals("execute")
                        || action.equals("next")
                        || action.equals("complete");
        if (!known) {
            return Reading.refused(
                    Condition.BAD_REQUEST
                            .error()
                            .withApplication(Element.empty("bad-action", Muc.COMMANDS)));
        }
        Element x = command.child("x", DataForm.NAMESPACE);
        DataForm form = x == null ? null : DataForm.read(x);
        boolean bad =
                x != null
                        && (form == null
                                || form.type() != DataForm.Type.SUBMIT
                                || !HatCommands.FORM.equals(form.formType()));
        return bad && !cancelled
                ? Reading.refused(
                        Condition.BAD_REQUEST
                                .error()
                                .withApplication(Element.empty("bad-payload", Muc.COMMANDS)))
                : Reading.of(
                        new RoomCommand.RunHatCommand(
                                from, kind, command.attribute("sessionid"), cancelled, form, iq));
    }

    private static Reading admin(Iq iq, Jid from, Element query) {
        List<Element> items = query.elements().filter(e -> e.is("item", Muc.ADMIN)).toList();
        if (items.isEmpty()) {
            return Reading.refuse(Condition.BAD_REQUEST);
        }
        if (iq.type() == Iq.Type.SET) {
            return StandingItems.read(iq, from, items);
        }
        String affiliation = items.getFirst().attribute("affiliation");
        String role = items.getFirst().attribute("role");
        Affiliation listed = Standing.of(affiliation);
        Role wanted = Role.of(role);
        if (items.size() != 1 || (affiliation == null) == (role == null)) {
            return Reading.refuse(Condition.BAD_REQUEST);
        }
        if (listed != null && listed != Affiliation.NONE) {
            return Reading.of(new RoomCommand.ListAffiliation(from, listed, iq));
        }
        return wanted != null && wanted != Role.NONE && from instanceof FullJid session
                ? Reading.of(new RoomCommand.ListRole(session, wanted, iq))
                : Reading.refuse(Condition.BAD_REQUEST);
    }

    private static Reading items(Iq iq, Jid from, Element query) {
        String node = query.attribute("node");
        if (node != null) {
            return node.equals(Muc.COMMANDS)
                    ? Reading.of(new RoomCommand.ListCommands(from, iq))
                    : Reading.refuse(Condition.ITEM_NOT_FOUND);
        }
        return switch (PageRequest.in(query)) {
            case PageRequest.Asked(PageRequest page) ->
                    Reading.of(new RoomCommand.ListOccupants(from, page, iq));
            case PageRequest.NotAsked none ->
                    Reading.of(new RoomCommand.ListOccupants(from, null, iq));
            case PageRequest.Malformed malformed -> Reading.refuse(Condition.BAD_REQUEST);
        };
    }

    /** XEP-0425 section 3: one message, and retraction is all there is to do to it. */
    private static Reading moderate(Iq iq, Jid from, Element moderate) {
        String id = moderate.attribute("id");
        long asked = moderate.elements().filter(e -> e.is("retract", Muc.RETRACT)).count();
        long reasons = moderate.elements().filter(e -> e.is("reason", Muc.MODERATE)).count();
        boolean whole = id != null && asked == 1 && reasons <= 1;
        if (!whole || id == null) {
            return Reading.refuse(Condition.BAD_REQUEST);
        }
        if (!(from instanceof FullJid session)) {
            return Reading.refuse(Condition.FORBIDDEN);
        }
        long archived = Reading.archiveId(id);
        String reason = moderate.childText("reason");
        return archived == 0
                ? Reading.refuse(Condition.ITEM_NOT_FOUND, "There is no such message in this room.")
                : Reading.of(
                        new RoomCommand.Moderate(
                                session,
                                archived,
                                reason == null || reason.isBlank() ? null : reason,
                                null,
                                iq));
    }

    private static Reading owner(Iq iq, Jid from, Element query) {
        return query.firstChild() == null
                ? Reading.of(new RoomCommand.GetConfig(from, iq))
                : Reading.refuse(Condition.BAD_REQUEST);
    }

    private static Reading ownerSet(Iq iq, Jid from, Element query) {
        if (query.elements().count() != 1) {
            return Reading.refuse(Condition.BAD_REQUEST);
        }
        Element destroy = query.child("destroy", Muc.OWNER);
        if (destroy != null) {
            return destroy(iq, from, destroy);
        }
        DataForm form = DataForm.in(query);
        if (form == null) {
            return Reading.refuse(Condition.BAD_REQUEST);
        }
        return switch (form.type()) {
            case SUBMIT -> Reading.of(new RoomCommand.Configure(from, form, iq));
            case CANCEL -> Reading.of(new RoomCommand.CancelConfig(from, iq));
            case FORM, RESULT -> Reading.refuse(Condition.BAD_REQUEST);
        };
    }

    private static Reading destroy(Iq iq, Jid from, Element destroy) {
        String alternate = destroy.attribute("jid");
        Jid instead = alternate == null || alternate.isEmpty() ? null : Reading.address(alternate);
        if (alternate != null && !alternate.isEmpty() && instead == null) {
            return Reading.refuse(Condition.JID_MALFORMED);
        }
        return Reading.of(
                new RoomCommand.Destroy(
                        from,
                        instead,
                        destroy.childText("reason"),
                        destroy.childText("password"),
                        iq));
    }

    private static Reading register(Iq iq, Jid from, Element query) {
        if (query.child("remove", Muc.REGISTRATION) != null) {
            return query.elements().count() == 1
                    ? Reading.of(new RoomCommand.Unregister(from, iq))
                    : Reading.refuse(Condition.BAD_REQUEST);
        }
        Element x = query.child("x", DataForm.NAMESPACE);
        if (x == null) {
            String nick = query.childText("username");
            return nick == null
                    ? Reading.refuse(Condition.BAD_REQUEST)
                    : Reading.of(new RoomCommand.Register(from, Reading.nick(iq.to(), nick), iq));
        }
        DataForm form = DataForm.read(x);
        if (form == null || form.type() != DataForm.Type.SUBMIT) {
            return Reading.refuse(Condition.BAD_REQUEST);
        }
        if (!Muc.REGISTER.equals(form.formType())) {
            return Reading.refuse(Condition.BAD_REQUEST, "This is no registration.");
        }
        String nick = form.value(Registration.NICK);
        return Reading.of(
                new RoomCommand.Register(
                        from, nick == null ? null : Reading.nick(iq.to(), nick), iq));
    }
}
