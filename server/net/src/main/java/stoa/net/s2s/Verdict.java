package stoa.net.s2s;

/** What the authoritative server says of a dialback key (XEP-0220 section 2.1.2). */
sealed interface Verdict {
    /** The key is its own. */
    record Valid() implements Verdict {}

    /** It is not: somebody pretends. */
    record Invalid() implements Verdict {}

    /** It could not be asked. */
    record Unknown(Failure failure) implements Verdict {}
}
