package stoa.conformance.moving;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import stoa.conformance.server.Account;
import stoa.conformance.wire.Session;

/**
 * Debian's ejabberd, run by {@code erl} without distribution. What {@code ejabberdctl} would be
 * asked for ({@code export_piefxis}, {@code import_piefxis}) a script calls that it evaluates when
 * it has started.
 */
final class Ejabberd extends OtherServer {
    private int starts;
    private String script = "";

    Ejabberd(Path folder, String domain) throws Exception {
        super(folder, domain);
        Path both = folder.resolve("certificate-and-key.pem");
        Files.writeString(
                both,
                Files.readString(certificate.certificate()) + Files.readString(certificate.key()));
        Files.writeString(
                folder.resolve("ejabberd.yml"),
                """
                hosts: ["%1$s"]
                loglevel: info
                certfiles: ["%2$s"]
                auth_method: mnesia
                auth_password_format: scram
                listen:
                  -
                    port: %3$d
                    ip: "%4$s"
                    module: ejabberd_c2s
                    starttls_required: true
                modules:
                  mod_disco: {}
                  mod_roster: {}
                  mod_ping: {}
                  mod_offline: {}
                  mod_private: {}
                  mod_vcard: {}
                  mod_blocking: {}
                  mod_privacy: {}
                """
                        .formatted(domain, both, CLIENTS, address));
    }

    /** Starts it with these accounts. */
    void startWith(List<Account> accounts) throws Exception {
        startWith(
                accounts.stream()
                        .map(
                                one ->
                                        "ok = ejabberd_auth:try_register(<<\"%s\">>, <<\"%s\">>, <<\"%s\">>).\n"
                                                .formatted(
                                                        Session.localOf(one.jid()),
                                                        domain,
                                                        one.password()))
                        .collect(Collectors.joining()));
    }

    /** Starts it again and has it write its accounts into that directory; stops it. */
    void exportTo(Path directory) throws Exception {
        startWith(
                "ok = ejabberd_piefxis:export_host(\"%s\", <<\"%s\">>).\n"
                        .formatted(directory, domain));
        stop();
    }

    /** Starts it and has it take that file in. */
    void startWithFile(Path file) throws Exception {
        startWith("ok = ejabberd_piefxis:import_file(\"%s\").\n".formatted(file));
    }

    private void startWith(String text) throws Exception {
        starts++;
        script = "script" + starts;
        Files.writeString(
                folder.resolve(script), text + "file:write_file(\"" + done() + "\", \"\").\n");
        start();
    }

    private Path done() {
        return folder.resolve(script + ".done");
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
                "\"" + folder.resolve("mnesia") + "\"",
                "-s",
                "ejabberd",
                "-eval",
                "ok = file:eval(\"" + folder.resolve(script) + "\").");
    }

    @Override
    Map<String, String> environment() {
        return Map.of(
                "EJABBERD_CONFIG_PATH", folder.resolve("ejabberd.yml").toString(),
                "EJABBERD_LOG_PATH", folder.resolve("log").toString(),
                "EJABBERD_PID_PATH", folder.resolve("ejabberd.pid").toString(),
                "ERL_LIBS", libraries(),
                "ERL_CRASH_DUMP_BYTES", "0",
                "HOME", folder.toString());
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
    boolean isReady() {
        return Files.exists(done());
    }
}
