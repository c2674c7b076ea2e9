package stoa.accounts.invite;

import stoa.accounts.provision.Provisioned;

/** What became of the wish for an account by an invitation. */
public sealed interface Accepted {
    /** The wish was looked at; if there is an account now, the invitation is used. */
    record Judged(Provisioned outcome) implements Accepted {}

    /** It was used up or taken back meanwhile. */
    record Used() implements Accepted {}

    /** It is for another user name than the one wished for. */
    record ForAnother(String username) implements Accepted {}

    /** Somebody is using it at this moment. */
    record Busy() implements Accepted {}
}
