package stoa.rooms;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.EncodedStanza;

/**
 * A stanza that several get, of which only the {@code to} differs. Encoded at most once by each
 * thread that needs it, and only when somebody does.
 */
public final class Copy {
    private final Stanza stanza;

    /** Whoever performs effects writes it; a lost write only encodes once more. */
    private volatile @Nullable EncodedStanza encoded;

    /** Of a stanza without {@code to}. */
    Copy(Stanza stanza) {
        this.stanza = stanza;
    }

    /** Of a stanza whose encoding is known already. */
    Copy(Stanza stanza, EncodedStanza encoded) {
        this(stanza);
        this.encoded = encoded;
    }

    /** The stanza, without {@code to}. */
    public Stanza stanza() {
        return stanza;
    }

    public EncodedStanza encoded() {
        EncodedStanza known = encoded;
        if (known == null) {
            known = EncodedStanza.of(stanza.toElement());
            encoded = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Copy that && stanza.equals(that.stanza);
    }

    @Override
    public int hashCode() {
        return stanza.hashCode();
    }

    @Override
    public String toString() {
        return stanza.toString();
    }
}
