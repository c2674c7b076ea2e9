package stoa.app.pie;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stoa.accounts.provision.Provisioning;
import stoa.store.Store;
import stoa.store.StoreException;
import stoa.store.account.Account;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.xml.Element;

/**
 * Brings the accounts of a file into a store that nothing else uses. An account is there with all
 * it has or not at all, and one that is there already is left as it is unless it is to be replaced:
 * importing twice changes nothing, and an import that broke off is begun again.
 */
public final class Importer implements PieReader.Listener {
    private final Store store;
    private final Set<DomainJid> domains;
    private final Provisioning.KeyDerivation derivation;
    private final InstantSource clock;
    private final ImportOptions options;
    private final PieLimits limits;
    private final ImportReport report = new ImportReport();
    private final Progress progress;
    private final Set<BareJid> seen = new HashSet<>();
    private @Nullable DomainJid host;
    private @Nullable AccountImport account;

    /**
     * @param domains those served
     * @param says is told how far it has come
     */
    public Importer(
            Store store,
            Set<DomainJid> domains,
            Provisioning.KeyDerivation derivation,
            InstantSource clock,
            ImportOptions options,
            Consumer<String> says) {
        this(store, domains, derivation, clock, options, says, PieLimits.DEFAULTS);
    }

    Importer(
            Store store,
            Set<DomainJid> domains,
            Provisioning.KeyDerivation derivation,
            InstantSource clock,
            ImportOptions options,
            Consumer<String> says,
            PieLimits limits) {
        this.store = store;
        this.domains = Set.copyOf(domains);
        this.derivation = derivation;
        this.clock = clock;
        this.options = options;
        this.limits = limits;
        this.progress = new Progress(clock, says);
    }

    /**
     * Reads the file and those it includes.
     *
     * @throws PieException when a file breaks off or is no XML: {@link #report} says what was taken
     *     before
     * @throws StoreException when the store fails
     */
    public void run(Path file) throws PieException, IOException {
        new PieReader(limits, this).read(file);
    }

    /** What it came to, also after a failure. */
    public ImportReport report() {
        return report;
    }

    @Override
    public boolean host(@Nullable String jid) {
        host = null;
        try {
            DomainJid named = DomainJid.of(jid == null ? "" : jid);
            if (domains.contains(named)) {
                host = named;
            } else {
                report.leftOut(
                        "host " + named,
                        "it is not served here; add it with ./stoa domain add, or to domains in"
                                + " stoa.toml");
            }
        } catch (InvalidJidException e) {
            report.leftOut("a host", "its name is no domain");
        }
        return host != null;
    }

    @Override
    public boolean user(@Nullable String name, @Nullable String password) {
        account = null;
        if (host == null || name == null) {
            report.leftOut("a user", "it has no name");
            return false;
        }
        BareJid address;
        try {
            address = BareJid.of(name, host.toString());
        } catch (InvalidJidException e) {
            report.leftOut("a user of " + host, "its name cannot be used: " + e.getMessage());
            return false;
        }
        if (!seen.add(address)) {
            report.leftOut(
                    address.toString(), "it was in the file before; only the first is taken");
            return false;
        }
        Optional<Account> existing = store.accounts().find(address).toCompletableFuture().join();
        if (existing.isPresent() && !options.replace()) {
            report.count(ImportReport.Part.PRESENT, 1);
            return false;
        }
        account =
                new AccountImport(
                        store, address, existing, options, derivation, clock.instant(), report);
        account.password(password);
        return true;
    }

    private AccountImport current() {
        if (account == null) {
            throw new IllegalStateException("no user has begun");
        }
        return account;
    }

    @Override
    public void element(Element child) {
        current().element(child);
    }

    @Override
    public void archived(Element result) {
        stored(() -> current().archived(result));
        progress.at(report);
    }

    @Override
    public void offline(Element message) {
        current().offline(message);
    }

    @Override
    public void userEnded() {
        stored(current()::end);
        account = null;
        progress.at(report);
    }

    @Override
    public void leftOut(String place, String why) {
        report.leftOut(place, why);
    }

    private interface Storing {
        void run() throws Exception;
    }

    private static void stored(Storing storing) {
        try {
            storing.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new StoreException(StoreException.Problem.FAILED, "The store failed.", e);
        }
    }
}
