package stoa.store.domain;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Reads the domains. */
public interface DomainStore {
    /** All domains, by name. */
    CompletionStage<List<Domain>> list();
}
