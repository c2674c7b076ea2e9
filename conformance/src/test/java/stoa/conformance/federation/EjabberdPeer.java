package stoa.conformance.federation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import stoa.conformance.wire.Session;

/**
 * Debian's ejabberd, run directly by {@code erl} without distribution. Its people are registered by
 * a script that it evaluates when it has started. It asks the DNS for services only; hosts it looks
 * up by the system, in whose place nss_wrapper stands (Debian's libnss-wrapper).
 */
final class EjabberdPeer extends PeerProcess {
    EjabberdPeer(Peer peer) {
        super(peer);
    }

    @Override
    void prepare() throws IOException {
        Path both = peer.folder().resolve("certificate-and-key.pem");
        Files.writeString(
                both,
                Files.readString(peer.certificate().certificate())
                        + Files.readString(peer.certificate().key()));
        Files.writeString(
                peer.folder().resolve("ejabberd.yml"),
                """
                hosts: ["%1$s"]
                loglevel: debug
                certfiles: ["%2$s"]
                %3$s
                auth_method: mnesia
                auth_password_format: plain
                s2s_use_starttls: %4$s
                outgoing_s2s_families: [ipv4]
                listen:
                  -
                    port: %5$d
                    ip: "%7$s"
                    module: ejabberd_c2s
                    starttls_required: true
                  -
                    port: %6$d
                    ip: "%7$s"
                    module: ejabberd_s2s_in
                modules:
                  mod_disco: {}
                  mod_roster: {}
                  mod_ping: {}
                  mod_offline: {}
                  mod_private: {}
                  mod_vcard: {}
                  mod_caps: {}
                  mod_pubsub:
                    plugins: [flat, pep]
                  mod_blocking: {}
                  mod_privacy: {}
                  mod_s2s_dialback: {}
                  mod_muc:
                    access: all
                    access_create: all
                """
                        .formatted(
                                peer.domain(),
                                both,
                                peer.wantsCertificates()
                                        ? "ca_file: \"" + peer.authority() + "\""
                                        : "",
                                // the stricter value refuses dialback
                                peer.wantsCertificates() ? "required" : "optional",
                                Peer.CLIENTS,
                                Peer.SERVERS,
                                peer.address()));
        Files.writeString(
                peer.folder().resolve("accounts.erl"),
                peer.accounts().stream()
                                .map(
                                        one ->
                                                "ejabberd_auth:try_register(<<\"%s\">>, <<\"%s\">>, <<\"%s\">>).\n"
                                                        .formatted(
                                                                Session.localOf(one.jid()),
                                                                peer.domain(),
                                                                one.password()))
                                .collect(Collectors.joining())
                        + "file:write_file(\""
                        + ready()
                        + "\", \"\").\n");
        Files.writeString(
                peer.folder().resolve("inetrc"),
                """
                {resolv_conf, ""}.
                {hosts_file, ""}.
                {lookup, [file, dns]}.
                {nameserver, {%s}, %d}.
                """
                        .formatted(peer.names().address().replace('.', ','), peer.names().port()));
    }

    private Path ready() {
        return peer.folder().resolve("accounts.made");
    }

    @Override
    List<String> command() {
        return List.of(
                "/usr/bin/erl",
                "+sbwt",
                "none",
                "+sbwtdcpu",
                "none",
                "+sbwtdio",
                "none",
                "-noinput",
                "-mnesia",
                "dir",
                "\"" + peer.folder().resolve("mnesia") + "\"",
                "-s",
                "ejabberd",
                "-eval",
                "ok = file:eval(\"" + peer.folder().resolve("accounts.erl") + "\").");
    }

    @Override
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", "libnss_wrapper.so",
                "NSS_WRAPPER_HOSTS", peer.names().hostsFile().toString(),
                "EJABBERD_CONFIG_PATH", peer.folder().resolve("ejabberd.yml").toString(),
                "EJABBERD_LOG_PATH", logFile().toString(),
                "EJABBERD_PID_PATH", peer.folder().resolve("ejabberd.pid").toString(),
                "ERL_INETRC", peer.folder().resolve("inetrc").toString(),
                "ERL_LIBS", libraries(),
                "ERL_CRASH_DUMP_BYTES", "0",
                "HOME", peer.folder().toString());
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

    @Override
    void isNotReady() throws IOException {
        Files.deleteIfExists(ready());
    }

    @Override
    boolean isReady() {
        return Files.exists(ready());
    }

    @Override
    Path logFile() {
        return peer.folder().resolve("ejabberd.log");
    }
}
