package stoa.app.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import stoa.accounts.alias.AliasRegister;
import stoa.accounts.alias.StoredAliases;
import stoa.accounts.provision.Provisioning;
import stoa.app.config.StoaConfig;
import stoa.app.control.Administration;
import stoa.app.control.AliasAdministration;
import stoa.core.journal.Journal;
import stoa.core.route.ServedDomains;
import stoa.core.session.Session;
import stoa.store.account.Account;
import stoa.store.alias.AliasStore;
import stoa.store.roster.Roster;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;

/** Carries out command-line requests on the store itself, while no server runs on it. */
public final class OfflineAdministration implements AutoCloseable {
    private final OpenStore open;
    private final Journal journal;
    private final ExecutorService deriving;
    private final Administration administration;

    private OfflineAdministration(OpenStore open, ServedDomains domains) {
        this.open = open;
        this.journal =
                new Journal(
                        open.store(), InstantSource.system(), Bounds.JOURNAL_BYTES, new NoScope());
        this.deriving = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        Provisioning provisioning =
                new Provisioning(
                        open.store().accounts(),
                        open.store().rosters(),
                        journal,
                        Bounds.passwordKeys(),
                        deriving,
                        InstantSource.system(),
                        new Nobody());
        AliasStore aliases = open.store().aliases();
        provisioning.reserves(address -> aliases.find(address).thenApply(Optional::isPresent));
        AliasRegister register =
                new AliasRegister(
                        new StoredAliases(aliases, journal), aliases, open.store().accounts());
        this.administration =
                new Administration(
                        domains,
                        new AtNextStart(),
                        provisioning,
                        new AliasAdministration(domains, register),
                        journal,
                        InstantSource.system());
        journal.start();
    }

    public static OfflineAdministration open(Path data, StoaConfig config) throws Exception {
        OpenStore open = OpenStore.open(data, config);
        return new OfflineAdministration(
                open, new ServedDomains(Domains.served(config, open.store())));
    }

    public JsonNode handle(JsonNode request) throws Exception {
        return administration.handle(request);
    }

    @Override
    public void close() {
        deriving.shutdown();
        journal.close();
        open.close();
    }

    /** Nothing is served. */
    private static final class AtNextStart implements Administration.DomainOpener {
        @Override
        public Runnable prepare(DomainJid domain) {
            return () -> {};
        }

        @Override
        public String says() {
            return "it is served from the next start on";
        }
    }

    /** Nobody is connected. */
    private static final class Nobody implements Provisioning.Listener {
        @Override
        public void created(Account account) {}

        @Override
        public void changed(Account account) {}

        @Override
        public void deleted(BareJid account, Roster contacts) {}

        @Override
        public void passwordChanged(BareJid account, @Nullable Session asking) {}
    }

    /** Nothing is scheduled by releases: there are no entities. */
    private static final class NoScope implements Journal.ReleaseScope {
        @Override
        public void beginBatch() {}

        @Override
        public void endBatch() {}
    }
}
