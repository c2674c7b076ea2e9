package stoa.rooms;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Element;

/**
 * Why an occupant's role or affiliation is another, or why it is removed (sections 8.2 and 9.1).
 *
 * @param actor the nick of whoever did it, when that is an occupant
 * @param reason what they said
 * @param version the step of the affiliations' version, XEP-0463; null for what is none
 */
record Cause(@Nullable String actor, @Nullable String reason, @Nullable Element version) {
    static final Cause UNSAID = new Cause(null, null, null);

    static Cause of(@Nullable String actor, @Nullable String reason) {
        return new Cause(actor, reason, null);
    }
}
