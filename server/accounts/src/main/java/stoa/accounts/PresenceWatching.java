package stoa.accounts;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqHandler;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.session.Session;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * The presence of people one looks at, in a domain too large for everybody to be listed: a client
 * says whom it shows, and hears of their presence as long as it does, as if subscribed. Asked of
 * the domain itself, by its own people only, about its own people. An extension of ours, told in
 * {@code docs/features/rosters-and-presence.md}.
 */
public final class PresenceWatching implements Feature {
    static final String NS = "urn:stoa:watch:0";

    /** So many are watched at a time: more than a screen shows. */
    static final int MAX_WATCHED = 100;

    /** Who tells presence. */
    public interface Watch {
        /**
         * Tells the session the presence of these people, and no longer of those before.
         *
         * @return false when its resource is not available: then it watches nobody
         */
        boolean watch(Session session, Set<BareJid> people);
    }

    private final Watch presence;

    public PresenceWatching(Watch presence) {
        this.presence = presence;
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of().advertises(Target.SERVER, NS);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.iq(Target.SERVER, Name.of(NS, "watch"), IqHandler.answering(this::answer));
    }

    private Iq answer(IqRequest request) {
        Session session = request.session();
        if (session == null || !request.from().domain().equals(request.domain().domain())) {
            return request.refuse(Condition.SERVICE_UNAVAILABLE);
        }
        if (!request.isSet()) {
            return request.refuse(Condition.BAD_REQUEST);
        }
        List<Element> items =
                request.payload().elements().filter(item -> item.is("item", NS)).toList();
        if (items.size() > MAX_WATCHED) {
            return request.refuse(Condition.RESOURCE_CONSTRAINT);
        }
        Set<BareJid> people = new HashSet<>();
        for (Element item : items) {
            String address = item.attribute("jid");
            try {
                if (address == null
                        || !(Jid.parse(address) instanceof BareJid person)
                        || !person.domain().equals(request.domain().domain())) {
                    return request.refuse(Condition.BAD_REQUEST);
                }
                people.add(person);
            } catch (InvalidJidException e) {
                return request.refuse(Condition.JID_MALFORMED);
            }
        }
        people.remove(session.address().account()); // whose own presence comes anyway
        return presence.watch(session, people)
                ? request.result()
                : request.refuse(Condition.UNEXPECTED_REQUEST);
    }
}
