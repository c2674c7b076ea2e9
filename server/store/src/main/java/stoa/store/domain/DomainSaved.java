package stoa.store.domain;

import stoa.core.journal.Change;

/** A domain is served from now on. */
public record DomainSaved(Domain domain) implements Change {}
