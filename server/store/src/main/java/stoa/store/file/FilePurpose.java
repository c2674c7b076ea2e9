package stoa.store.file;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a file was uploaded for (XEP-0363 section 5), and so how long it is kept.
 *
 * @param expiresAt when an ephemeral file is gone, if its owner's client said so
 */
public record FilePurpose(Kind kind, @Nullable Instant expiresAt) {
    /** What is meant where nothing is said. */
    public static final FilePurpose MESSAGE = of(Kind.MESSAGE);

    /** The purposes there are, by the names of their elements. */
    public enum Kind {
        /** A message's attachment. */
        MESSAGE,
        /** What shows a person or a room: an avatar. */
        PROFILE,
        /** What is meant to be over soon: a story. */
        EPHEMERAL,
        /** What is meant to stay: a picture in an article. */
        PERMANENT;

        /** Whether it goes when it is as old as files may become. */
        public boolean ages() {
            return this == MESSAGE || this == EPHEMERAL;
        }
    }

    /** Without an end of its own. */
    public static FilePurpose of(Kind kind) {
        return new FilePurpose(kind, null);
    }

    /** Whether its own end has come. */
    public boolean isOver(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }
}
