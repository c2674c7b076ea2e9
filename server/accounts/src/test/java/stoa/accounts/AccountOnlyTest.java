package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.core.session.Receipt;
import stoa.core.session.Scope;
import stoa.testkit.Spec;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stream.FrameParser;
import stoa.xmpp.stream.ParserLimits;
import stoa.xmpp.xml.Element;

/** What an application may send that has to do with the account alone, stanza by stanza. */
class AccountOnlyTest {
    private static final BareJid JULIET = BareJid.of("juliet@example.org");
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";

    private final List<Stanza> answers = new ArrayList<>();
    private final AtomicInteger handled = new AtomicInteger();

    private final class Garden implements SilentSession {
        private final @Nullable Scope scope;

        Garden(@Nullable Scope scope) {
            this.scope = scope;
        }

        @Override
        public FullJid address() {
            return JULIET.withResource("garden");
        }

        @Override
        public @Nullable Scope scope() {
            return scope;
        }

        @Override
        public long number() {
            return 1;
        }

        @Override
        public void send(Stanza stanza) {
            answers.add(stanza);
        }
    }

    private static Element xml(String text) {
        if (new FrameParser(ParserLimits.DEFAULTS).parse(text.getBytes(StandardCharsets.UTF_8))
                instanceof FrameParser.Parsed(var element)) {
            return element;
        }
        throw new AssertionError(text);
    }

    private boolean stops(@Nullable Scope scope, Stanza stanza) {
        return AccountOnly.stops(
                new Garden(scope),
                stanza.withFrom(JULIET.withResource("garden")),
                new Receipt(handled::incrementAndGet));
    }

    private boolean stops(Scope scope, Iq.Type type, @Nullable String to, String payload) {
        return stops(
                scope, Iq.of(type, null, to == null ? null : Jid.parse(to), "1", xml(payload)));
    }

    private static String pubsub(String inside) {
        return "<pubsub xmlns='" + PUBSUB + "'>" + inside + "</pubsub>";
    }

    private static String owners(String inside) {
        return "<pubsub xmlns='" + PUBSUB + "#owner'>" + inside + "</pubsub>";
    }

    private static final String READ_OF_ACCOUNT =
            """
            <query xmlns='jabber:iq:roster'/>
            <vCard xmlns='vcard-temp'/>
            <query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/></query>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='n'/></pubsub>
            <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='n'/></pubsub>
            <query xmlns='http://jabber.org/protocol/disco#info'/>
            <query xmlns='http://jabber.org/protocol/disco#items'/>
            <blocklist xmlns='urn:xmpp:blocking'/>
            <ping xmlns='urn:xmpp:ping'/>
            """;

    private static final String READ_OF_SERVER =
            """
            <query xmlns='http://jabber.org/protocol/disco#info'/>
            <query xmlns='http://jabber.org/protocol/disco#items'/>
            <ping xmlns='urn:xmpp:ping'/>
            <query xmlns='jabber:iq:version'/>
            <time xmlns='urn:xmpp:time'/>
            """;

    private static final List<String> WRITE_OF_ACCOUNT =
            List.of(
                    "<query xmlns='jabber:iq:roster'><item jid='a@b'/></query>",
                    "<vCard xmlns='vcard-temp'><FN>J</FN></vCard>",
                    "<query xmlns='jabber:iq:private'><a xmlns='urn:a'/></query>",
                    "<block xmlns='urn:xmpp:blocking'><item jid='a@b'/></block>",
                    "<unblock xmlns='urn:xmpp:blocking'/>",
                    pubsub("<publish node='n'/><publish-options/>"),
                    pubsub("<retract node='n'/>"),
                    pubsub("<create node='n'/><configure/>"),
                    owners("<configure node='n'/>"),
                    owners("<purge node='n'/>"),
                    owners("<delete node='n'/>"));

    @Spec(xep = 493, section = "3.1.1", says = "read-only access to the account")
    @ParameterizedTest
    @EnumSource(
            value = Scope.class,
            names = {"ACCOUNT_READ", "ACCOUNT_WRITE"})
    void what_is_read_of_the_account_and_of_its_server_goes_on(Scope scope) {
        for (String payload : READ_OF_ACCOUNT.lines().toList()) {
            for (String to : new String[] {null, "juliet@example.org"}) {
                assertThat(stops(scope, Iq.Type.GET, to, payload)).as(payload).isFalse();
            }
        }
        for (String payload : READ_OF_SERVER.lines().toList()) {
            assertThat(stops(scope, Iq.Type.GET, "example.org", payload)).as(payload).isFalse();
        }
        String session = "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>";
        assertThat(stops(scope, Iq.Type.SET, null, session)).isFalse();
        assertThat(answers).isEmpty();
        assertThat(handled).as("whoever takes it in the end").hasValue(0);
    }

