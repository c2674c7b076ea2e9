package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import org.junit.jupiter.api.Test;
import stoa.testkit.Spec;

class ChatStoryTest {
    private final AccountsHouse house = AccountsHouse.listed().open();

    @Spec(rfc = 6121, section = "5", says = "a message reaches the one it is for")
    @Test
    void romeo_reads_what_juliet_writes() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            laptop.sends(chat().to(ROMEO.address()).body("good night"));
                            pc.gets(chat().from(laptop).to(ROMEO.address()).body("good night"));
                            pc.getsNothingMore();
                            laptop.getsNothingMore();
                            assertThat(laptop.handled()).isEqualTo(3);
                        });
    }
}
