package stoa.xmpp.stream;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of reading one token: the index behind it, or one of two codes. Shared by the readers
 * of one parser, so that a refusal found deep down needs no exception to get out.
 */
final class Scan {
    /** The token goes on behind the bytes at hand; nothing was changed by reading it. */
    static final int INCOMPLETE = -1;

    /** The token is refused; {@link #error} says why. */
    static final int FAILED = -2;

    private @Nullable StreamError error;

    int fail(StreamError.Condition condition, String text) {
        error = condition.error(text);
        return FAILED;
    }

    int malformed(String text) {
        return fail(StreamError.Condition.NOT_WELL_FORMED, text);
    }

    int notUtf8() {
        return fail(StreamError.Condition.UNSUPPORTED_ENCODING, "not UTF-8");
    }

    @Nullable StreamError error() {
        return error;
    }
}
