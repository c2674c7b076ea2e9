package stoa.bench.target;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.bench.client.ScramSha1;

/**
 * ejabberd from Debian's package, run directly by {@code erl} without distribution. Limits and
 * shapers are lifted, schedulers do not spin, the archive is in SQLite with a write-ahead log;
 * accounts and rosters stay in its default store. Accounts are written by a script that it
 * evaluates at its first start, all with one salt, which spares both sides deriving keys 5,000
 * times.
 */
public final class EjabberdTarget extends Target {
    private static final int ITERATIONS = 4096;

    public EjabberdTarget(Setting setting) {
        this("ejabberd", setting);
    }

    private EjabberdTarget(String name, Setting setting) {
        super(name, setting);
    }

    @Override
    protected Target like(String otherName, Setting other) {
        return new EjabberdTarget(otherName, other);
    }

    /** Whether the package is there. */
    public static boolean installed() {
        return Files.isExecutable(Path.of("/usr/sbin/ejabberdctl"))
                && Files.isExecutable(Path.of("/usr/bin/erl"));
    }

    @Override
    public String version() {
        return "ejabberd " + Packages.version("ejabberd");
    }

    @Override
    public String setup() {
        return "archive in SQLite (WAL), accounts and rosters in Mnesia, no shapers, +sbwt none";
    }

    @Override
    protected void prepare(Mode mode, Users users) {
        String domain = setting.domain();
        boolean archive = mode == Mode.ARCHIVED;
        Path database = directory.resolve("ejabberd.sqlite");
        if (archive) {
            Commands.run(
                    directory,
                    "sqlite3",
                    database.toString(),
                    "PRAGMA journal_mode=WAL",
                    ".read /usr/share/ejabberd/sql/lite.sql");
        }
        String mam =
                archive
                        ? """
                  mod_mam:
                    db_type: sql
                    default: always
                    request_activates_archiving: false
                """
                        : "";
        Commands.write(
                directory.resolve("ejabberd.yml"),
                """
                hosts: ["%1$s"]
                loglevel: error
                certfiles: ["%2$s", "%3$s"]
                auth_method: mnesia
                auth_password_format: scram
                sql_type: sqlite
                sql_database: "%4$s"
                max_fsm_queue: 100000
                %8$s
                shaper: {}
                shaper_rules: {}
                access_rules:
                  all_may: [allow: all]
                listen:
                  -
                    port: %5$d
                    ip: "127.0.0.1"
                    module: ejabberd_c2s
                    tls: true
                    access: all_may
                    backlog: 1024
                    max_stanza_size: 1000000
                %9$s
                modules:
                  mod_disco: {}
                  mod_roster:
                    versioning: true
                  mod_carboncopy: {}
                  mod_ping: {}
                  mod_offline:
                    access_max_user_messages: none
                  mod_stream_mgmt:
                    resend_on_timeout: if_offline
                    resume_timeout: 300
                  mod_muc:
                    access: all_may
                    access_create: all_may
                    access_persistent: all_may
                    access_mam: all_may
                    max_users: 5000
                    max_user_conferences: 5000
                    max_users_admin_threshold: 5000
                    min_message_interval: 0
                    min_presence_interval: 0
                    default_room_options:
                      max_users: 5000
                      mam: %7$s
                %6$s"""
                        .formatted(
                                domain,
                                setting.certificate().certificate(),
                                setting.certificate().key(),
                                database,
                                port(),
                                mam,
                                archive,
                                others(setting.federation()),
                                othersPort(setting.federation())));
        Commands.write(directory.resolve("accounts.erl"), accounts(users));
        Commands.write(directory.resolve("inetrc"), names(setting.federation()));
    }

    private String others(@Nullable Federation federation) {
        return federation == null
                ? ""
                : """
                ca_file: "%s"
                s2s_use_starttls: required
                outgoing_s2s_families: [ipv4]
                """
                        .formatted(setting.authority().certificate());
    }

    private static String othersPort(@Nullable Federation federation) {
        return federation == null
                ? ""
                : """
                  -
                    port: %d
                    ip: "127.0.0.1"
                    module: ejabberd_s2s_in
                    backlog: 1024
                    max_stanza_size: 1000000
                """
                        .formatted(federation.port());
    }

    /** It asks the DNS for services only, and the system for the host, which is this one. */
    private static String names(@Nullable Federation federation) {
        String system = "{lookup,[file,native]}.\n";
        return federation == null
                ? system
                : "{resolv_conf,\"\"}.\n{nameserver,{127,0,0,1},%d}.\n"
                                .formatted(federation.names().port())
                        + system;
    }

    private String accounts(Users users) {
        byte[] salt = "bench-run-salt-0".getBytes(StandardCharsets.US_ASCII);
        ScramSha1.Keys keys = ScramSha1.Keys.derive(Users.PASSWORD, salt, ITERATIONS);
        Base64.Encoder base64 = Base64.getEncoder();
        StringBuilder names = new StringBuilder();
        users.all()
                .forEach(
                        account ->
                                names.append(names.isEmpty() ? "" : ",")
                                        .append("<<\"")
                                        .append(account.name())
                                        .append("\">>"));
        return """
                case mnesia:table_info(passwd, size) of
                    0 ->
                        Scram = {scram, <<"%s">>, <<"%s">>, <<"%s">>, sha, %d},
                        lists:foreach(
                            fun(Name) -> mnesia:dirty_write({passwd, {Name, <<"%s">>}, Scram}) end,
                            [%s]),
                        mnesia:sync_log();
                    _ -> there
                end,
                file:write_file("%s", "").
                """
                .formatted(
                        base64.encodeToString(keys.storedKey()),
                        base64.encodeToString(keys.serverKey()),
                        base64.encodeToString(salt),
                        ITERATIONS,
                        setting.domain(),
                        names,
                        accountsMade());
    }

    private Path accountsMade() {
        return directory.resolve("accounts.made");
    }

    @Override
    protected boolean accountsReady() {
        return Files.exists(accountsMade());
    }

    @Override
    protected List<String> command(Mode mode) {
        return List.of(
                "/usr/bin/erl",
                "+K",
                "true",
                "+P",
                "250000",
                "+Q",
                "65536",
                "+sbwt",
                "none",
                "+sbwtdcpu",
                "none",
                "+sbwtdio",
                "none",
                "-noinput",
                "-mnesia",
                "dir",
                "\"" + directory.resolve("mnesia") + "\"",
                "-s",
                "ejabberd",
                "-eval",
                "ok = file:eval(\"" + directory.resolve("accounts.erl") + "\").");
    }

    @Override
    protected Map<String, String> environment() {
        return Map.of(
                "EJABBERD_CONFIG_PATH", directory.resolve("ejabberd.yml").toString(),
                "EJABBERD_LOG_PATH", directory.resolve("ejabberd.log").toString(),
                "EJABBERD_PID_PATH", directory.resolve("ejabberd.pid").toString(),
                "ERL_INETRC", directory.resolve("inetrc").toString(),
                "ERL_LIBS", libraries(),
                "ERL_MAX_ETS_TABLES", "2053",
                "ERL_CRASH_DUMP_BYTES", "0",
                "HOME", directory.toString());
    }

    private static String libraries() {
        // Debian keeps ejabberd's own library beside the architecture's
        for (String architecture : List.of("x86_64-linux-gnu", "aarch64-linux-gnu")) {
            Path libraries = Path.of("/usr/lib", architecture);
            if (Files.isDirectory(libraries)) {
                return libraries.toString();
            }
        }
        return "/usr/lib";
    }
}
