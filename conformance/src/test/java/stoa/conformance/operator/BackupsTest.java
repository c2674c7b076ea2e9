package stoa.conformance.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Inbox;
import stoa.conformance.wire.Session;
import stoa.conformance.wire.Web;

/**
 * A backup taken while people talk is of one moment: what was heard before it began is in it, and
 * nothing is in it without what went before. Restored, everybody has everything back.
 */
@Tag("slow")
class BackupsTest {
    private static final String MAM = "urn:xmpp:mam:2";
    private static final String ROSTER = "<query xmlns='jabber:iq:roster'/>";
    private static final String PORTRAIT = "A fair lady on a balcony.";
    private static final String ROOM = "garden@conference.example.org";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Account juliet = Account.of("juliet@example.org");
    private final Account romeo = Account.of("romeo@example.org");

    @TempDir private Path folder;

    @Test
    void on_sqlite() throws Exception {
        comesBack(List.of(), List.of());
    }

    @Test
    void on_postgresql() throws Exception {
        try (var postgres = postgres()) {
            comesBack(
                    List.of("store.url", '"' + database(postgres, "one") + '"'),
                    List.of("store.url", '"' + database(postgres, "two") + '"'));
        }
    }

    /**
     * On a port that is held until it listens there, lest a connection that leaves this machine be
     * given it while the files are made. PostgreSQL shares it with who does not listen.
     */
    private static EmbeddedPostgres postgres() throws IOException {
        try (Socket held = new Socket()) {
            held.setReuseAddress(true);
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return EmbeddedPostgres.builder()
                    .setPort(held.getLocalPort())
                    .setPGStartupWait(PATIENCE)
                    .start();
        }
    }

