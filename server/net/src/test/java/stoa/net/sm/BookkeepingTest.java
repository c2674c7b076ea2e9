package stoa.net.sm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import stoa.core.session.Receipt;
import stoa.testkit.Spec;
import stoa.xmpp.stanza.Message;

/** The counters and queues of XEP-0198, without any connection. */
class BookkeepingTest {
    private final AtomicInteger woken = new AtomicInteger();
    private final Received received = new Received(woken::incrementAndGet);
    private final Outbox outbox = new Outbox();

    private static Outgoing stanza() {
        return new Outgoing(Message.of(Message.Type.CHAT, null, null));
    }

    @Test
    @Spec(xep = 198, section = "4", says = "h counts stanzas handled without a gap")
    void what_is_handled_out_of_order_counts_when_the_gap_is_closed() {
        Acks acks = new Acks(received, outbox);
        Receipt one = received.arrive();
        Receipt two = received.arrive();
        Receipt three = received.arrive();
        three.release();
        two.release();
        assertThat(acks.handled()).isZero();
        assertThat(received.underWay()).isEqualTo(3);
        one.release();
        assertThat(acks.handled()).isEqualTo(3);
        assertThat(received.underWay()).isZero();
    }

    @Test
    void a_receipt_with_several_holders_counts_when_all_have_let_go() {
        Acks acks = new Acks(received, outbox);
        Receipt receipt = received.arrive().retain();
        receipt.release();
        assertThat(acks.handled()).isZero();
        receipt.release();
        assertThat(acks.handled()).isEqualTo(1);
    }

    @Test
    void the_loop_is_woken_only_while_it_waits() {
        received.arrive().release();
        assertThat(woken).hasValue(0);
        received.watch(true);
        received.arrive().release();
        assertThat(woken).hasValue(1);
    }

    @Test
    void stanzas_before_enable_do_not_count() {
        Receipt before = received.arrive();
        Acks acks = new Acks(received, outbox);
        Receipt after = received.arrive();
        after.release();
        assertThat(acks.handled()).isZero();
        before.release();
        assertThat(acks.handled()).isEqualTo(1);
    }

    @Test
    void requests_wait_for_what_came_before_them() {
        Acks acks = new Acks(received, outbox);
        acks.clientAsks();
        assertThat(acks.answersDue()).isEqualTo(1);
        Receipt one = received.arrive();
        acks.clientAsks();
        acks.clientAsks();
        Receipt two = received.arrive();
        acks.clientAsks();
        assertThat(acks.answersDue()).isZero();
        one.release();
        assertThat(acks.answersDue()).isEqualTo(2);
        assertThat(acks.owesAnswers()).isTrue();
        two.release();
        assertThat(acks.answersDue()).isEqualTo(1);
        assertThat(acks.owesAnswers()).isFalse();
    }

    @Test
    void more_open_requests_than_are_kept_are_answered_with_the_last() {
        Acks acks = new Acks(received, outbox);
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            receipts.add(received.arrive());
            acks.clientAsks();
        }
        receipts.forEach(Receipt::release);
        assertThat(acks.answersDue()).isEqualTo(64);
        assertThat(acks.owesAnswers()).isFalse();
    }

    @Test
    void only_what_was_written_can_be_acknowledged() {
        Acks acks = new Acks(received, outbox);
        outbox.add(stanza(), 10);
        outbox.add(stanza(), 10);
        outbox.wrote(100, true);
        assertThat(acks.acknowledge(2)).isFalse();
        assertThat(acks.acknowledge(-1)).isFalse();
        assertThat(acks.acknowledge(1)).isTrue();
        assertThat(acks.acknowledge(1)).isTrue();
        assertThat(acks.acknowledge(0)).as("taken back").isFalse();
        assertThat(outbox.count()).isEqualTo(1);
        assertThat(outbox.bytes()).isEqualTo(10);
    }

    /** Compares the outbox with a plain list over any history. */
    @RepeatedTest(50)
    void the_outbox_keeps_what_it_should(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        List<Outgoing> model = new ArrayList<>();
        List<Integer> bytes = new ArrayList<>();
        int written = 0;
        for (int i = 0; i < 500; i++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    Outgoing stanza = stanza();
                    outbox.add(stanza, 7);
                    model.add(stanza);
                    bytes.add(7);
                }
                case 2 -> {
                    if (written < model.size()) {
                        assertThat(outbox.nextToWrite()).isSameAs(model.get(written));
                        outbox.wrote(11, true);
                        bytes.set(written++, 11);
                    }
                }
                case 3 -> {
                    int n = written == 0 ? 0 : random.nextInt(written + 1);
                    outbox.acknowledge(n);
                    model.subList(0, n).clear();
                    bytes.subList(0, n).clear();
                    written -= n;
                }
                case 4 -> {
                    if (random.nextInt(10) == 0) {
                        outbox.rewind();
                        written = 0;
                    }
                }
                default -> {
                    Set<Outgoing> some = new HashSet<>();
                    for (int at = model.size() - 1; at >= written; at--) {
                        if (random.nextInt(5) == 0) {
                            some.add(model.remove(at));
                            bytes.remove(at);
                        }
                    }
                    outbox.forgetUnwritten(some::contains);
                }
            }
            assertThat(outbox.count()).as("seed %d", seed).isEqualTo(model.size());
            assertThat(outbox.writtenCount()).isEqualTo(written);
            List<Outgoing> unwritten = new ArrayList<>();
            outbox.forEachUnwritten(unwritten::add);
            assertThat(unwritten).isEqualTo(model.subList(written, model.size()));
            assertThat(outbox.bytes())
                    .isEqualTo(bytes.stream().mapToLong(Integer::longValue).sum());
        }
        List<Outgoing> drained = new ArrayList<>();
        outbox.drainTo(drained::add);
        assertThat(drained).isEqualTo(model);
        assertThat(outbox.count()).isZero();
    }
}
