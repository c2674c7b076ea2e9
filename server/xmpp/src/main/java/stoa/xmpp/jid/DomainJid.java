package stoa.xmpp.jid;

import org.jspecify.annotations.Nullable;

/** The address of a domain or a service: {@code example.org}, {@code conference.example.org}. */
public final class DomainJid implements Jid {
    private final String domain;

    DomainJid(String preparedDomain) {
        this.domain = preparedDomain;
    }

    /** Parses an address that must be a domain alone. */
    public static DomainJid of(String address) {
        return Jid.parse(address) instanceof DomainJid jid ? jid : fail();
    }

    private static DomainJid fail() {
        throw new InvalidJidException("expected a domain without localpart and resourcepart");
    }

    @Override
    public @Nullable String local() {
        return null;
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
    public DomainJid bare() {
        return this;
    }

    /** The domain with A-labels (RFC 5890 section 2.3.2.1), as the DNS and certificates have it. */
    public String ascii() {
        return Domainpart.ascii(domain);
    }

    /** The address {@code local@} this domain. */
    public BareJid account(String local) {
        return BareJid.of(local, domain);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DomainJid that && domain.equals(that.domain);
    }

    @Override
    public int hashCode() {
        return domain.hashCode();
    }

    @Override
    public String toString() {
        return domain;
    }
}
