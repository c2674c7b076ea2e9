package stoa.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.conformance.wire.Connection.PATIENCE;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackConfiguration;
import org.jivesoftware.smack.chat2.ChatManager;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.roster.PresenceEventListener;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.blocking.BlockingCommandManager;
import org.jivesoftware.smackx.carbons.CarbonManager;
import org.jivesoftware.smackx.disco.ServiceDiscoveryManager;
import org.jivesoftware.smackx.httpfileupload.HttpFileUploadManager;
import org.jivesoftware.smackx.iqversion.VersionManager;
import org.jivesoftware.smackx.mam.MamManager;
import org.jivesoftware.smackx.muc.MultiUserChatManager;
import org.jivesoftware.smackx.ping.PingManager;
import org.jivesoftware.smackx.vcardtemp.VCardManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jxmpp.jid.BareJid;
import org.jxmpp.jid.FullJid;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Tls;

/** Romeo uses Smack; Juliet's side is the suite's own client. */
class SmackTest extends ClientTest {
    @BeforeAll
    void bePatient() {
        SmackConfiguration.setDefaultReplyTimeout((int) PATIENCE.toMillis());
    }

    @BeforeEach
    void empty() {
        romeoHasLeft();
    }

    /** A signed-in Smack, and what it has been told. */
    private final class Romeo implements AutoCloseable {
        final XMPPTCPConnection connection;
        final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
        final BlockingQueue<String> presences = new LinkedBlockingQueue<>();

        Romeo() throws Exception {
            var endpoint = server().endpoint();
            connection =
                    new XMPPTCPConnection(
                            XMPPTCPConnectionConfiguration.builder()
                                    .setXmppDomain("example.org")
                                    .setHostAddress(InetAddress.getByName(endpoint.host()))
                                    .setPort(endpoint.port())
                                    .setUsernameAndPassword("romeo", romeo.password())
                                    .setSecurityMode(SecurityMode.required)
                                    .setCustomX509TrustManager(Tls.trustManager())
                                    .setHostnameVerifier((host, session) -> true)
                                    .build());
            ChatManager.getInstanceFor(connection)
                    .addIncomingListener((from, message, chat) -> messages.add(message));
            Roster.getInstanceFor(connection).addPresenceEventListener(new Presences(presences));
            connection.connect();
            connection.login();
            assertThat(connection.isSecureConnection()).isTrue();
            assertThat(connection.isSmEnabled()).isTrue();
        }

