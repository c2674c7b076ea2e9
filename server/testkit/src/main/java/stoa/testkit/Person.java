package stoa.testkit;

import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;

/** Somebody of the cast. */
public record Person(BareJid address) {
    public static final Person JULIET = of("juliet@example.org");
    public static final Person ROMEO = of("romeo@example.org");
    public static final Person MERCUTIO = of("mercutio@example.org");
    public static final Person NURSE = of("nurse@example.org");

    /** Of another house. */
    public static final Person TYBALT = of("tybalt@capulet.example");

    public static Person of(String address) {
        return new Person(BareJid.of(address));
    }

    public FullJid on(String resource) {
        return address.withResource(resource);
    }
}
