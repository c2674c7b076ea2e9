package stoa.accounts.provision;

import stoa.store.account.Account;

/** What became of the wish for an account. */
public sealed interface Provisioned {
    /** It is there, durably, and may sign in. */
    record Created(Account account) implements Provisioned {}

    /** The address belongs to somebody already. */
    record Taken() implements Provisioned {}

    /** The password or the name cannot be used; the sentence says what would do. */
    record Unacceptable(Field field, String says) implements Provisioned {}

    /** Which part of the wish it is about. */
    enum Field {
        PASSWORD,
        NAME
    }
}
