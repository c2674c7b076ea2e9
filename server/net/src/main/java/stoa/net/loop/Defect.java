package stoa.net.loop;

import java.util.Arrays;

/** What the log says of a mistake of the server's own, which ended something. Any thread. */
public final class Defect {
    private Defect() {}

    /** Its class and where it was made. Not its words: they may be what somebody wrote. */
    public static String of(Throwable thrown) {
        String place =
                Arrays.stream(thrown.getStackTrace())
                        .filter(frame -> frame.getClassName().startsWith("stoa."))
                        .findFirst()
                        .map(StackTraceElement::toString)
                        .orElse("?");
        return "failure=" + thrown.getClass().getName() + " at=" + place;
    }
}
