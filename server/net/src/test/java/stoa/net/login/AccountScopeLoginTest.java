package stoa.net.login;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.net.Sasl2Client.BIND2;
import static stoa.net.Sasl2Client.FAST;
import static stoa.net.Sasl2Client.SM;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.core.hook.Bind2Handler;
import stoa.core.session.Application;
import stoa.core.session.Scope;
import stoa.core.session.Session;
import stoa.net.Sasl2Client;
import stoa.net.TestServer;
import stoa.net.Transport;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;
import stoa.xmpp.xml.Name;

/**
 * An application that has to do with the account alone (XEP-0493 section 3.1.1) signs in: what it
 * asks for on the way, and what its session is sent.
 */
class AccountScopeLoginTest {
    private static final String CARBONS = "urn:xmpp:carbons:2";
    private static final String CAM = "urn:xmpp:cam:0";
    private static final BareJid JULIET = BareJid.of("juliet@example.org");
    private static final FullJid ROMEO = BareJid.of("romeo@example.org").withResource("pc");
    private static final String BIND =
            "<bind xmlns='urn:xmpp:bind:0'><tag>Garden</tag><enable xmlns='urn:xmpp:carbons:2'/>"
                    + "<inactive xmlns='urn:xmpp:csi:0'/>"
                    + "<enable xmlns='urn:xmpp:sm:3' resume='true'/></bind>";

    private final KnownTokens known = new KnownTokens();
    private final List<Session> withCarbons = new CopyOnWriteArrayList<>();

    @TempDir private Path directory;
    private TestServer server;

    @BeforeEach
    void start() {
        for (Scope scope : Scope.values()) {
            known.put(
                    scope.name(),
                    new BearerTokens.Granted(
                            JULIET, UserAgent.of(new Application("abc", "Garden", scope)), true));
        }
        server =
                new TestServer(
                        directory,
                        new TestServer.Options()
                                .bearers(known)
                                .joining(
                                        hooks -> {
                                            hooks.bind2(Name.of(CARBONS, "enable"), carbons());
                                            hooks.eachBind2(AccountScopeLoginTest::metadata);
                                        }));
    }

    private Bind2Handler carbons() {
        return (session, request) -> {
            withCarbons.add(session);
            return CompletableFuture.completedFuture(Optional.empty());
        };
    }

