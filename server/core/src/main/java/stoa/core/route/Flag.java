package stoa.core.route;

/**
 * Something a client has turned on for its resource, such as carbons. A feature makes its own,
 * once, as a constant; two flags of one name are two flags.
 */
public final class Flag {
    /** It has read its account's archive itself (XEP-0313): what was missed is not sent to it. */
    public static final Flag READS_ARCHIVE = new Flag("archive");

    private final String name;

    private Flag(String name) {
        this.name = name;
    }

    public static Flag named(String name) {
        return new Flag(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
