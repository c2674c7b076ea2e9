package stoa.core.journal;

/** A change could not be made durable; nothing of it is stored. Trying again later may help. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalException(String says) {
        super(says);
    }
}