    private static CompletionStage<Optional<Element>> metadata(Session session, Element bind) {
        return CompletableFuture.completedFuture(
                Optional.of(Element.empty("metadata", "urn:xmpp:mam:2")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Sasl2Client open() {
        Sasl2Client client = Sasl2Client.connect(server, Transport.WEBSOCKET);
        client.open(null);
        return client;
    }

    private static Element show(Sasl2Client client, Scope scope, String inline) {
        String message = "n,,\u0001auth=Bearer " + scope.name() + "\u0001\u0001";
        client.sayAtOnce(
                client.authenticate(
                        "OAUTHBEARER",
                        Base64.getEncoder()
                                .encodeToString(message.getBytes(StandardCharsets.UTF_8)),
                        inline));
        Element success = client.next();
        assertThat(success.name()).isEqualTo("success");
        client.expect("features");
        return success;
    }

    private static Element bound(Element success) {
        return Objects.requireNonNull(success.child("bound", BIND2), success.toString());
    }

    private static String smId(Element success) {
        return String.valueOf(
                Objects.requireNonNull(bound(success).child("enabled", SM)).attribute("id"));
    }

    private Session session() {
        assertThat(server.gate.sessions).hasSize(1);
        return server.gate.sessions.values().iterator().next();
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void what_features_offer_while_binding_is_for_those_who_chat(Scope scope) {
        try (Sasl2Client client = open()) {
            Element bound = bound(show(client, scope, BIND));
            assertThat(bound.child("enabled", SM))
                    .as("stream management is no feature")
                    .isNotNull();
            assertThat(bound.child("metadata", "urn:xmpp:mam:2") != null)
                    .as("of the history")
                    .isEqualTo(scope == Scope.CLIENT_NORMAL);
            assertThat(withCarbons).hasSize(scope == Scope.CLIENT_NORMAL ? 1 : 0);
            assertThat(session().scope()).isEqualTo(scope);
        }
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void it_gets_no_token_that_would_outlive_the_grant_and_no_resource_of_its_choice(Scope scope) {
        try (Sasl2Client client = open()) {
            Element success =
                    show(
                            client,
                            scope,
                            "<request-token xmlns='urn:xmpp:fast:0' mechanism='HT-SHA-256-NONE'/>"
                                    + BIND);
            assertThat(success.child("token", FAST)).isNull();
            assertThat(success.childText("authorization-identifier"))
                    .startsWith("juliet@example.org/Garden/");
        }
    }

    private static Stanza message(Message.Type type) {
        return Message.of(
                type,
                ROMEO,
                JULIET.withResource("x"),
                Element.text("body", Stanza.CLIENT, "not for it"));
    }

    /** In every way that there is to send, and whether or not its client is there and looks. */
    @ParameterizedTest
    @ValueSource(strings = {"active", "inactive", "gone"})
    void its_session_is_sent_no_message_and_no_presence(String state) {
        String id;
        Session session;
        try (Sasl2Client client = open()) {
            id = smId(show(client, Scope.ACCOUNT_WRITE, BIND));
            session = session();
            if (state.equals("active")) {
                client.sayAtOnce("<active xmlns='urn:xmpp:csi:0'/>");
            }
            if (!state.equals("gone")) {
                disturb(session);
                assertThat(client.next().is("iq", Stanza.CLIENT)).isTrue();
                client.sayAtOnce("<r xmlns='urn:xmpp:sm:3'/>");
                untilAcknowledged(client);
            } else {
                client.cut();
            }
        }
        if (state.equals("gone")) {
            disturb(session);
        }
        try (Sasl2Client client = open()) {
            Element success =
                    show(
                            client,
                            Scope.ACCOUNT_WRITE,
                            "<resume xmlns='%s' previd='%s' h='0'/>".formatted(SM, id) + BIND);
            assertThat(success.child("resumed", SM)).isNotNull();
            assertThat(client.next().is("iq", Stanza.CLIENT)).as("the one that it gets").isTrue();
            disturb(session);
            assertThat(client.next().is("iq", Stanza.CLIENT)).isTrue();
            assertThat(session.isAccountOnly()).isTrue();
        }
    }

    /** All that it must not hear, and then a push, which it must. */
    private static void disturb(Session session) {
        for (Message.Type type : Message.Type.values()) {
            if (type != Message.Type.ERROR) {
                session.send(message(type));
            }
            EncodedStanza encoded = EncodedStanza.of(message(type).toElement());
            session.send(encoded, session.address());
            session.send(encoded, session.address(), 7);
        }
        for (Presence.Type type : Presence.Type.values()) {
            Stanza presence = Presence.of(type, ROMEO, session.address());
            if (type != Presence.Type.ERROR) {
                session.send(presence);
            }
            session.send(EncodedStanza.of(presence.toElement()), session.address());
        }
        session.send(
                Iq.of(
                        Iq.Type.SET,
                        JULIET,
                        session.address(),
                        "push",
                        Element.empty("query", "jabber:iq:roster")));
    }

    private static void untilAcknowledged(Sasl2Client client) {
        Element next = client.next();
        while (!next.is("a", SM)) {
            assertThat(next.is("r", SM)).as(next.toString()).isTrue();
            next = client.next();
        }
    }

    @Test
    void what_it_is_refused_it_hears() {
        try (Sasl2Client client = open()) {
            show(client, Scope.ACCOUNT_READ, "<bind xmlns='urn:xmpp:bind:0'/>");
            Session session = session();
            session.send(message(Message.Type.CHAT).refuse(Condition.FORBIDDEN.error()));
            assertThat(client.next().attribute("type")).isEqualTo("error");
            session.send(
                    Presence.of(Presence.Type.AVAILABLE, session.address(), null)
                            .refuse(Condition.FORBIDDEN.error()));
            assertThat(client.next().attribute("type")).isEqualTo("error");
        }
    }

    /** The same grant does not come twice; but were it so, a session keeps what it may. */
    @ParameterizedTest
    @EnumSource(
            value = Scope.class,
            names = {"CLIENT_NORMAL", "ACCOUNT_READ"})
    void another_scope_does_not_resume_it(Scope scope) {
        String id;
        try (Sasl2Client client = open()) {
            id = smId(show(client, Scope.ACCOUNT_WRITE, BIND));
        }
        try (Sasl2Client client = open()) {
            Element success =
                    show(
                            client,
                            scope,
                            "<resume xmlns='%s' previd='%s' h='0'/>".formatted(SM, id) + BIND);
            assertThat(success.child("resumed", SM)).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void its_owner_sees_what_it_may(Scope scope) {
        try (Sasl2Client application = open();
                Sasl2Client owner = Sasl2Client.connect(server, Transport.WEBSOCKET)) {
            show(application, scope, BIND);
            owner.session("");
            owner.sayAtOnce(
                    "<iq xmlns='jabber:client' type='get' id='ask'><list xmlns='%s'/></iq>"
                            .formatted(CAM));
            Element permission =
                    Objects.requireNonNull(owner.expect("iq").child("clients", CAM))
                            .elements()
                            .filter(one -> one.toString().contains("Garden"))
                            .map(one -> Objects.requireNonNull(one.child("permission", CAM)))
                            .findFirst()
                            .orElseThrow();
            boolean chats = scope == Scope.CLIENT_NORMAL;
            assertThat(permission.attribute("status")).isEqualTo(chats ? "normal" : "restricted");
            assertThat(permission.elements().map(Element::text).toList())
                    .isEqualTo(chats ? List.of() : scope.names());
            assertThat(permission.elements()).allMatch(one -> one.is("scope", "urn:stoa:cam:0"));
        }
    }
}
