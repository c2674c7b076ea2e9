package stoa.store;

import org.jspecify.annotations.Nullable;

/**
 * The store cannot do what it was asked because its surroundings do not allow it. The message is a
 * sentence for the operator; {@link #problem} is for the program.
 */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What stands in the way. */
    public enum Problem {
        /** No space is left; commits work again when there is some. */
        DISK_FULL,
        /** The data directory or a file in it may not be written. */
        READ_ONLY,
        /** A database file is damaged or is none. */
        CORRUPT,
        /** Another process uses the same data directory or database. */
        IN_USE,
        /** A newer version of the program has migrated the schema. */
        SCHEMA_TOO_NEW,
        /** The database server does not answer or refuses us. */
        UNREACHABLE,
        /** More reads wait than the store's queue holds: try again later. */
        BUSY,
        /** The store has been closed. */
        CLOSED,
        /** A backup is incomplete or altered. */
        BAD_BACKUP,
        /** A backup should go where there is data already. */
        NOT_EMPTY,
        /** Anything else the database said. */
        FAILED
    }

    private final Problem problem;

    public StoreException(Problem problem, String sentence) {
        this(problem, sentence, null);
    }

    public StoreException(Problem problem, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
