package stoa.accounts.invite;

import stoa.store.invite.Invite;

/** What became of a look at an invitation. */
public sealed interface Looked {
    /** It can be used. */
    record Open(Invite invite) implements Looked {}

    /** It was used as often as it may be, or taken back, or there was none. */
    record Used() implements Looked {}

    /** It is too old. */
    record Expired() implements Looked {}
}
