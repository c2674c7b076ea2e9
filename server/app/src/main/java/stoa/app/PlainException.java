package stoa.app;

/** A failure whose message is a sentence for the operator: what is wrong and what to do. */
public final class PlainException extends Exception {
    private static final long serialVersionUID = 1L;

    public PlainException(String sentence) {
        super(sentence);
    }

    public PlainException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
