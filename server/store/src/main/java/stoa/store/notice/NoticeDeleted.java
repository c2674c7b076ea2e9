package stoa.store.notice;

import stoa.core.journal.Change;

/** A domain has no notice of that kind any more. */
public record NoticeDeleted(String domain, Notice.Kind kind) implements Change {}
