package stoa.accounts;

import stoa.core.route.Flag;

/** The flags of a resource that accounts themselves use. */
final class AccountFlags {
    /**
     * It has asked for the roster and gets pushes (RFC 6121 section 2.1.6, interested resource).
     */
    static final Flag INTERESTED = Flag.named("roster");

    /** It has asked for the block list and gets pushes (XEP-0191 section 3.3). */
    static final Flag BLOCK_LIST = Flag.named("block-list");

    private AccountFlags() {}
}
