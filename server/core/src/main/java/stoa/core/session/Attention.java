package stoa.core.session;

/** Whether somebody looks at what a session is sent, as far as the server can know. */
public enum Attention {
    /** The client has a stream and said last that it is active (XEP-0352 section 4.2). */
    LOOKED_AT,

    /** It has a stream and has not said whether somebody looks at it. */
    CONNECTED,

    /** It has a stream and said last that it is inactive. */
    INACTIVE,

    /** It has no stream: it waits for resumption (XEP-0198 section 5), or is over. */
    AWAY;

    /** Whether what is sent reaches a client that shows it, as long as nothing else is known. */
    public boolean isThere() {
        return this == LOOKED_AT || this == CONNECTED;
    }
}
