package stoa.xmpp.jid;

import org.jspecify.annotations.Nullable;

/** The address of an account or a room: {@code juliet@example.org}. */
public final class BareJid implements Jid {
    private final String local;
    private final String domain;
    private final String text;

    BareJid(String preparedLocal, String preparedDomain) {
        this.local = preparedLocal;
        this.domain = preparedDomain;
        this.text = preparedLocal + '@' + preparedDomain;
    }

    /** Parses an address that must have a localpart and no resourcepart. */
    public static BareJid of(String address) {
        if (Jid.parse(address) instanceof BareJid jid) {
            return jid;
        }
        throw new InvalidJidException("expected localpart@domainpart");
    }

    /** Prepares both parts and joins them. */
    public static BareJid of(String local, String domain) {
        return JidParser.account(local, domain);
    }

    @Override
    public String local() {
        return local;
    }

    @Override
    public String domain() {
        return domain;
    }

    @Override
    public @Nullable String resource() {
        return null;
    }

    @Override
    public BareJid bare() {
        return this;
    }

    /** This address with a resourcepart, which is prepared with the OpaqueString profile. */
    public FullJid withResource(String resource) {
        return JidParser.full(this, resource);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof BareJid that && text.equals(that.text));
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
