package stoa.app.pie;

/** A file that cannot be read on: where and why, in a sentence for the operator. */
public final class PieException extends Exception {
    private static final long serialVersionUID = 1L;

    PieException(String sentence) {
        super(sentence);
    }

    PieException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
