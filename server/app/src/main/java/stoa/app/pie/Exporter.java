package stoa.app.pie;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stoa.store.Store;
import stoa.store.account.Account;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;

/** Writes accounts to files of XEP-0227; the store is only read. */
public final class Exporter {
    private static final int ACCOUNTS = 500;
    private static final int FILE_NAME_BYTES = 200;

    private final Store store;
    private final ImportReport report = new ImportReport();
    private final Progress progress;
    private final boolean forEjabberd;

    /**
     * Writes what is in the store.
     *
     * @param forEjabberd whether password keys are written as ejabberd 23.01 reads them, which is
     *     not as the standard has it
     * @param says is told how far it has come
     */
    public Exporter(Store store, InstantSource clock, boolean forEjabberd, Consumer<String> says) {
        this.store = store;
        this.forEjabberd = forEjabberd;
        this.progress = new Progress(clock, says);
    }

    public ImportReport report() {
        return report;
    }

    /** All accounts of a domain into one file. */
    public void domain(DomainJid domain, Path file) throws IOException {
        try (PieWriter out = new PieWriter(file)) {
            begin(out, domain.toString());
            for (List<Account> page = page(domain, null);
                    !page.isEmpty();
                    page = page(domain, page.getLast())) {
                for (Account account : page) {
                    write(out, account);
                }
            }
            finish(out);
        }
    }

    /** One account into a file. */
    public void account(Account account, Path file) throws IOException {
        try (PieWriter out = new PieWriter(file)) {
            begin(out, account.address().domain());
            write(out, account);
            finish(out);
        }
    }

    /**
     * Each account of a domain into a file of its own in that directory, {@code NAME@DOMAIN.xml}:
     * as Prosody reads and writes them.
     */
    public void each(DomainJid domain, Path directory) throws IOException {
        Files.createDirectories(directory);
        for (List<Account> page = page(domain, null);
                !page.isEmpty();
                page = page(domain, page.getLast())) {
            for (Account account : page) {
                BareJid address = account.address();
                if (address.toString().getBytes(StandardCharsets.UTF_8).length > FILE_NAME_BYTES) {
                    report.leftOut(address.toString(), "its address is too long for a file's name");
                } else {
                    account(account, directory.resolve(address + ".xml"));
                }
            }
        }
    }

    private List<Account> page(DomainJid domain, @Nullable Account after) {
        return store.accounts()
                .list(domain.toString(), after == null ? null : after.address().local(), ACCOUNTS)
                .toCompletableFuture()
                .join();
    }

    private static void begin(PieWriter out, String domain) throws IOException {
        out.begin("server-data", Pie.NS, "", null);
        out.begin("host", Pie.NS, "jid", domain);
    }

    private void write(PieWriter out, Account account) throws IOException {
        new AccountExport(store, out, report, progress, account, forEjabberd).write();
        progress.at(report);
    }

    private static void finish(PieWriter out) throws IOException {
        out.end();
        out.end();
        out.finish();
    }
}
