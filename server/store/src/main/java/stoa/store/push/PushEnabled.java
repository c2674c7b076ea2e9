package stoa.store.push;

import stoa.core.journal.Change;

/** The notifications are enabled; an older registration of that service and node is replaced. */
public record PushEnabled(PushRegistration registration) implements Change {}
