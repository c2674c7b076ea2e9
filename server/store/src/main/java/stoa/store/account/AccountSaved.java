package stoa.store.account;

import stoa.core.journal.Change;

/** An account was created, renamed, enabled, disabled or given or denied administration. */
public record AccountSaved(Account account) implements Change {}
