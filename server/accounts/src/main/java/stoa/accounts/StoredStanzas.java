package stoa.accounts;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.store.Bytes;
import stoa.store.StoreException;
import stoa.store.StoredXml;
import stoa.store.roster.RosterItem;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaCodec;

/** Stanzas as they are stored, and back. Any thread. */
public final class StoredStanzas {
    private static final Logger LOG = LoggerFactory.getLogger(StoredStanzas.class);

    private StoredStanzas() {}

    static Bytes bytes(Stanza stanza) {
        return StoredXml.write(stanza.toElement());
    }

    /** A message of the archive; null (and logged) when it cannot be read. */
    public static @Nullable Message message(Bytes stored) {
        return read(stored) instanceof Message message ? message : null;
    }

    /** The contact's subscription request that waits for an answer. */
    static Presence request(BareJid owner, RosterItem item) {
        Bytes stored = item.request();
        Presence bare = Presence.of(Presence.Type.SUBSCRIBE, item.contact(), owner);
        return stored != null && read(stored) instanceof Presence request ? request : bare;
    }

    private static @Nullable Stanza read(Bytes stored) {
        try {
            if (StanzaCodec.read(StoredXml.read(stored)) instanceof StanzaCodec.Good(var stanza)) {
                return stanza;
            }
        } catch (StoreException damaged) {
            // No XML: one row is damaged, and not what stands beside it.
        }
        LOG.error("stored_stanza_unreadable length={}", stored.length());
        return null;
    }
}