    @Spec(xep = 493, section = "3.1.1", says = "write access to the account")
    @Test
    void what_is_written_is_for_the_scope_of_writing() {
        for (String payload : WRITE_OF_ACCOUNT) {
            for (String to : new String[] {null, "juliet@example.org"}) {
                assertThat(stops(Scope.ACCOUNT_WRITE, Iq.Type.SET, to, payload))
                        .as(payload)
                        .isFalse();
                assertThat(stops(Scope.ACCOUNT_READ, Iq.Type.SET, to, payload))
                        .as(payload)
                        .isTrue();
            }
        }
    }

    /** Not the account of another, nor a resource, a room, another server or a service. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "romeo@example.org",
                "romeo@example.org/orchard",
                "juliet@example.org/garden",
                "juliet@example.org/balcony",
                "juliet@example.net",
                "example.net",
                "example.org/x",
                "conference.example.org",
                "garden@conference.example.org",
                "upload.example.org",
                "pubsub.example.org"
            })
    void to_all_others_nothing_goes(String to) {
        for (String payload : (READ_OF_ACCOUNT + READ_OF_SERVER).lines().toList()) {
            assertThat(stops(Scope.ACCOUNT_WRITE, Iq.Type.GET, to, payload)).as(payload).isTrue();
        }
        for (String payload : WRITE_OF_ACCOUNT) {
            assertThat(stops(Scope.ACCOUNT_WRITE, Iq.Type.SET, to, payload)).as(payload).isTrue();
        }
    }

    @Test
    void the_server_is_not_the_account() {
        for (String payload :
                List.of(
                        "<query xmlns='jabber:iq:roster'/>",
                        "<vCard xmlns='vcard-temp'/>",
                        "<query xmlns='jabber:iq:private'/>",
                        pubsub("<items node='n'/>"))) {
            assertThat(stops(Scope.ACCOUNT_WRITE, Iq.Type.GET, "example.org", payload)).isTrue();
        }
        for (String payload : WRITE_OF_ACCOUNT) {
            assertThat(stops(Scope.ACCOUNT_WRITE, Iq.Type.SET, "example.org", payload)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "SET,<query xmlns='urn:xmpp:mam:2'/>",
                "GET,<query xmlns='urn:xmpp:mam:2'/>",
                "GET,<metadata xmlns='urn:xmpp:mam:2'/>",
                "GET,<prefs xmlns='urn:xmpp:mam:2'/>",
                "SET,<enable xmlns='urn:xmpp:carbons:2'/>",
                "SET,<enable xmlns='urn:xmpp:push:0' jid='push.example.net'/>",
                "GET,<query xmlns='jabber:iq:register'/>",
                "SET,<query xmlns='jabber:iq:register'><remove/></query>",
                "GET,<list xmlns='urn:xmpp:cam:0'/>",
                "SET,<revoke xmlns='urn:xmpp:cam:0' id='1'/>",
                "SET,<allow xmlns='urn:stoa:oauth:0'/>",
                "SET,<launcher xmlns='urn:stoa:launcher:0'/>",
                "GET,<token xmlns='urn:stoa:api:0'/>",
                "GET,<services xmlns='urn:xmpp:extdisco:2'/>",
                "GET,<query xmlns='jabber:iq:search'/>",
                "SET,<watch xmlns='urn:stoa:watch:0'/>",
                "SET,<command xmlns='http://jabber.org/protocol/commands' node='n'/>",
                "GET,<request xmlns='urn:xmpp:http:upload:0' filename='a' size='1'/>",
                "SET,<query xmlns='http://jabber.org/protocol/disco#info'/>",
                "SET,<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>",
                "GET,<whatever xmlns='urn:example:comes-later'/>",
                "SET,<whatever xmlns='urn:example:comes-later'/>",
                "SET,<pubsub xmlns='urn:example:comes-later'/>",
                "GET,<block xmlns='urn:xmpp:blocking'/>",
                "SET,<blocklist xmlns='urn:xmpp:blocking'/>",
                "SET,<query xmlns='urn:example:roster'/>"
            })
    void what_is_not_in_the_list_is_refused(Iq.Type type, String payload) {
        for (Scope scope : List.of(Scope.ACCOUNT_READ, Scope.ACCOUNT_WRITE)) {
            for (String to : new String[] {null, "juliet@example.org", "example.org"}) {
                answers.clear();
                assertThat(stops(scope, type, to, payload)).isTrue();
                assertForbidden();
            }
        }
    }

    /** Beside what may be written stands nothing that may not, whoever would read which of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<subscribe node='n' jid='juliet@example.org/garden'/>",
                "<unsubscribe node='n' jid='juliet@example.org'/>",
                "<options node='n' jid='juliet@example.org'/>",
                "<publish node='n'/><subscribe node='n' jid='juliet@example.org'/>",
                "<subscribe node='n' jid='juliet@example.org'/><publish node='n'/>",
                "<publish node='n'/><subscribe xmlns='urn:example:a'/>",
                "<comes-later node='n'/>"
            })
    void of_nodes_it_subscribes_to_none(String inside) {
        assertThat(stops(Scope.ACCOUNT_WRITE, Iq.Type.SET, null, pubsub(inside))).isTrue();
        assertForbidden();
    }

    @ParameterizedTest
    @ValueSource(strings = {"subscriptions", "affiliations", "collection", "publish"})
    void of_its_nodes_it_lets_in_nobody_by_name(String what) {
        String inside = "<" + what + " node='n'/>";
        assertThat(stops(Scope.ACCOUNT_WRITE, Iq.Type.SET, null, owners(inside))).isTrue();
        assertForbidden();
    }

    /** XEP-0377: that is a letter to the operator. */
    @Test
    void it_blocks_and_does_not_report() {
        String report =
                "<block xmlns='urn:xmpp:blocking'><item jid='a@b'/><item jid='c@d'><report"
                        + " xmlns='urn:xmpp:reporting:1' reason='urn:xmpp:reporting:spam'/></item></block>";
        assertThat(stops(Scope.ACCOUNT_WRITE, Iq.Type.SET, null, report)).isTrue();
        assertForbidden();
    }

