package stoa.core.route;

/**
 * Something a client has turned on for its resource, such as carbons. A feature makes its own,
 * once, as a constant; two flags of one name are two flags.
 */
public final class Flag {
    /** It gets copies of what its account's other resources send and are sent (XEP-0280). */
    public static final Flag CARBONS = new Flag("carbons");

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
