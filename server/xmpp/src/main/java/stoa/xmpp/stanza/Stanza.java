package stoa.xmpp.stanza;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Element;

/**
 * A message, presence or IQ (RFC 6120 section 8). Immutable. Payloads are elements in their order;
 * nobody has to understand one for it to pass through. What the route learns of a stanza (archive
 * id, "this is a carbon") travels beside it, never in it.
 */
public sealed interface Stanza permits Message, Presence, Iq {
    /** The namespace of stanzas between client and server. */
    String CLIENT = "jabber:client";

    @Nullable Jid from();

    @Nullable Jid to();

    /** The sender's tracking id, or null. */
    @Nullable String id();

    /** {@code xml:lang} of the stanza, or null. */
    @Nullable String lang();

    List<Element> payloads();

    Stanza withFrom(@Nullable Jid from);

    Stanza withTo(@Nullable Jid to);

    /** The stanza as an element in {@link #CLIENT}. */
    Element toElement();

    /** True for stanzas of type {@code error}, which are never answered with an error. */
    boolean isError();

    /**
     * The error answer to this stanza: addresses swapped, id kept, type {@code error}. Must not be
     * called for a stanza that may not be answered ({@link #isError}, or an IQ result).
     */
    Stanza refuse(StanzaError error);

    /** The first payload of that name, or null. */
    default @Nullable Element payload(String name, String namespace) {
        List<Element> all = payloads();
        for (int i = 0; i < all.size(); i++) {
            Element e = all.get(i);
            if (e.is(name, namespace)) {
                return e;
            }
        }
        return null;
    }

    default boolean has(String name, String namespace) {
        return payload(name, namespace) != null;
    }
}
