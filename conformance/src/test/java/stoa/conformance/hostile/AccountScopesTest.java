package stoa.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.conformance.federation.Questions;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Application;
import stoa.conformance.wire.Application.Tokens;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Session;
import stoa.conformance.wire.Xml;

/**
 * An application with the scopes {@code xmpp:account:read} and {@code xmpp:account:write} (XEP-0493
 * section 3.1.1) asks for everything that there is to ask for, of the account of an administrator
 * who has let it in. What it may stands here once more: a feature that comes to be is refused.
 */
class AccountScopesTest {
    private static final String READ = "xmpp:account:read";
    private static final String WRITE = "xmpp:account:read xmpp:account:write";
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";

    private static final List<String> READS =
            List.of(
                    "get account " + INFO,
                    "get account " + ITEMS,
                    "get account urn:xmpp:ping",
                    "get account jabber:iq:roster",
                    "get account vcard-temp",
                    "get account jabber:iq:private",
                    "get account urn:xmpp:blocking blocklist",
                    "get account " + PUBSUB + " items",
                    "get account " + PUBSUB + " subscriptions",
                    "get account " + PUBSUB + " affiliations",
                    "get account " + PUBSUB + "#owner configure",
                    "get account " + PUBSUB + "#owner subscriptions",
                    "get account " + PUBSUB + "#owner affiliations",
                    "set account urn:ietf:params:xml:ns:xmpp-session",
                    "get domain " + INFO,
                    "get domain " + ITEMS,
                    "get domain urn:xmpp:ping",
                    "get domain jabber:iq:version",
                    "get domain urn:xmpp:time",
                    "set domain urn:ietf:params:xml:ns:xmpp-session");

    private static final List<String> WRITES =
            List.of(
                    "set account jabber:iq:roster",
                    "set account vcard-temp",
                    "set account jabber:iq:private",
                    "set account urn:xmpp:blocking block",
                    "set account urn:xmpp:blocking unblock",
                    "set account " + PUBSUB + " publish",
                    "set account " + PUBSUB + " create",
                    "set account " + PUBSUB + " retract",
                    "set account " + PUBSUB + "#owner configure",
                    "set account " + PUBSUB + "#owner delete",
                    "set account " + PUBSUB + "#owner purge");

    private final Account juliet = Account.of(Questions.JULIET);
    private final String domain = Session.domainOf(juliet.jid());
    private PackagedServer server;
    private Application application;

    @BeforeEach
    void start() throws IOException {
        server =
                (PackagedServer)
                        TestServer.start(
                                Setup.of(domain)
                                        .account(juliet)
                                        .set("admins", "['" + juliet.jid() + "']")
                                        .set("limits.enabled", "false")
                                        .set("oauth.enabled", "true"));
        application = Application.register(server.endpoint(), domain);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Session owner() {
        return Session.signIn(server.endpoint(), juliet.jid(), juliet.password(), "pc");
    }

    private Tokens letIn(String scope) throws IOException {
        try (Session owner = owner()) {
            Tokens tokens = application.letInBy(owner, scope);
            assertThat(tokens.scope()).isEqualTo(scope);
            return tokens;
        }
    }

    private String kind(Questions.Row row) {
        Element payload = Xml.parse(row.payload());
        String inside =
                payload.name().equals("pubsub")
                        ? payload.children().findFirst().map(one -> " " + one.name()).orElse("")
                        : payload.namespace().equals("urn:xmpp:blocking")
                                ? " " + payload.name()
                                : "";
        String to =
                row.to().equals(juliet.jid())
                        ? "account"
                        : row.to().equals(domain) ? "domain" : row.to();
        return row.type() + " " + to + " " + payload.namespace() + inside;
    }

    private Set<String> allowed(Session garden) {
        Set<String> allowed = new TreeSet<>();
        for (Questions.Row row : Questions.all()) {
            String payload = row.payload().replace("%s", juliet.jid());
            Element answer = garden.ask(row.type(), row.to(), payload);
            boolean stopped =
                    answer.toString().contains("<forbidden")
                            && answer.toString().contains("may use stored data");
            if (!stopped) {
                allowed.add(kind(row));
            }
        }
        return allowed;
    }

    @Test
    void it_reads_the_account_and_is_refused_everything_else() throws IOException {
        try (Session garden = application.signIn(letIn(READ), "garden")) {
            assertThat(allowed(garden)).containsExactlyInAnyOrderElementsOf(READS);
        }
    }

    @Test
    void it_writes_the_account_and_is_refused_everything_else() throws IOException {
        Set<String> all = new TreeSet<>(READS);
        all.addAll(WRITES);
        try (Session garden = application.signIn(letIn(WRITE), "garden")) {
            assertThat(allowed(garden)).isEqualTo(all);
        }
    }

    /** The scope is the grant's: neither new tokens nor a new server widen it. */
    @Test
    void it_is_what_it_was_after_a_refresh_and_a_kill_of_the_server() throws IOException {
        Tokens tokens = letIn(READ);
        Tokens next = Application.tokens(application.refresh(tokens));
        assertThat(next.scope()).isEqualTo(READ);
        server.kill();
        server.startAgain();
        try (Session garden = application.signIn(next, "garden")) {
            assertThat(garden.ask("get", "", "<query xmlns='jabber:iq:roster'/>").need("type"))
                    .isEqualTo("result");
            for (String payload :
                    List.of(
                            "<query xmlns='urn:xmpp:mam:2'/>",
                            "<enable xmlns='urn:xmpp:carbons:2'/>",
                            "<vCard xmlns='vcard-temp'/>")) {
                assertThat(garden.ask("set", "", payload).toString()).contains("<forbidden");
            }
        }
    }

    @Test
    void its_owner_reads_what_it_may_among_the_devices() throws IOException {
        try (Session garden = application.signIn(letIn(READ), "garden");
                Session owner = owner()) {
            Element listed = owner.ask("get", "", "<list xmlns='urn:xmpp:cam:0'/>");
            assertThat(listed.toString())
                    .contains("restricted")
                    .contains(READ)
                    .doesNotContain("xmpp:account:write");
            assertThat(garden.jid()).startsWith(juliet.jid() + "/garden/");
        }
    }
}
