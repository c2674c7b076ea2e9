package stoa.conformance.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stoa.conformance.server.Account;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Connection;
import stoa.conformance.wire.Session;
import stoa.conformance.wire.Transport;

/**
 * Good stanzas with mistakes in them, in pieces, before and after signing in. Whatever comes of it,
 * the server goes on, serves the others, writes well-formed XML and logs no exception. The same bad
 * input every time; {@code -Dstoa.fuzz.seed} tries another, {@code -Dstoa.fuzz.sessions} more.
 */
@Tag("slow")
class FuzzedSessionsTest {
    private static final int SESSIONS = Integer.getInteger("stoa.fuzz.sessions", 150);
    private static final int STANZAS = 8;

    private static final List<String> GOOD =
            List.of(
                    "<presence><show>away</show><priority>3</priority></presence>",
                    "<presence to='garden@conference.example.org/Tybalt'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='5'/></x></presence>",
                    "<presence type='subscribe' to='juliet@example.org'/>",
                    "<message type='chat' to='juliet@example.org' id='m1'><body>Peace? &amp; <![CDATA[I hate the word]]></body><origin-id xmlns='urn:xmpp:sid:0' id='o1'/></message>",
                    "<message type='groupchat' to='garden@conference.example.org'><body>hear</body></message>",
                    "<message type='groupchat' to='garden@conference.example.org'><subject>hear</subject></message>",
                    "<message to='garden@conference.example.org'><x xmlns='http://jabber.org/protocol/muc#user'><invite to='juliet@example.org'/></x></message>",
                    "<iq type='get' id='i1'><query xmlns='jabber:iq:roster' ver='1'/></iq>",
                    "<iq type='set' id='i2'><query xmlns='jabber:iq:roster'><item jid='a@example.org' name='A'><group>G</group></item></query></iq>",
                    "<iq type='get' id='i3' to='example.org'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
                    "<iq type='get' id='i4' to='conference.example.org'><query xmlns='http://jabber.org/protocol/disco#items'><set xmlns='http://jabber.org/protocol/rsm'><max>5</max></set></query></iq>",
                    "<iq type='set' id='i5'><query xmlns='urn:xmpp:mam:2' queryid='q'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:xmpp:mam:2</value></field><field var='with'><value>juliet@example.org</value></field><field var='start'><value>2020-01-01T00:00:00Z</value></field></x><set xmlns='http://jabber.org/protocol/rsm'><max>10</max><before/></set></query></iq>",
                    "<iq type='get' id='i6'><metadata xmlns='urn:xmpp:mam:2'/></iq>",
                    "<iq type='set' id='i7'><query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'><conference jid='a@b'/></storage></query></iq>",
                    "<iq type='set' id='i8'><vCard xmlns='vcard-temp'><FN>T</FN></vCard></iq>",
                    "<iq type='get' id='i9' to='juliet@example.org'><vCard xmlns='vcard-temp'/></iq>",
                    "<iq type='set' id='i10'><enable xmlns='urn:xmpp:carbons:2'/></iq>",
                    "<iq type='get' id='i11' to='example.org'><query xmlns='jabber:iq:version'/></iq>",
                    "<iq type='set' id='i12' to='garden@conference.example.org'><query xmlns='http://jabber.org/protocol/muc#admin'><item nick='x' role='none'/></query></iq>",
                    "<iq type='set' id='i13' to='garden@conference.example.org'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'><field var='muc#roomconfig_maxusers'><value>30</value></field></x></query></iq>",
                    "<iq type='set' id='i14'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:bookmarks:1'><item id='garden@conference.example.org'><conference xmlns='urn:xmpp:bookmarks:1' name='G'><nick>T</nick></conference></item></publish><publish-options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field><field var='pubsub#max_items'><value>max</value></field></x></publish-options></pubsub></iq>",
                    "<iq type='get' id='i15' to='juliet@example.org'><pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:x' max_items='5'><item id='a'/></items><set xmlns='http://jabber.org/protocol/rsm'><max>5</max></set></pubsub></iq>",
                    "<iq type='set' id='i16'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><affiliations node='urn:xmpp:bookmarks:1'><affiliation jid='juliet@example.org' affiliation='member'/></affiliations></pubsub></iq>",
                    "<presence><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:x' ver='QgayPKawpkPSDYmwT/WM94uAlu0='/></presence>",
                    "<iq type='result' id='caps1' to='tybalt@example.org'><query xmlns='http://jabber.org/protocol/disco#info'><identity category='client' type='pc'/><feature var='urn:x+notify'/></query></iq>",
                    "<enable xmlns='urn:xmpp:sm:3' resume='true' max='600'/>",
                    "<r xmlns='urn:xmpp:sm:3'/>",
                    "<a xmlns='urn:xmpp:sm:3' h='1'/>");

