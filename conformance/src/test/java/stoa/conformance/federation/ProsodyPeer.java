package stoa.conformance.federation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import stoa.conformance.server.Account;
import stoa.conformance.wire.Session;

/** Debian's Prosody, which asks the test's DNS by libunbound (Debian's lua-unbound). */
final class ProsodyPeer extends PeerProcess {
    private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9]");

    ProsodyPeer(Peer peer) {
        super(peer);
    }

    @Override
    void prepare() throws IOException {
        Path data = peer.folder().resolve("data");
        Files.writeString(peer.folder().resolve("prosody.cfg.lua"), configuration(data));
        Path accounts = data.resolve(encode(peer.domain())).resolve("accounts");
        Files.createDirectories(accounts);
        for (Account account : peer.accounts()) {
            Files.writeString(
                    accounts.resolve(encode(Session.localOf(account.jid())) + ".dat"),
                    "return { [\"password\"] = \"" + account.password() + "\" };\n");
        }
    }

    /** Prosody's names of files. */
    private static String encode(String name) {
        return NOT_PLAIN
                .matcher(name)
                .replaceAll(found -> "%%%02x".formatted((int) found.group().charAt(0)));
    }

    private String configuration(Path data) {
        return """
            pidfile = "%1$s/prosody.pid"
            data_path = "%2$s"
            run_as_root = true
            interfaces = { "%3$s" }
            http_ports = {}
            https_ports = {}
            s2s_direct_tls_ports = { %4$d }
            ssl = { key = "%5$s"; certificate = "%6$s"%7$s }
            modules_enabled = { "roster", "saslauth", "tls", "dialback", "disco", "pep", "private", "blocklist",
                "vcard_legacy", "version", "ping", "offline" }
            c2s_require_encryption = true
            s2s_require_encryption = true
            s2s_secure_auth = %8$s
            unbound = { resolvconf = false, hoststxt = false, forward = { "%9$s@%10$d" },
                options = { ["do-not-query-localhost:"] = "no" } }
            authentication = "internal_plain"
            log = { debug = "%1$s/log" }
            VirtualHost "%11$s"
            Component "conference.%11$s" "muc"
            muc_room_locking = false
            """
                .formatted(
                        peer.folder(),
                        data,
                        peer.address(),
                        Peer.SERVERS_DIRECT,
                        peer.certificate().key(),
                        peer.certificate().certificate(),
                        peer.wantsCertificates() ? "; cafile = \"" + peer.authority() + "\"" : "",
                        peer.wantsCertificates(),
                        peer.names().address(),
                        peer.names().port(),
                        peer.domain());
    }

    @Override
    List<String> command() {
        return List.of(
                "prosody", "-F", "--config", peer.folder().resolve("prosody.cfg.lua").toString());
    }

    @Override
    Map<String, String> environment() {
        return Map.of();
    }

    @Override
    boolean isReady() {
        return true;
    }

    @Override
    Path logFile() {
        return peer.folder().resolve("log");
    }
}
