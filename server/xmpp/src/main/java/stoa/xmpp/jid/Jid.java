package stoa.xmpp.jid;

import org.jspecify.annotations.Nullable;

/**
 * An XMPP address, RFC 7622: {@code [localpart@]domainpart[/resourcepart]}, prepared and therefore
 * comparable by {@link Object#equals}. Immutable; safe on any thread.
 */
public sealed interface Jid permits DomainJid, BareJid, FullJid {

    /**
     * Parses and prepares an address.
     *
     * @throws InvalidJidException when RFC 7622 does not allow it (a stanza is then answered with
     *     {@code jid-malformed})
     */
    static Jid parse(String address) {
        return JidParser.parse(address);
    }

    /** The prepared localpart, or null when there is none. */
    @Nullable String local();

    /** The prepared domainpart. */
    String domain();

    /** The prepared resourcepart, or null when there is none. */
    @Nullable String resource();

    /**
     * This address without its resourcepart: a {@link BareJid}, or a {@link DomainJid} when there
     * is no localpart.
     */
    Jid bare();

    /** The address as it stands in a stanza. */
    @Override
    String toString();
}
