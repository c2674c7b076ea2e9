package stoa.conformance.moving;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import stoa.conformance.server.Account;
import stoa.conformance.wire.Session;

/**
 * Debian's Prosody. Its files are moved by its own migrator, between its storage and the one that
 * has a file of XEP-0227 for each account (mod_storage_xep0227), which has no place for offline
 * messages and block lists.
 */
final class Prosody extends OtherServer {
    private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9]");
    private static final String STORES =
            "{ \"accounts\", \"roster\", \"vcard\", \"private\", \"pep-pubsub\","
                    + " \"archive-archive\" }";

    private final Path data;

    Prosody(Path folder, String domain) throws Exception {
        super(folder, domain);
        data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("prosody.cfg.lua"),
                """
                pidfile = "%1$s/prosody.pid"
                data_path = "%2$s"
                run_as_root = true
                interfaces = { "%3$s" }
                http_ports = {}
                https_ports = {}
                ssl = { key = "%4$s"; certificate = "%5$s" }
                modules_enabled = { "roster", "saslauth", "tls", "disco", "pep", "private", "blocklist",
                    "vcard", "mam", "ping", "offline" }
                modules_disabled = { "s2s" }
                c2s_require_encryption = true
                authentication = "internal_hashed"
                default_archive_policy = true
                log = { debug = "%1$s/log" }
                VirtualHost "%6$s"
                """
                        .formatted(
                                folder,
                                data,
                                address,
                                certificate.key(),
                                certificate.certificate(),
                                domain));
    }

    /** Adds accounts; it hashes their passwords when they are first used. */
    void add(List<Account> accounts) throws Exception {
        Path files = Files.createDirectories(data.resolve(encode(domain)).resolve("accounts"));
        for (Account account : accounts) {
            Files.writeString(
                    files.resolve(encode(Session.localOf(account.jid())) + ".dat"),
                    "return { [\"password\"] = \"" + account.password() + "\" };\n");
        }
    }

    /** Prosody's names of files. */
    private static String encode(String name) {
        return NOT_PLAIN
                .matcher(name)
                .replaceAll(found -> "%%%02x".formatted((int) found.group().charAt(0)));
    }

    /** Writes {@code NAME@DOMAIN.xml} of each account into that directory. */
    void exportTo(Path directory) throws Exception {
        migrate(directory, "internal", "xep0227");
    }

    /** Takes the files of such a directory over. */
    void importFrom(Path directory) throws Exception {
        migrate(directory, "xep0227", "internal");
    }

    private void migrate(Path directory, String from, String to) throws Exception {
        Path settings = folder.resolve("migrator.cfg.lua");
        String store = "%s { hosts = { [\"%s\"] = %s }; type = \"%s\"; path = \"%s\" }\n";
        Files.writeString(
                settings,
                store.formatted("input", domain, STORES, from, data)
                        + store.formatted("output", domain, STORES, to, data));
        // Its storage of XEP-0227 is wherever the migrator itself has its data.
        Path migrator = folder.resolve("migrator");
        Files.writeString(
                migrator,
                Files.readString(Path.of("/usr/bin/prosody-migrator"))
                        .replaceFirst("CFG_DATADIR='[^']*'", "CFG_DATADIR='" + directory + "'"));
        run(
                List.of(
                        "lua5.4",
                        migrator.toString(),
                        "--root",
                        // it also asks for the archive of nobody, which a directory of files has
                        // not
                        "--keep-going",
                        "--config",
                        settings.toString()),
                Map.of());
    }

    @Override
    List<String> command() {
        return List.of("prosody", "-F", "--config", folder.resolve("prosody.cfg.lua").toString());
    }

    @Override
    Map<String, String> environment() {
        return Map.of();
    }

    @Override
    boolean isReady() {
        return true;
    }
}
