package stoa.app.serve;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import stoa.app.config.StoaConfig;
import stoa.store.Store;
import stoa.store.domain.Domain;
import stoa.xmpp.jid.DomainJid;

/** The domains served: those of the configuration first, then those added by command. */
final class Domains {
    private Domains() {}

    static List<DomainJid> served(StoaConfig config, Store store) throws Exception {
        Set<DomainJid> all = new LinkedHashSet<>(config.domains());
        for (Domain added : store.domains().list().toCompletableFuture().get()) {
            all.add(DomainJid.of(added.name()));
        }
        return List.copyOf(all);
    }
}
