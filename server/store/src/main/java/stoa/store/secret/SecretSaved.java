package stoa.store.secret;

import stoa.core.journal.Change;
import stoa.store.Bytes;

/** A secret was made or replaced. */
public record SecretSaved(String name, Bytes value) implements Change {}
