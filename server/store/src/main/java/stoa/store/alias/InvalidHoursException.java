package stoa.store.alias;

/** Hours that cannot be; the reason is a sentence for administrators. */
public final class InvalidHoursException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    public InvalidHoursException(String reason) {
        super(reason);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
