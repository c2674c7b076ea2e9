package stoa.conformance.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stoa.conformance.server.Account;
import stoa.conformance.server.Folders;
import stoa.conformance.wire.Endpoint;
import stoa.conformance.wire.Tls;

/** Finch, libpurple (which is Pidgin's) on a terminal of its own. */
final class Finch implements AutoCloseable {
    private final Path home;
    private final Terminal terminal;

    Finch(Endpoint endpoint, Account account, boolean directTls) {
        this(endpoint, account, directTls, null);
    }

    /** With a room that is joined at sign-in. */
    Finch(Endpoint endpoint, Account account, boolean directTls, @Nullable String room) {
        Path purple;
        try {
            home = Files.createTempDirectory("stoa-finch-");
            purple = Files.createDirectories(home.resolve(".purple"));
            Files.writeString(
                    purple.resolve("accounts.xml"),
                    """
                    <?xml version='1.0' encoding='UTF-8' ?>
                    <account version='1.0'><account>
                      <protocol>prpl-jabber</protocol>
                      <name>%s/finch</name>
                      <password>%s</password>
                      <statuses><status type='available' name='Available' active='true'><attributes/></status></statuses>
                      <settings>
                        <setting name='connection_security' type='string'>%s</setting>
                        <setting name='connect_server' type='string'>%s</setting>
                        <setting name='port' type='int'>%d</setting>
                      </settings>
                      <settings ui='gnt-purple'><setting name='auto-login' type='bool'>1</setting></settings>
                    </account></account>
                    """
                            .formatted(
                                    account.jid(),
                                    account.password(),
                                    directTls ? "old_ssl" : "require_tls",
                                    endpoint.host(),
                                    directTls ? endpoint.tlsPort() : endpoint.port()));
            trust(purple, endpoint);
            if (room != null) {
                remember(purple, account, room);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        terminal = new Terminal("Finch", home, "finch", "-c", purple.toString());
    }

    /** A room somebody has put in the list, to be joined at once. */
    private static void remember(Path purple, Account account, String room) throws IOException {
        int at = room.indexOf('@');
        Files.writeString(
                purple.resolve("blist.xml"),
                """
                <?xml version='1.0' encoding='UTF-8' ?>
                <purple version='1.0'><blist><group name='Chats'>
                  <chat proto='prpl-jabber' account='%s/finch'>
                    <component name='handle'>Romeo</component>
                    <component name='room'>%s</component>
                    <component name='server'>%s</component>
                    <setting name='gnt-autojoin' type='bool'>1</setting>
                  </chat>
                </group></blist></purple>
                """
                        .formatted(account.jid(), room.substring(0, at), room.substring(at + 1)));
    }

    /** As after a person has accepted the server's self-signed certificate. */
    private static void trust(Path purple, Endpoint endpoint) throws IOException {
        Path peers = Files.createDirectories(purple.resolve("certificates/x509/tls_peers"));
        Files.writeString(peers.resolve(endpoint.host()), Tls.certificateOf(endpoint));
    }

    /**
     * Goes to somebody in the buddy list, where nobody else is online; the list tells of them. A
     * talk of theirs may be named in the last line before they are in the list.
     */
    void choosesFrom(String buddy) {
        Pattern row = Pattern.compile("(?m)^│ +\\S " + Pattern.quote(buddy) + " ");
        terminal.shows(buddy + " in the list", screen -> row.matcher(screen).find());
        terminal.presses("End");
        terminal.shows("Subscription: Both");
    }

    /** Waits until the screen shows that text no more. */
    void showsNoMore(String text) {
        terminal.shows("no " + text, screen -> !screen.contains(text));
    }

    /** Opens a conversation from the buddy list. */
    void opensTalkWith(String buddy) {
        choosesFrom(buddy);
        terminal.presses("Enter");
        terminal.shows("┤" + buddy + " (");
    }

    /** Brings the window of that room, which opens behind the list, to the front. */
    void showsRoom(String name) {
        terminal.shows("│" + name + " ("); // among the windows, in the last line
        terminal.presses("M-n");
        terminal.shows("┤" + name + " (");
    }

    /** Types a line into the window in front and presses return. */
    void types(String line) {
        terminal.types(line);
    }

    /** Waits until the screen shows that text; returns the screen. */
    String shows(String text) {
        return terminal.shows(text);
    }

    @Override
    public void close() {
        try {
            terminal.presses("M-q");
            terminal.awaitEnd();
        } finally {
            Folders.delete(home);
        }
    }
}
