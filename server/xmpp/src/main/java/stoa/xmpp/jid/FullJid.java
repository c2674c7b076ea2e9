package stoa.xmpp.jid;

import org.jspecify.annotations.Nullable;

/**
 * The address of one resource or occupant: {@code juliet@example.org/balcony}, {@code
 * garden@rooms.example.org/Juliet}.
 */
public final class FullJid implements Jid {
    private final Jid bare;
    private final String resource;
    private final String text;

    FullJid(Jid bare, String preparedResource) {
        this.bare = bare;
        this.resource = preparedResource;
        this.text = bare + "/" + preparedResource;
    }

    /** Parses an address that must have a resourcepart. */
    public static FullJid of(String address) {
        if (Jid.parse(address) instanceof FullJid jid) {
            return jid;
        }
        throw new InvalidJidException("expected an address with a resourcepart");
    }

    @Override
    public @Nullable String local() {
        return bare.local();
    }

    @Override
    public String domain() {
        return bare.domain();
    }

    @Override
    public String resource() {
        return resource;
    }

    @Override
    public Jid bare() {
        return bare;
    }

    /**
     * The account or room this resource belongs to.
     *
     * @throws InvalidJidException when the address has no localpart
     */
    public BareJid account() {
        if (bare instanceof BareJid account) {
            return account;
        }
        throw new InvalidJidException("expected a localpart");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof FullJid that && text.equals(that.text));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
