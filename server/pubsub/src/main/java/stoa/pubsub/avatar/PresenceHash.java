package stoa.pubsub.avatar;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.PresenceRoute.Outgoing;
import stoa.core.session.Session;
import stoa.pubsub.pep.PersonalEventing;
import stoa.pubsub.service.LastItem;
import stoa.store.Bytes;
import stoa.store.StoredXml;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.xml.Element;

/**
 * Says the avatar's hash in the presence of clients that do not (XEP-0398 section 4). A client that
 * says that it shows none ({@code <photo/>}) is left alone. On the accounts' turns; reads memory
 * only.
 */
final class PresenceHash {
    static final String UPDATE = "vcard-temp:x:update";

    private final PersonalEventing eventing;

    /** Those whose own presence says that they show no picture. */
    private final Set<Session> silent = ConcurrentHashMap.newKeySet();

    PresenceHash(PersonalEventing eventing) {
        this.eventing = eventing;
    }

    void ended(Session session) {
        silent.remove(session);
    }

    Outgoing stamp(Outgoing outgoing) {
        Presence presence = outgoing.presence();
        Element x = presence.payload("x", UPDATE);
        Element photo = x == null ? null : x.child("photo", UPDATE);
        boolean saysNone =
                outgoing.again()
                        ? silent.contains(outgoing.session())
                        : photo != null && photo.text().isEmpty();
        if (!outgoing.again() && presence.to() == null) {
            note(outgoing.session(), saysNone);
        }
        if (saysNone) {
            return outgoing;
        }
        BareJid account = outgoing.session().address().account();
        LastItem last = eventing.last(account, Picture.METADATA);
        String hash = last == null ? null : hash(last);
        if (hash == null && (x == null || (last == null && photo != null))) {
            return outgoing;
        }
        return outgoing.with(with(presence, hash));
    }

    private void note(Session session, boolean saysNone) {
        if (saysNone) {
            silent.add(session);
        } else {
            silent.remove(session);
        }
    }

    /** The id of the picture that is an item of ours; null when there is none. */
    private static @Nullable String hash(LastItem last) {
        Bytes payload = last.payload();
        if (payload == null || payload.length() == 0) {
            return null;
        }
        Element info = Picture.info(StoredXml.read(payload));
        return info == null ? null : info.attribute("id");
    }

    private static Presence with(Presence presence, @Nullable String hash) {
        List<Element> payloads = new ArrayList<>(presence.payloads());
        payloads.removeIf(payload -> payload.is("x", UPDATE));
        payloads.add(Element.of("x", UPDATE).child("photo", hash == null ? "" : hash).build());
        return presence.withPayloads(payloads);
    }
}
