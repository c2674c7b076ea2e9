package stoa.accounts;

import stoa.core.route.Flag;

/** The flags of a resource that accounts themselves use. */
final class AccountFlags {
    /**
     * It has asked for the roster and gets pushes (RFC 6121 section 2.1.6, interested resource).
     */
    static final Flag INTERESTED = Flag.named("roster");

    private AccountFlags() {}
}
