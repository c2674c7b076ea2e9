package stoa.net.stream;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.MailboxScheduler;

/**
 * The sessions of one loop to which presence was sent that waits for more to come. One timer for
 * all of them, which runs only while there are any. Added to on any thread.
 */
final class PresenceGathering {
    /**
     * How long presence waits for more at most, in milliseconds. Nobody notices; some ten people
     * can enter a room in it.
     */
    static final long MS = 5;

    private final EventLoop loop;
    private final MailboxScheduler scheduler;
    private final AtomicReference<@Nullable Inbox> last = new AtomicReference<>();

    PresenceGathering(EventLoop loop, MailboxScheduler scheduler) {
        this.loop = loop;
        this.scheduler = scheduler;
    }

    /** Wakes the inbox's session a little later; it must not be here already. */
    @SuppressWarnings("FutureReturnValueIgnored") // only a loop that has ended refuses
    void add(Inbox inbox) {
        Inbox before;
        do {
            before = last.get();
            inbox.gatheredBefore = before;
        } while (!last.compareAndSet(before, inbox));
        if (before == null) {
            loop.schedule(this::end, MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Wakes them all, with one task of the loop. */
    private void end() {
        scheduler.beginBatch();
        Inbox inbox = last.getAndSet(null);
        while (inbox != null) {
            Inbox before = inbox.gatheredBefore;
            inbox.gatheredBefore = null;
            inbox.gathered(); // and may be added anew
            inbox = before;
        }
        scheduler.endBatch();
    }
}
