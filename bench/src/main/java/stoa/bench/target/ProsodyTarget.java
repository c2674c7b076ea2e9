package stoa.bench.target;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.bench.client.Account;
import stoa.bench.client.ScramSha1;

/**
 * Prosody from Debian's package, with the archive in SQLite (write-ahead log, its default syncing)
 * or in files (its default store, never synced). No limits, epoll, generational collector; accounts
 * and rosters in files. Accounts are written as its data files, all with one salt.
 */
public final class ProsodyTarget extends Target {
    private static final int ITERATIONS = 4096;

    private final boolean sql;

    public ProsodyTarget(Setting setting, boolean sql) {
        this(sql ? "prosody-sql" : "prosody-files", setting, sql);
    }

    private ProsodyTarget(String name, Setting setting, boolean sql) {
        super(name, setting);
        this.sql = sql;
    }

    @Override
    protected Target like(String otherName, Setting other) {
        return new ProsodyTarget(otherName, other, sql);
    }

    /** Whether the package is there. */
    public static boolean installed() {
        return Files.isExecutable(Path.of("/usr/bin/prosody"));
    }

    @Override
    public String version() {
        return "Prosody " + Packages.version("prosody");
    }

    @Override
    public String setup() {
        return "archive in "
                + (sql ? "SQLite (WAL)" : "files, never synced")
                + ", accounts and rosters in files, no limits, epoll, generational collector";
    }

    @Override
    protected void prepare(Mode mode, Users users) {
        String domain = setting.domain();
        boolean archive = mode == Mode.ARCHIVED;
        Path data = directory.resolve("data");
        Path database = directory.resolve("prosody.sqlite");
        if (sql) {
            // the mode is remembered by the file
            Commands.run(directory, "sqlite3", database.toString(), "PRAGMA journal_mode=WAL");
        }
        // by default the file store cuts an archive at 10,000 messages
        String storage =
                sql
                        ? "storage = { archive = \"sql\"; muc_log = \"sql\" }\nsql = { driver = \"SQLite3\"; database = \""
                                + database
                                + "\" }\n"
                        : "storage_archive_item_limit = 1000000000\nstorage_archive_item_limit_cache_size = 20000\n";
        Commands.write(
                directory.resolve("prosody.cfg.lua"),
                """
                run_as_root = true
                pidfile = "%1$s/prosody.pid"
                data_path = "%2$s"
                log = { error = "*console" }
                interfaces = { "127.0.0.1" }
                c2s_ports = {}
                c2s_direct_tls_ports = { %3$d }
                network_backend = "epoll"
                network_settings = { tcp_backlog = 1024%14$s }
                gc = { mode = "generational" }
                authentication = "internal_hashed"
                default_iteration_count = %4$d
                certificates = "%1$s"
                ssl = { certificate = "%5$s"; key = "%6$s"; cafile = "%13$s" }
                c2s_direct_tls_ssl = { certificate = "%5$s"; key = "%6$s" }
                modules_enabled = { "roster"; "saslauth"; "tls"; "disco"; "presence"; "message"; "iq"; "ping";
                    "carbons"; "smacks"; %7$s }
                %12$s
                smacks_hibernation_time = 300
                archive_expires_after = "never"
                muc_log_expires_after = "never"
                default_archive_policy = true
                mam_include_total = false
                %8$s
                VirtualHost "%9$s"
                Component "%10$s" "muc"
                    modules_enabled = { %11$s }
                    muc_log_by_default = true
                """
                        .formatted(
                                directory,
                                data,
                                port(),
                                ITERATIONS,
                                setting.certificate().certificate(),
                                setting.certificate().key(),
                                archive ? "\"mam\"" : "",
                                storage,
                                domain,
                                users.rooms(),
                                archive ? "\"muc_mam\"" : "",
                                others(setting.federation()),
                                setting.authority().certificate(),
                                // else a stream waits for acknowledgements of TCP, 40 ms each
                                setting.federation() == null ? "" : "; nagle = false"));
        String salt = "bench-run-salt-0";
        ScramSha1.Keys keys =
                ScramSha1.Keys.derive(
                        Users.PASSWORD, salt.getBytes(StandardCharsets.US_ASCII), ITERATIONS);
        HexFormat hex = HexFormat.of();
        String account =
                """
                return {
                \t["iteration_count"] = %d;
                \t["salt"] = "%s";
                \t["server_key"] = "%s";
                \t["stored_key"] = "%s";
                };
                """
                        .formatted(
                                ITERATIONS,
                                salt,
                                hex.formatHex(keys.serverKey()),
                                hex.formatHex(keys.storedKey()));
        Path accounts = data.resolve(domain.replace(".", "%2e")).resolve("accounts");
        for (Account user : users.all()) {
            Commands.write(accounts.resolve(user.name() + ".dat"), account);
        }
    }

    /** Whom it talks with; the DNS it asks by libunbound, which distrusts loopback by itself. */
    private static String others(@Nullable Federation federation) {
        return federation == null
                ? """
                s2s_ports = {}
                modules_disabled = { "s2s"; "admin_shell"; "admin_socket" }
                """
                : """
                s2s_ports = { %d }
                modules_disabled = { "admin_shell"; "admin_socket" }
                s2s_require_encryption = true
                s2s_secure_auth = true
                unbound = { resolvconf = false; hoststxt = false; forward = { "127.0.0.1@%d" };
                    options = { ["do-not-query-localhost:"] = "no" } }
                """
                        .formatted(federation.port(), federation.names().port());
    }

    @Override
    protected List<String> command(Mode mode) {
        return List.of(
                "/usr/bin/prosody",
                "-F",
                "--config",
                directory.resolve("prosody.cfg.lua").toString());
    }
}
