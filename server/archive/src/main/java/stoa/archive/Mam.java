package stoa.archive;

/** The words of XEP-0313. */
final class Mam {
    static final String NS = "urn:xmpp:mam:2";
    static final String EXTENDED = "urn:xmpp:mam:2#extended";
    static final String FORWARD = "urn:xmpp:forward:0";
    static final String DELAY = "urn:xmpp:delay";

    static final String WITH = "with";
    static final String START = "start";
    static final String END = "end";
    static final String BEFORE_ID = "before-id";
    static final String AFTER_ID = "after-id";
    static final String IDS = "ids";

    /** XEP-0431: the namespace, in the notation of XEP-0068 section 3.2, and the name. */
    static final String FULL_TEXT = "{urn:xmpp:fulltext:0}fulltext";

    private Mam() {}
}
