package stoa.accounts.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.testkit.Spec;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

class SendingRatesTest {
    private static final BareJid JULIET = BareJid.of("juliet@example.org");
    private static final BareJid ROMEO = BareJid.of("romeo@example.org");
    private static final BareJid TYBALT = BareJid.of("tybalt@capulet.example");
    private static final Message MESSAGE = Message.of(Message.Type.CHAT, null, ROMEO);
    private static final Presence PRESENCE = Presence.of(Presence.Type.AVAILABLE, null, null);
    private static final Presence JOIN =
            Presence.of(
                    Presence.Type.AVAILABLE,
                    null,
                    Jid.parse("garden@conference.example.org/Juliet"),
                    Element.empty("x", "http://jabber.org/protocol/muc"));
    private static final Presence LEAVE = Presence.of(Presence.Type.UNAVAILABLE, null, null);
    private static final Iq REQUEST =
            Iq.of(Iq.Type.GET, null, null, "1", Element.empty("ping", "urn:xmpp:ping"));
    private static final Iq ANSWER = Iq.of(Iq.Type.RESULT, null, ROMEO, "1");

    private final SendingRates rates =
            new SendingRates(
                    new SendingLimits(
                            new SendingLimits.Limits(6, 4, 2, 12), SendingLimits.Limits.NONE));
    private long nowMs = 1_000_000;

    private @Nullable Condition sends(SendingRates by, BareJid account, Stanza stanza) {
        StanzaError refusal = by.refusal(account, stanza, nowMs);
        return refusal == null ? null : refusal.condition();
    }

    private int howMany(BareJid account, Stanza stanza) {
        int sent = 0;
        while (sent < 1_000 && sends(rates, account, stanza) == null) {
            sent++;
        }
        return sent;
    }

    @Test
    void a_minute_s_messages_may_come_at_once_and_then_one_by_one() {
        assertThat(howMany(JULIET, MESSAGE)).isEqualTo(6);
        nowMs += 9_999;
        assertThat(howMany(JULIET, MESSAGE)).isZero();
        nowMs += 1;
        assertThat(howMany(JULIET, MESSAGE)).isEqualTo(1);
        nowMs += 30_000;
        assertThat(howMany(JULIET, MESSAGE)).isEqualTo(3);
        nowMs += 3_600_000;
        assertThat(howMany(JULIET, MESSAGE)).isEqualTo(6);
    }

    @Test
    void each_account_has_its_own() {
        assertThat(howMany(JULIET, MESSAGE)).isEqualTo(6);
        assertThat(howMany(ROMEO, MESSAGE)).isEqualTo(6);
    }

    @Test
    void joins_count_as_presence_and_by_themselves_and_all_count_as_stanzas() {
        assertThat(howMany(JULIET, JOIN)).isEqualTo(2);
        assertThat(howMany(JULIET, PRESENCE)).isEqualTo(2);
        assertThat(howMany(JULIET, MESSAGE)).isEqualTo(6);
        assertThat(howMany(JULIET, REQUEST)).isEqualTo(2);
        assertThat(howMany(JULIET, MESSAGE)).isZero();
    }

    @Test
    void what_is_refused_does_not_count() {
        assertThat(howMany(JULIET, MESSAGE)).isEqualTo(6);
        for (int i = 0; i < 100; i++) {
            sends(rates, JULIET, MESSAGE);
        }
        assertThat(howMany(JULIET, REQUEST)).isEqualTo(6);
    }

    @Test
    void goodbyes_answers_and_errors_are_free() {
        assertThat(howMany(JULIET, LEAVE)).isEqualTo(1_000);
        assertThat(howMany(JULIET, ANSWER)).isEqualTo(1_000);
        assertThat(howMany(JULIET, Message.of(Message.Type.ERROR, null, ROMEO))).isEqualTo(1_000);
        assertThat(rates.size()).isZero();
    }

    @Spec(rfc = 6120, section = "8.3.3.12", says = "policy-violation, of the type wait")
    @Test
    void the_error_says_that_waiting_helps() {
        howMany(JULIET, MESSAGE);
        StanzaError refusal = rates.refusal(JULIET, MESSAGE, nowMs);
        assertThat(refusal).isNotNull();
        assertThat(refusal.condition()).isEqualTo(Condition.POLICY_VIOLATION);
        assertThat(refusal.type()).isEqualTo(StanzaError.Type.WAIT);
        assertThat(refusal.text()).contains("messages");
    }

    @Test
    void a_domain_s_accounts_share_what_it_has() {
        SendingRates shared =
                new SendingRates(
                        new SendingLimits(
                                new SendingLimits.Limits(100, 0, 0, 0),
                                new SendingLimits.Limits(3, 0, 0, 0)));
        assertThat(sends(shared, JULIET, MESSAGE)).isNull();
        assertThat(sends(shared, ROMEO, MESSAGE)).isNull();
        assertThat(sends(shared, JULIET, MESSAGE)).isNull();
        assertThat(sends(shared, ROMEO, MESSAGE)).isEqualTo(Condition.RESOURCE_CONSTRAINT);
        assertThat(sends(shared, ROMEO, PRESENCE)).isNull();
        assertThat(sends(shared, TYBALT, MESSAGE)).isNull();
    }

    @Test
    void without_limits_nothing_is_counted_or_remembered() {
        SendingRates none = new SendingRates(SendingLimits.NONE);
        for (int i = 0; i < 10_000; i++) {
            assertThat(sends(none, JULIET, MESSAGE)).isNull();
        }
        assertThat(none.size()).isZero();
    }

    @Test
    void who_is_silent_is_forgotten_and_who_is_not_is_not() {
        howMany(JULIET, MESSAGE);
        sends(rates, ROMEO, MESSAGE);
        nowMs += 10_000;
        rates.forgetIdle(nowMs);
        assertThat(rates.size()).isEqualTo(1);
        assertThat(howMany(JULIET, MESSAGE)).isEqualTo(1);
        nowMs += 60_000;
        rates.forgetIdle(nowMs);
        assertThat(rates.size()).isZero();
    }

    @Test
    void many_threads_together_take_no_more() throws InterruptedException {
        SendingRates shared =
                new SendingRates(
                        new SendingLimits(
                                new SendingLimits.Limits(1_000, 0, 0, 0),
                                SendingLimits.Limits.NONE));
        AtomicInteger sent = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int n = 0; n < 1_000; n++) {
                                            if (shared.refusal(JULIET, MESSAGE, 5_000) == null) {
                                                sent.incrementAndGet();
                                            }
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(sent).hasValue(1_000);
    }
}