    private static final List<String> EARLY =
            List.of(
                    "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='example.org' version='1.0' xml:lang='en'>",
                    "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AHR5YmFsdAB4</auth>",
                    "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-1'>biwsbj10eWJhbHQscj1hYmM=</auth>",
                    "<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>Yz1iaXdzLHI9YWJjLHA9eA==</response>",
                    "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='PLAIN'><initial-response>AHR5YmFsdAB4</initial-response><user-agent id='d4565fa7-4d72-4749-b3d3-740edbf87770'/><bind xmlns='urn:xmpp:bind:0'><tag>x</tag></bind></authenticate>",
                    "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>r</resource></bind></iq>",
                    "<resume xmlns='urn:xmpp:sm:3' h='0' previd='x'/>");

    private final long seed = Long.getLong("stoa.fuzz.seed", 1597);
    private final Random random = new Random(seed);
    private final Mutation mutation = new Mutation(random);
    private final Account tybalt = Account.of("tybalt@example.org");
    private final Account juliet = Account.of("juliet@example.org");

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void bad_input_harms_nobody_but_its_sender() throws IOException {
        try (var server =
                        TestServer.start(
                                Setup.of("example.org")
                                        .account(tybalt)
                                        .account(juliet)
                                        .set("limits.enabled", "false"));
                var bystander =
                        Session.signIn(
                                server.endpoint(), juliet.jid(), juliet.password(), "laptop")) {
            bystander.becomeAvailable();
            for (int i = 0; i < SESSIONS; i++) {
                boolean early = i % 3 == 0;
                try (var victim =
                        Connection.open(
                                server.endpoint(),
                                "example.org",
                                i % 5 == 0 ? Transport.DIRECT_TLS : Transport.STARTTLS)) {
                    if (!early) {
                        var session = new Session(victim);
                        session.authenticate("tybalt", tybalt.password(), "PLAIN");
                        session.bind("home");
                    }
                    torment(victim, early ? EARLY : GOOD);
                }
                bystander.inbox().clear();
                assertThat(
                                bystander
                                        .ask("get", "example.org", "<ping xmlns='urn:xmpp:ping'/>")
                                        .attribute("type"))
                        .as("seed %s, session %s", seed, i)
                        .isEqualTo("result");
            }
            assertThat(server.log())
                    .as("seed %s", seed)
                    .doesNotContain("Exception")
                    .doesNotContain("the word", "AHR5", tybalt.password(), juliet.password())
                    .doesNotContainPattern("\\bERROR\\b");
        }
    }

    private void torment(Connection victim, List<String> good) throws IOException {
        // All of it is made, however soon the server closes: what others get does not depend on it.
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 0; i < STANZAS; i++) {
            byte[] bad = mutation.of(good.get(random.nextInt(good.size())));
            int cut = random.nextInt(bad.length + 1);
            pieces.add(Arrays.copyOf(bad, cut));
            pieces.add(Arrays.copyOfRange(bad, cut, bad.length));
        }
        try {
            for (byte[] piece : pieces) {
                victim.send(piece);
            }
            victim.send("</stream:stream>".getBytes(UTF_8));
        } catch (IOException e) {
            // The server has had enough already.
        }
        // Inside an attribute or a CDATA section that never ended, the end tag is text and the
        // server rightly waits.
        victim.inbox().awaitClosed(Duration.ofMillis(200));
        assertThat(victim.inbox().transcript())
                .as("seed %s", seed)
                .doesNotContain("not well-formed output");
    }
}
