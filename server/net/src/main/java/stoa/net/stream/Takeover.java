package stoa.net.stream;

/**
 * A resumption that waits until what the old stream brought is handled (XEP-0198 section 5).
 *
 * @param to the loop of the stream that is to have the session, on which it is answered
 * @param deadlineMs when it waits no longer
 */
record Takeover(StreamLoop to, Answer answer, long deadlineMs) {
    /** What can become of a wish to resume. Called on the loop of who wished it, once. */
    interface Answer {
        /** The session is on your loop now: attach it, or give it back by detaching. */
        void resumed(ClientSession session, long handled);

        void gone();

        /** A newer connection of the client has the session. */
        void replaced();

        void countTooHigh(long h, long sent);
    }

    boolean isOver(long nowMs) {
        return nowMs >= deadlineMs;
    }

    /** A newer connection takes its place; what was under way has no more time for that. */
    Takeover by(StreamLoop newer, Answer answerNewer) {
        to.executor().execute(answer::replaced);
        return new Takeover(newer, answerNewer, deadlineMs);
    }

    void gone() {
        to.executor().execute(answer::gone);
    }
}
