package stoa.store.secret;

import stoa.core.journal.Change;

/** A secret is of no use any more. */
public record SecretDeleted(String name) implements Change {}
