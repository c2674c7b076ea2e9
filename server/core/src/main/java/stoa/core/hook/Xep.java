package stoa.core.hook;

/** An XMPP extension protocol and the version of it that is built here. */
public record Xep(int number, String version) {
    public static Xep of(int number, String version) {
        return new Xep(number, version);
    }

    /** As people write it: {@code XEP-0280}. */
    @Override
    public String toString() {
        return "XEP-%04d".formatted(number);
    }
}
