package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.testkit.Spec;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/** The table of RFC 6121 section 8.5.4, case by case. */
class DeliveryRulesTest {
    private static final BareJid JULIET = BareJid.of("juliet@example.org");

    private record FakeSession(FullJid address, long number) implements SilentSession {}

    private static final AtomicLong NUMBERS = new AtomicLong();

    private static ConnectedResource resource(String spec) {
        String[] parts = spec.split(":", -1);
        ConnectedResource bound =
                ConnectedResource.bound(
                        new FakeSession(JULIET.withResource(parts[0]), NUMBERS.incrementAndGet()));
        return parts[1].isEmpty()
                ? bound
                : bound.available(
                        Presence.of(
                                Presence.Type.AVAILABLE,
                                bound.address(),
                                null,
                                Element.text("priority", Stanza.CLIENT, parts[1])),
                        1);
    }

    private static ConnectedAccount account(String resources) {
        ConnectedAccount account = ConnectedAccount.none(JULIET);
        for (String spec :
                resources.equals("none") ? List.<String>of() : List.of(resources.split(" "))) {
            account = account.with(resource(spec));
        }
        return account;
    }

    private static String outcome(Message.Type type, String to, String resources) {
        Jid address = to.equals("bare") ? JULIET : JULIET.withResource(to);
        Message message = Message.of(type, BareJid.of("romeo@example.org"), address);
        return switch (DeliveryRules.of(message, account(resources))) {
            case DeliveryRules.Outcome.To(var all) ->
                    String.join("+", all.stream().map(r -> r.address().resource()).toList());
            case DeliveryRules.Outcome.Offline() -> "offline";
            case DeliveryRules.Outcome.Refused() -> "refused";
            case DeliveryRules.Outcome.Ignored() -> "ignored";
        };
    }

    @Spec(rfc = 6121, section = "8.5.4", says = "the summary of message delivery rules")
    @ParameterizedTest(name = "to {0} with {1}")
    @CsvSource({
        // to, connected (resource:priority, no priority: not available), normal, chat, groupchat,
        // headline, error
        "bare, none,        offline, offline, refused, ignored, ignored",
        "gone, none,        refused, offline, refused, ignored, ignored",
        "bare, a:,          offline, offline, refused, ignored, ignored",
        "a,    a:,          a,       a,       a,       a,       a",
        "bare, a:-1,        offline, offline, refused, ignored, ignored",
        "a,    a:-1,        a,       a,       a,       a,       a",
        "gone, a:-1,        refused, offline, refused, ignored, ignored",
        "bare, a:0,         a,       a,       refused, a,       ignored",
        "a,    a:0,         a,       a,       a,       a,       a",
        "gone, a:0,         refused, a,       refused, ignored, ignored",
        "bare, a:0 b:-1,    a,       a,       refused, a,       ignored",
        "bare, a:0 b:,      a,       a,       refused, a,       ignored",
        "bare, a:0 b:5,     a+b,     a+b,     refused, a+b,     ignored",
        "b,    a:0 b:5,     b,       b,       b,       b,       b",
        "gone, a:0 b:5 c:-3,refused, a+b,     refused, ignored, ignored",
    })
    void table(
            String to,
            String resources,
            String normal,
            String chat,
            String groupchat,
            String headline,
            String error) {
        assertThat(outcome(Message.Type.NORMAL, to, resources)).isEqualTo(normal);
        assertThat(outcome(Message.Type.CHAT, to, resources)).isEqualTo(chat);
        assertThat(outcome(Message.Type.GROUPCHAT, to, resources)).isEqualTo(groupchat);
        assertThat(outcome(Message.Type.HEADLINE, to, resources)).isEqualTo(headline);
        assertThat(outcome(Message.Type.ERROR, to, resources)).isEqualTo(error);
    }
}