    private static String database(EmbeddedPostgres postgres, String name)
            throws IOException, SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " ENCODING 'UTF8' TEMPLATE template0");
        }
        return postgres.getJdbcUrl("postgres", name);
    }

    private Setup setup(List<String> store) {
        Setup setup = Setup.of("example.org").set("limits.enabled", "false");
        return store.isEmpty() ? setup : setup.set(store.getFirst(), store.getLast());
    }

    private void comesBack(List<String> store, List<String> otherStore) throws Exception {
        Path copy = folder.resolve("copy.zip");
        int before;
        String roster;
        String portrait;
        try (var server =
                (PackagedServer) TestServer.start(setup(store).account(juliet).account(romeo))) {
            furnish(server);
            portrait = upload(server);
            try (var session = signIn(server, juliet, "reader")) {
                roster = items(session);
            }
            var heard = new AtomicInteger();
            var enough = new AtomicBoolean();
            var talk = CompletableFuture.runAsync(() -> talk(server, heard, enough));
            while (heard.get() < 100 && !talk.isDone()) {
                Thread.onSpinWait();
            }
            before = heard.get();
            server.command("backup", copy.toString());
            assertThat(heard.get()).as("nobody waited for the backup").isGreaterThan(before);
            enough.set(true);
            talk.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        Path data = folder.resolve("restored");
        Script.stoa(
                        "",
                        otherStore.isEmpty()
                                ? new String[] {
                                    "restore", copy.toString(), "--data", data.toString()
                                }
                                : new String[] {
                                    "restore",
                                    copy.toString(),
                                    "--data",
                                    data.toString(),
                                    "--set",
                                    String.join("=", otherStore)
                                })
                .well();
        try (var server = PackagedServer.on(data, setup(otherStore));
                var one = signIn(server, juliet, "reader");
                var other = signIn(server, romeo, "reader")) {
            List<String> history = history(one, "");
            assertThat(history(other, "")).as("one truth for both").isEqualTo(history);
            List<String> bodies = history.stream().map(entry -> entry.split(" ", 2)[1]).toList();
            assertThat(bodies)
                    .as("no gap")
                    .isEqualTo(IntStream.range(0, bodies.size()).mapToObj(n -> "m" + n).toList())
                    .hasSizeGreaterThanOrEqualTo(before);
            one.awaitSearch();
            assertThat(history(one, "", words("m7"))).as("and found again").isNotEmpty();
            assertThat(history(one, "", words("m")))
                    .as("the index was built anew")
                    .isEqualTo(history);
            assertThat(items(one)).isEqualTo(roster).contains("Nurse");
            assertThat(Web.get(server.endpoint(), "example.org", portrait))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("\r\n\r\n" + PORTRAIT);
            assertThat(history(one, ROOM)).singleElement().asString().endsWith(" in the garden");
            assertThat(
                            one.ask(
                                            "get",
                                            "conference.example.org",
                                            "<query xmlns='http://jabber.org/protocol/disco#items'/>")
                                    .toString())
                    .contains(ROOM);
        }
    }

    /** A file of juliet's; where it is. */
    private String upload(PackagedServer server) throws IOException {
        try (var session = signIn(server, juliet, "laptop")) {
            var slot =
                    session.ask(
                                    "get",
                                    "upload.example.org",
                                    "<request xmlns='urn:xmpp:http:upload:0' filename='portrait.txt' size='"
                                            + PORTRAIT.length()
                                            + "' content-type='text/plain'/>")
                            .child("slot", "urn:xmpp:http:upload:0")
                            .orElseThrow();
            var address = URI.create(slot.child("put").orElseThrow().need("url"));
            assertThat(address.getScheme()).isEqualTo("https");
            assertThat(address.getHost()).isEqualTo("example.org");
            assertThat(address.getPort()).isEqualTo(server.endpoint().webPort());
            assertThat(
                            Web.put(
                                    server.endpoint(),
                                    "example.org",
                                    address.getRawPath(),
                                    PORTRAIT.getBytes(StandardCharsets.US_ASCII)))
                    .startsWith("HTTP/1.1 201");
            return address.getRawPath();
        }
    }

    /** A contact of juliet's own, and a room that stays. */
    private void furnish(PackagedServer server) {
        try (var session = signIn(server, juliet, "laptop")) {
            session.becomeAvailable();
            session.ask(
                    "set",
                    "",
                    "<query xmlns='jabber:iq:roster'><item jid='nurse@elsewhere.example' name='Nurse'/></query>");
            session.send(
                    "<presence to='"
                            + ROOM
                            + "/Juliet'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
            session.inbox()
                    .need(
                            "herself in the room",
                            one -> (ROOM + "/Juliet").equals(one.attribute("from")),
                            PATIENCE);
            session.ask(
                    "set",
                    ROOM,
                    """
                    <query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'>
                    <field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>
                    <field var='muc#roomconfig_persistentroom'><value>1</value></field></x></query>
                    """);
            session.send(
                    "<message type='groupchat' to='"
                            + ROOM
                            + "'><body>in the garden</body></message>");
            session.inbox().need("her words", one -> one.child("body").isPresent(), PATIENCE);
        }
    }

    private void talk(PackagedServer server, AtomicInteger heard, AtomicBoolean enough) {
        try (var from = signIn(server, juliet, "talker");
                var to = signIn(server, romeo, "hearer")) {
            to.becomeAvailable();
            for (int n = 0; !enough.get(); n++) {
                String body = "m" + n;
                from.send(
                        "<message type='chat' id='%s' to='%s'><body>%s</body></message>"
                                .formatted(body, to.jid(), body));
                to.inbox()
                        .need(
                                body,
                                one -> one.child("body").map(Element::text).orElse("").equals(body),
                                PATIENCE);
                heard.incrementAndGet();
            }
        }
    }

    private static Session signIn(PackagedServer server, Account who, String resource) {
        return Session.signIn(server.endpoint(), who.jid(), who.password(), resource);
    }

    private static String items(Session session) {
        return session.ask("get", "", ROSTER)
                .child("query")
                .orElseThrow()
                .children()
                .map(Element::toString)
                .sorted()
                .toList()
                .toString();
    }

    /** The form that looks for words (XEP-0431). */
    private static String words(String text) {
        return "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
                + MAM
                + "</value></field><field var='{urn:xmpp:fulltext:0}fulltext'><value>"
                + text
                + "</value></field></x>";
    }

    /** Ids and bodies, oldest first. */
    private static List<String> history(Session session, String archive) {
        return history(session, archive, "");
    }

    private static List<String> history(Session session, String archive, String form) {
        List<String> all = new ArrayList<>();
        String after = "";
        while (true) {
            var end =
                    session.ask(
                            "set",
                            archive,
                            "<query xmlns='%s'>%s<set xmlns='http://jabber.org/protocol/rsm'><max>100</max>%s</set></query>"
                                    .formatted(MAM, form, after));
            for (var next = take(session); next.isPresent(); next = take(session)) {
                var result = next.get().element().child("result", MAM).orElseThrow();
                String body =
                        result.child("forwarded")
                                .flatMap(forwarded -> forwarded.child("message"))
                                .flatMap(message -> message.child("body"))
                                .map(Element::text)
                                .orElse("");
                all.add(result.need("id") + " " + body);
                after = "<after>" + result.need("id") + "</after>";
            }
            var fin = end.child("fin", MAM).orElseThrow(() -> new AssertionError(end.toString()));
            if ("true".equals(fin.attribute("complete"))) {
                return all;
            }
        }
    }

    private static Optional<Inbox.Numbered> take(Session session) {
        return session.inbox().take(BackupsTest::isResult, 0, Duration.ZERO);
    }

    private static boolean isResult(Element element) {
        return element.child("result", MAM).isPresent();
    }
}
