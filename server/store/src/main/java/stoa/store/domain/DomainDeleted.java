package stoa.store.domain;

import stoa.core.journal.Change;

/** A domain is no longer served. Its accounts and rooms are deleted by changes of their own. */
public record DomainDeleted(String name) implements Change {}
