package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import stoa.accounts.rate.SendingLimits;
import stoa.testkit.Spec;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.StanzaError.Condition;

/** Whoever sends more than is allowed is told so and keeps their session. */
class SendingTooMuchStoryTest {
    private final AccountsHouse house =
            new AccountsHouse(
                            AccountSettings.DEFAULTS.withSending(
                                    new SendingLimits(
                                            new SendingLimits.Limits(3, 10, 10, 100),
                                            SendingLimits.Limits.NONE)),
                            0,
                            JULIET,
                            ROMEO)
                    .open();

    @Spec(rfc = 6120, section = "13.12", says = "too much gets an error, not the end")
    @Test
    void all_clients_of_an_account_together_are_told_to_wait() {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"), ROMEO.on("pc"))
                .play(
                        (laptop, phone, pc) -> {
                            laptop.sends(chat().to(ROMEO.address()).body("one"));
                            phone.sends(chat().to(ROMEO.address()).body("two"));
                            laptop.sends(chat().to(ROMEO.address()).body("three"));
                            int handled = phone.handled();
                            phone.sends(chat().to(ROMEO.address()).id("m4").body("four"));
                            assertThat(phone.getsError(Condition.POLICY_VIOLATION).id())
                                    .isEqualTo("m4");
                            assertThat(phone.handled()).isEqualTo(handled + 1);
                            pc.gets(chat().body("one"));
                            pc.gets(chat().body("two"));
                            pc.gets(chat().body("three"));
                            pc.getsNothingMore();
                            assertThat(phone.ended()).isNull();
                            pc.sends(chat().to(JULIET.address()).body("hush"));
                            laptop.gets(chat().body("hush"));

                            house.clock.advance(Duration.ofSeconds(20));
                            phone.forgets();
                            phone.sends(chat().to(ROMEO.address()).body("five"));
                            pc.gets(chat().body("five"));
                        });
    }

    @Test
    void a_clock_that_is_set_back_silences_nobody() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            laptop.sends(chat().to(ROMEO.address()).body("before"));
                            pc.gets(chat().body("before"));
                            house.clock.set(Duration.ofHours(-1));
                            laptop.sends(chat().to(ROMEO.address()).body("an hour earlier"));
                            pc.gets(chat().body("an hour earlier"));
                            laptop.getsNothingMore();
                        });
    }

    @Test
    void presence_that_flickers_is_refused_and_leaving_is_not() {
        house.story
                .with(JULIET.on("laptop"))
                .play(
                        laptop -> {
                            int shown = 0;
                            while (shown < 20) {
                                laptop.sendsPresence();
                                if (laptop.nextPresence().type() == Presence.Type.ERROR) {
                                    break;
                                }
                                shown++;
                            }
                            assertThat(shown).isEqualTo(9); // one was the story's
                            laptop.becomesUnavailable();
                            laptop.gets(Presence.Type.UNAVAILABLE, laptop.address());
                            laptop.getsNothingMore();
                            assertThat(house.server.registry().find(laptop.address()).isAvailable())
                                    .isFalse();
                        });
    }
}
