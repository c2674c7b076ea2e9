package stoa.net.sm;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stream.EncodedStanzaReader;
import stoa.xmpp.xml.EncodedStanza;

/**
 * A stanza on its way to one client: a value of its own, or shared bytes with this client's
 * address. It is at the same time the link of the queues it passes, so that sending costs one small
 * object.
 */
public final class Outgoing {
    private final @Nullable Stanza stanza;
    private final @Nullable EncodedStanza encoded;
    private final @Nullable Jid to;
    private final long archiveId;

    /** The queue it is in; whoever holds the queue owns this field. */
    public @Nullable Outgoing next;

    /** The bytes it took when it was written, or about those it will take. */
    int bytes;

    private boolean toldOf;

    public Outgoing(Stanza stanza) {
        this.stanza = stanza;
        this.encoded = null;
        this.to = null;
        this.archiveId = 0;
    }

    /**
     * Shared bytes, with this client's address.
     *
     * @param archiveId where a message stands in the client's history; 0 for all else
     */
    public Outgoing(EncodedStanza encoded, Jid to, long archiveId) {
        this.stanza = null;
        this.encoded = encoded;
        this.to = to;
        this.archiveId = archiveId;
    }

    /** The stanza, or null when it is {@link #encoded}. */
    public @Nullable Stanza stanza() {
        return stanza;
    }

    public boolean isMessage() {
        return encoded == null ? stanza instanceof Message : encoded.isNamed("message");
    }

    public boolean isPresence() {
        return encoded == null ? stanza instanceof Presence : encoded.isNamed("presence");
    }

    /**
     * Whether somebody who is not looking may want to know of it: a message, or a request to see
     * presence. True once.
     */
    public boolean isToTellOf() {
        boolean first =
                !toldOf
                        && (isMessage()
                                || (stanza instanceof Presence presence
                                        && presence.type() == Presence.Type.SUBSCRIBE));
        toldOf |= first;
        return first;
    }

    /** The stanza, read from its bytes if need be; null only when they cannot be read. */
    public @Nullable Stanza read() {
        EncodedStanza bytes = encoded;
        Jid address = to;
        return bytes == null || address == null
                ? stanza
                : EncodedStanzaReader.read(bytes, address.toString());
    }

    public @Nullable EncodedStanza encoded() {
        return encoded;
    }

    /** The {@code to} of an encoded stanza. */
    public @Nullable Jid to() {
        return to;
    }

    /** Where a message stands in the client's history; 0 for all else. */
    public long archiveId() {
        return archiveId;
    }
}