    private void assertForbidden() {
        assertThat(answers).hasSize(1);
        Stanza answer = answers.getFirst();
        assertThat(answer.isError()).isTrue();
        assertThat(answer.to()).isEqualTo(JULIET.withResource("garden"));
        Element error = Objects.requireNonNull(answer.payload("error", Stanza.CLIENT));
        assertThat(error.child("forbidden", StanzaError.NAMESPACE)).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(Message.Type.class)
    void no_message_goes(Message.Type type) {
        for (String to : new String[] {null, "juliet@example.org", "example.org", "a@b"}) {
            answers.clear();
            Message message =
                    Message.of(
                            type,
                            null,
                            to == null ? null : Jid.parse(to),
                            Element.text("body", Stanza.CLIENT, "x"));
            assertThat(stops(Scope.ACCOUNT_WRITE, message)).isTrue();
            if (type == Message.Type.ERROR) {
                assertThat(answers).as("errors are not answered").isEmpty();
            } else {
                assertForbidden();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Presence.Type.class)
    void no_presence_goes(Presence.Type type) {
        for (String to : new String[] {null, "juliet@example.org", "room@conference.b/nick"}) {
            answers.clear();
            Presence presence = Presence.of(type, null, to == null ? null : Jid.parse(to));
            assertThat(stops(Scope.ACCOUNT_WRITE, presence)).isTrue();
            if (type == Presence.Type.ERROR) {
                assertThat(answers).as("errors are not answered").isEmpty();
            } else {
                assertForbidden();
            }
        }
    }

    /** Nothing waits for them: what it is pushed is pushed once. */
    @ParameterizedTest
    @EnumSource(
            value = Iq.Type.class,
            names = {"RESULT", "ERROR"})
    void answers_are_dropped_and_handled(Iq.Type type) {
        for (String to : new String[] {null, "juliet@example.org", "example.org", "a@b/c"}) {
            assertThat(stops(Scope.ACCOUNT_WRITE, type, to, "<query xmlns='jabber:iq:roster'/>"))
                    .isTrue();
        }
        assertThat(answers).isEmpty();
        assertThat(handled).hasValue(4);
    }

    @Test
    void a_request_without_a_payload_is_refused() {
        Iq iq = new Iq(null, null, Iq.Type.GET, "1", null, List.of());
        assertThat(stops(Scope.ACCOUNT_READ, iq)).isTrue();
        assertForbidden();
    }

    @Test
    void owners_and_applications_that_chat_are_let_through() {
        Message message = Message.of(Message.Type.CHAT, null, Jid.parse("a@b"));
        assertThat(stops(null, message)).isFalse();
        assertThat(stops(Scope.CLIENT_NORMAL, message)).isFalse();
        assertThat(answers).isEmpty();
        assertThat(handled).hasValue(0);
    }
}
