package stoa.conformance.moving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.conformance.moving.Belongings.Part;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Session;

/**
 * XEP-0227: people move from Debian's Prosody and ejabberd to this server and the other way, sign
 * in with the passwords they had and find what they had, as far as the other server's tools carry
 * it.
 */
@Tag("slow")
class MovingTest {
    @TempDir private Path folder;

    private PackagedServer stoa(List<Account> people) {
        Setup setup =
                Setup.of(Belongings.DOMAIN)
                        .set("limits.enabled", "false")
                        .set("roster.everyone_limit", "0");
        people.forEach(setup::account);
        return (PackagedServer) TestServer.start(setup);
    }

    /** Imports as an operator does: tried first, and with the server stopped. */
    private void takesIn(PackagedServer server, List<Path> files) throws Exception {
        String[] names = files.stream().map(Path::toString).toArray(String[]::new);
        assertThatThrownBy(() -> server.command(joined("import", names)))
                .as("a running server would not know of it")
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("stop it, import, and start it again");
        server.stop();
        String tried = server.command(joined("import", joined("--dry-run", names)));
        String said = server.command(joined("import", names));
        assertThat(said).contains("brought in: 3 accounts").doesNotContain("left out");
        assertThat(amounts(tried)).isEqualTo(amounts(said));
        assertThat(server.command(joined("import", names)))
                .as("the second time nothing changes")
                .contains("0 accounts, 3 accounts that exist already");
        server.startAgain();
    }

    private static String amounts(String said) {
        return said.lines()
                .filter(line -> line.contains("brought in: "))
                .map(line -> line.substring(line.indexOf("brought in: ")))
                .findFirst()
                .orElseThrow();
    }

    private static String[] joined(String first, String... rest) {
        String[] all = new String[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    private static List<Path> files(Path directory) {
        return Belongings.PEOPLE.stream()
                .map(one -> directory.resolve(one.jid() + ".xml"))
                .toList();
    }

    @Test
    void from_prosody() throws Exception {
        Path files = Files.createDirectories(folder.resolve("files"));
        try (var prosody = new Prosody(folder.resolve("prosody"), Belongings.DOMAIN)) {
            prosody.add(Belongings.PEOPLE);
            prosody.start();
            Belongings.furnish(prosody.endpoint(), true);
            prosody.stop();
            prosody.exportTo(files);
        }
        try (var server = stoa(List.of())) {
            takesIn(server, files(files));
            Belongings.areFound(server.endpoint(), List.of(Part.EVENTING, Part.HISTORY));
        }
    }

    @Test
    void to_prosody() throws Exception {
        Path files = folder.resolve("files");
        try (var server = stoa(Belongings.PEOPLE)) {
            Belongings.furnish(server.endpoint(), true);
            assertThatThrownBy(
                            () ->
                                    server.command(
                                            "export",
                                            Belongings.DOMAIN,
                                            files.toString(),
                                            "--each"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("restore a backup into another directory");
            server.stop();
            assertThat(server.command("export", Belongings.DOMAIN, files.toString(), "--each"))
                    .contains("3 accounts", "1 offline messages");
        }
        try (var prosody = new Prosody(folder.resolve("prosody"), Belongings.DOMAIN)) {
            prosody.importFrom(files);
            prosody.start();
            Belongings.areFound(prosody.endpoint(), List.of(Part.EVENTING, Part.HISTORY));
        }
    }

    @Test
    void from_ejabberd() throws Exception {
        Path files = Files.createDirectories(folder.resolve("files"));
        try (var ejabberd = new Ejabberd(folder.resolve("ejabberd"), Belongings.DOMAIN)) {
            ejabberd.startWith(Belongings.PEOPLE);
            Belongings.furnish(ejabberd.endpoint(), false);
            ejabberd.stop();
            ejabberd.exportTo(files);
        }
        try (var server = stoa(List.of())) {
            takesIn(server, List.of(main(files)));
            Belongings.areFound(server.endpoint(), List.of(Part.OFFLINE, Part.BLOCKED));
        }
    }

    /** The file that includes the other. */
    private static Path main(Path directory) throws Exception {
        try (var all = Files.list(directory)) {
            for (Path file : all.toList()) {
                if (Files.readString(file).contains("xi:include href")) {
                    return file;
                }
            }
        }
        throw new AssertionError("no main file in " + directory);
    }

    @Test
    void to_ejabberd() throws Exception {
        Path file = folder.resolve("accounts.xml");
        try (var server = stoa(Belongings.PEOPLE)) {
            Belongings.furnish(server.endpoint(), true);
            server.stop();
            server.command("export", Belongings.DOMAIN, file.toString(), "--for-ejabberd");
        }
        try (var ejabberd = new Ejabberd(folder.resolve("ejabberd"), Belongings.DOMAIN)) {
            ejabberd.startWithFile(file);
            Belongings.areFound(ejabberd.endpoint(), List.of(Part.OFFLINE, Part.BLOCKED));
        }
    }

    /** A history that comes in later than what people have said since stands before it. */
    @Test
    void history_comes_in_behind_a_server_that_is_used() throws Exception {
        Path file = folder.resolve("juliet.xml");
        String text =
                """
                <server-data xmlns='urn:xmpp:pie:0'><host jid='verona.example'><user name='juliet'>
                <archive xmlns='urn:xmpp:pie:0#mam'><result xmlns='urn:xmpp:mam:2' id='x'>
                <forwarded xmlns='urn:xmpp:forward:0'>
                <delay xmlns='urn:xmpp:delay' stamp='2010-07-10T23:08:25Z'/>
                <message xmlns='jabber:client' type='chat' to='juliet@verona.example'
                 from='romeo@verona.example/x'><body>of old</body></message>
                </forwarded></result></archive></user></host></server-data>
                """;
        Files.writeString(file, text);
        try (var server = stoa(Belongings.PEOPLE)) {
            Belongings.furnish(server.endpoint(), true);
            server.stop();
            assertThat(server.command("import", file.toString()))
                    .contains("1 accounts that exist already");
            server.command("import", "--replace", file.toString());
            server.command("import", "--replace", file.toString());
            server.startAgain();
            try (Session juliet =
                    Belongings.signIn(server.endpoint(), Belongings.JULIET, "balcony")) {
                assertThat(Belongings.history(juliet))
                        .containsExactly("of old", "one", "two", "late");
            }
        }
    }
}