        Message hears(Predicate<Message> wanted) throws InterruptedException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                var next = messages.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new AssertionError("Smack did not hear it");
                }
                if (wanted.test(next)) {
                    return next;
                }
            }
        }

        void sees(String presence) throws InterruptedException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            String next = "";
            while (!presence.equals(next)) {
                next = presences.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new AssertionError("Smack did not see " + presence);
                }
            }
        }

        @Override
        public void close() {
            connection.disconnect();
        }
    }

    private record Presences(BlockingQueue<String> told) implements PresenceEventListener {
        @Override
        public void presenceAvailable(FullJid address, Presence presence) {
            told.add(address + " " + presence.getMode());
        }

        @Override
        public void presenceUnavailable(FullJid address, Presence presence) {
            told.add(address + " unavailable");
        }

        @Override
        public void presenceError(Jid address, Presence presence) {}

        @Override
        public void presenceSubscribed(BareJid address, Presence presence) {}

        @Override
        public void presenceUnsubscribed(BareJid address, Presence presence) {}
    }

    @Test
    void sees_the_colleague_come_and_go_without_adding_anybody() throws Exception {
        try (var client = new Romeo()) {
            try (var colleague = juliet()) {
                client.sees(colleague.jid() + " available");
                colleague.connection().closeStream();
            }
            client.sees(juliet.jid() + "/laptop unavailable");
            assertThat(Roster.getInstanceFor(client.connection).getEntries())
                    .extracting(entry -> entry.getJid().toString())
                    .contains(juliet.jid());
        }
    }

    @Test
    void sends_and_receives() throws Exception {
        try (var client = new Romeo();
                var colleague = juliet()) {
            var chat =
                    ChatManager.getInstanceFor(client.connection)
                            .chatWith(JidCreate.entityBareFrom(juliet.jid()));
            chat.send("But soft! 🌹 <what> light & shade");
            String from = Talk.hears(colleague, romeo.jid(), "But soft! 🌹 <what> light & shade");
            Talk.says(colleague, from, "Ay me!");
            client.hears(message -> "Ay me!".equals(message.getBody()));
        }
    }

    @Test
    void gets_what_was_said_meanwhile_on_return_and_only_once() throws Exception {
        try (var colleague = juliet()) {
            colleague.send(
                    "<message type='chat' to='"
                            + romeo.jid()
                            + "'><body>Come back</body></message>");
            colleague.ask("get", "example.org", "<ping xmlns='urn:xmpp:ping'/>");
            try (var client = new Romeo()) {
                client.hears(message -> "Come back".equals(message.getBody()));
                // Its acknowledgement goes out before the ping's answer is read; who leaves before
                // that rightly gets the message again.
                PingManager.getInstanceFor(client.connection).pingMyServer();
            }
            try (var client = new Romeo()) {
                colleague.send(
                        "<message type='chat' to='"
                                + romeo.jid()
                                + "'><body>Here</body></message>");
                var first = client.hears(oneOf("Come back", "Here"));
                assertThat(first.getBody()).isEqualTo("Here");
            }
        }
    }

    /** What an earlier test has left waiting is none of them. */
    private static Predicate<Message> oneOf(String... bodies) {
        return message -> List.of(bodies).contains(String.valueOf(message.getBody()));
    }

    @Test
    void takes_its_session_up_after_the_connection_was_cut() throws Exception {
        try (var client = new Romeo();
                var colleague = juliet()) {
            client.connection.instantShutdown();
            colleague.send(
                    "<message type='chat' to='"
                            + romeo.jid()
                            + "'><body>Art thou there?</body></message>");
            colleague.ask("get", "example.org", "<ping xmlns='urn:xmpp:ping'/>");
            client.connection.connect();
            client.connection.login();
            assertThat(client.connection.streamWasResumed()).isTrue();
            client.hears(message -> "Art thou there?".equals(message.getBody()));
        }
    }

    @Test
    void blocks_and_unblocks_the_colleague() throws Exception {
        try (var client = new Romeo();
                var colleague = juliet()) {
            client.sees(colleague.jid() + " available");
            var blocking = BlockingCommandManager.getInstanceFor(client.connection);
            assertThat(blocking.isSupportedByServer()).isTrue();
            assertThat(blocking.getBlockList()).isEmpty();
            var pushed = new LinkedBlockingQueue<String>();
            blocking.addJidsBlockedListener(jids -> pushed.add("blocked " + jids));
            blocking.addAllJidsUnblockedListener(() -> pushed.add("unblocked all"));
            var blocked = JidCreate.from(juliet.jid());
            blocking.blockContacts(List.of(blocked));
            assertThat(pushed.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isEqualTo("blocked [" + juliet.jid() + "]");
            assertThat(blocking.getBlockList()).containsExactly(blocked);
            client.sees(colleague.jid() + " unavailable");
            colleague.send(
                    "<message type='chat' id='unheard' to='"
                            + romeo.jid()
                            + "'><body>Hear me</body></message>");
            colleague
                    .inbox()
                    .need(
                            "the refusal",
                            one ->
                                    one.name().equals("message")
                                            && "error".equals(one.attribute("type")),
                            PATIENCE);
            blocking.unblockAll();
            assertThat(pushed.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isEqualTo("unblocked all");
            assertThat(blocking.getBlockList()).isEmpty();
            client.sees(colleague.jid() + " available");
            colleague.send(
                    "<message type='chat' to='" + romeo.jid() + "'><body>At last</body></message>");
            assertThat(client.hears(oneOf("Hear me", "At last")).getBody()).isEqualTo("At last");
        }
    }

    @Test
    void joins_a_room_and_talks() throws Exception {
        try (var client = new Romeo();
                var colleague = juliet()) {
            Rooms.create(colleague, ROOM, "Juliet");
            var rooms = MultiUserChatManager.getInstanceFor(client.connection);
            var service = JidCreate.domainBareFrom("conference.example.org");
            assertThat(rooms.getMucServiceDomains()).contains(service);
            assertThat(rooms.getRoomsHostedBy(service).keySet())
                    .extracting(Jid::toString)
                    .contains(ROOM);
            var room = rooms.getMultiUserChat(JidCreate.entityBareFrom(ROOM));
            var heard = new LinkedBlockingQueue<String>();
            room.addMessageListener(
                    message -> {
                        if (message.getBody() != null) {
                            heard.add(message.getFrom() + ": " + message.getBody());
                        }
                    });
            room.join(Resourcepart.from("Romeo"));
            assertThat(room.getOccupants()).extracting(Jid::toString).contains(ROOM + "/Juliet");
            room.sendMessage("Is it the east?");
            Rooms.hears(colleague, ROOM + "/Romeo", "Is it the east?");
            Rooms.says(colleague, ROOM, "It is");
            assertThat(heard.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isEqualTo(ROOM + "/Romeo: Is it the east?");
            // Smack 4.5 wakes who joins just before it notes the own occupant, and notes it before
            // it takes what comes next.
            assertThat(room.getOccupants()).extracting(Jid::toString).contains(ROOM + "/Romeo");
            assertThat(heard.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isEqualTo(ROOM + "/Juliet: It is");
            room.changeNickname(Resourcepart.from("Montague"));
            assertThat(room.getNickname().toString()).isEqualTo("Montague");
            assertThat(bodies(MamManager.getInstanceFor(room)))
                    .endsWith("Is it the east?", "It is");
            Rooms.destroy(colleague, ROOM);
        }
    }

    @Test
    void shows_and_sees_a_status() throws Exception {
        try (var client = new Romeo();
                var colleague = juliet()) {
            client.sees(colleague.jid() + " available");
            Statuses.shows(colleague, "dnd", "Rehearsing");
            client.sees(colleague.jid() + " dnd");
            var seen =
                    Roster.getInstanceFor(client.connection)
                            .getPresence(JidCreate.bareFrom(juliet.jid()));
            assertThat(seen.getMode()).isEqualTo(Presence.Mode.dnd);
            assertThat(seen.getStatus()).isEqualTo("Rehearsing");
            client.connection.sendStanza(
                    client.connection
                            .getStanzaFactory()
                            .buildPresenceStanza()
                            .setMode(Presence.Mode.away)
                            .setStatus("In the orchard")
                            .build());
            Statuses.sees(colleague, romeo.jid(), "away", "In the orchard");
        }
    }

    /** Smack finds the service and gets the slot; the bytes are put there by the suite. */
    @Test
    void shares_a_file() throws Exception {
        try (var client = new Romeo();
                var colleague = juliet();
                var file = new SharedFile("sonnet.txt", "Shall I compare thee")) {
            var uploads = HttpFileUploadManager.getInstanceFor(client.connection);
            assertThat(uploads.discoverUploadService()).isTrue();
            var slot = uploads.requestSlot("sonnet.txt", file.size());
            file.putTo(server().endpoint(), slot.getPutUrl().toString());
            var message =
                    client.connection
                            .getStanzaFactory()
                            .buildMessageStanza()
                            .to(juliet.jid())
                            .ofType(Message.Type.chat)
                            .setBody(slot.getGetUrl().toString())
                            .build();
            message.addExtension(
                    StandardExtensionElement.builder("x", "jabber:x:oob")
                            .addElement("url", slot.getGetUrl().toString())
                            .build());
            client.connection.sendStanza(message);
            file.arrives(colleague, server().endpoint(), romeo.jid());
        }
    }

    @Test
    void reads_the_history_in_pages() throws Exception {
        try (var client = new Romeo();
                var colleague = juliet()) {
            for (int i = 1; i <= 5; i++) {
                colleague.send(
                        "<message type='chat' to='"
                                + romeo.jid()
                                + "'><body>verse "
                                + i
                                + "</body></message>");
                String verse = "verse " + i;
                client.hears(message -> verse.equals(message.getBody()));
            }
            var archive = MamManager.getInstanceFor(client.connection);
            assertThat(archive.isSupported()).isTrue();
            var newest = archive.queryMostRecentPage(JidCreate.from(juliet.jid()), 2);
            assertThat(newest.getMessages())
                    .extracting(Message::getBody)
                    .containsExactly("verse 4", "verse 5");
            assertThat(newest.pagePrevious(2))
                    .extracting(Message::getBody)
                    .containsExactly("verse 2", "verse 3");
            assertThat(bodies(archive))
                    .endsWith("verse 1", "verse 2", "verse 3", "verse 4", "verse 5");
        }
    }

    private static List<String> bodies(MamManager archive) throws Exception {
        assertThat(archive.isSupported()).isTrue();
        var query =
                archive.queryArchive(
                        MamManager.MamQueryArgs.builder()
                                .setResultPageSizeTo(50)
                                .queryLastPage()
                                .build());
        return query.getMessages().stream().map(Message::getBody).toList();
    }

    @Test
    void finds_what_its_other_managers_ask_for() throws Exception {
        try (var client = new Romeo();
                var colleague = juliet()) {
            var domain = JidCreate.domainBareFrom("example.org");
            assertThat(PingManager.getInstanceFor(client.connection).pingMyServer()).isTrue();
            assertThat(VersionManager.getInstanceFor(client.connection).isSupported(domain))
                    .isTrue();
            assertThat(
                            ServiceDiscoveryManager.getInstanceFor(client.connection)
                                    .discoverInfo(domain)
                                    .hasIdentity("server", "im"))
                    .isTrue();
            CarbonManager.getInstanceFor(client.connection).enableCarbons();
            assertThat(CarbonManager.getInstanceFor(client.connection).getCarbonsEnabled())
                    .isTrue();
            var cards = VCardManager.getInstanceFor(client.connection);
            colleague.ask(
                    "set",
                    "",
                    "<vCard xmlns='vcard-temp'><NICKNAME>"
                            + Element.escape("Jule")
                            + "</NICKNAME></vCard>");
            assertThat(cards.loadVCard(JidCreate.entityBareFrom(juliet.jid())).getNickName())
                    .isEqualTo("Jule");
        }
    }
}
