package stoa.app.serve;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import stoa.app.PlainException;
import stoa.app.config.StoaConfig;
import stoa.app.pie.Exporter;
import stoa.app.pie.ImportOptions;
import stoa.app.pie.Importer;
import stoa.store.StoreException;
import stoa.store.account.Account;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;

/** The store with its domains, opened for moving accounts while no server uses it. */
public final class PortableAccounts implements AutoCloseable {
    private final OpenStore open;
    private final Set<DomainJid> domains;

    private PortableAccounts(OpenStore open, Set<DomainJid> domains) {
        this.open = open;
        this.domains = domains;
    }

    /**
     * Opens the store that the configuration names.
     *
     * @param instead what to do when a server runs, as the end of a sentence
     * @throws PlainException when one does
     */
    public static PortableAccounts open(Path data, StoaConfig config, String instead)
            throws Exception {
        OpenStore open;
        try {
            open = OpenStore.open(data, config);
        } catch (StoreException e) {
            if (e.problem() == StoreException.Problem.IN_USE) {
                throw new PlainException(
                        "the server runs on these data, and what it has in memory would not fit: "
                                + instead,
                        e);
            }
            throw e;
        }
        try {
            return new PortableAccounts(open, new HashSet<>(Domains.served(config, open.store())));
        } catch (Exception e) {
            open.close();
            throw e;
        }
    }

    public boolean serves(DomainJid domain) {
        return domains.contains(domain);
    }

    public Optional<Account> find(BareJid address) {
        return open.store().accounts().find(address).toCompletableFuture().join();
    }

    public Importer importer(ImportOptions options, Consumer<String> says) {
        return new Importer(
                open.store(),
                domains,
                Bounds.passwordKeys(),
                InstantSource.system(),
                options,
                says);
    }

    public Exporter exporter(boolean forEjabberd, Consumer<String> says) {
        return new Exporter(open.store(), InstantSource.system(), forEjabberd, says);
    }

    @Override
    public void close() {
        open.close();
    }
}
