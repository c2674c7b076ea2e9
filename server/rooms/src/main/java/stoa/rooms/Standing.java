package stoa.rooms;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stoa.store.room.Affiliation;

/** What an affiliation is worth: its name, its rank, and the role it gives (section 5.2). */
final class Standing {
    private Standing() {}

    static String text(Affiliation affiliation) {
        return switch (affiliation) {
            case OWNER -> "owner";
            case ADMIN -> "admin";
            case MEMBER -> "member";
            case OUTCAST -> "outcast";
            case NONE -> "none";
        };
    }

    static @Nullable Affiliation of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        for (Affiliation affiliation : Affiliation.values()) {
            if (affiliation.name().toLowerCase(Locale.ROOT).equals(text)) {
                return affiliation;
            }
        }
        return null;
    }

    /** Higher stands above lower, section 5.2.2. */
    static int rank(Affiliation affiliation) {
        return switch (affiliation) {
            case OWNER -> 4;
            case ADMIN -> 3;
            case MEMBER -> 2;
            case NONE -> 1;
            case OUTCAST -> 0;
        };
    }

    static boolean isAbove(Affiliation one, Affiliation other) {
        return rank(one) > rank(other);
    }

    static boolean isAdmin(Affiliation affiliation) {
        return rank(affiliation) >= rank(Affiliation.ADMIN);
    }

    static boolean isMember(Affiliation affiliation) {
        return rank(affiliation) >= rank(Affiliation.MEMBER);
    }

    /** The role on entering, section 5.1.2, table 3. */
    static Role entryRole(Affiliation affiliation, boolean moderated) {
        return switch (affiliation) {
            case OWNER, ADMIN -> Role.MODERATOR;
            case MEMBER -> Role.PARTICIPANT;
            case NONE -> moderated ? Role.VISITOR : Role.PARTICIPANT;
            case OUTCAST -> Role.NONE;
        };
    }
}
