package stoa.net.sm;

import org.jspecify.annotations.Nullable;
import stoa.core.session.Receipt;

/**
 * The stanzas a client sent, from their arrival until the server has taken responsibility for them.
 * They may be handled in any order and on any thread; what counts is how many are handled without a
 * gap, because that is what {@code h} promises (XEP-0198 section 4).
 *
 * <p>Confined to the session's loop, but for the receipts. Holds an entry for each stanza under
 * way; the stream stops reading when there are too many.
 */
public final class Received {
    /** One stanza under way; run when it is handled. */
    private static final class UnderWay implements Runnable {
        private final Received owner;
        private volatile boolean handled;
        private @Nullable UnderWay next;

        UnderWay(Received owner) {
            this.owner = owner;
        }

        @Override
        public void run() {
            handled = true;
            // The loop sets the flag first and looks at "handled" afterwards, so one of us sees
            // the other.
            if (owner.watched) {
                owner.wake.run();
            }
        }
    }

    private final Runnable wake;
    private volatile boolean watched;
    private @Nullable UnderWay first;
    private @Nullable UnderWay last;
    private long arrived;
    private long handled;

    /**
     * @param wake run on any thread when something was handled while {@link #watch} was on; must
     *     only hand over
     */
    public Received(Runnable wake) {
        this.wake = wake;
    }

    /** A stanza has arrived. */
    public Receipt arrive() {
        UnderWay stanza = new UnderWay(this);
        advance();
        if (last == null) {
            first = stanza;
        } else {
            last.next = stanza;
        }
        last = stanza;
        arrived++;
        return new Receipt(stanza);
    }

    private void advance() {
        UnderWay stanza = first;
        while (stanza != null && stanza.handled) {
            handled++;
            stanza = stanza.next;
        }
        first = stanza;
        if (stanza == null) {
            last = null;
        }
    }

    /** How many arrived so far. */
    public long arrived() {
        return arrived;
    }

    /** How many of them are handled, counted from the first without a gap. */
    public long handled() {
        advance();
        return handled;
    }

    /** How many are not handled yet, or wait for one before them that is not. */
    public int underWay() {
        advance();
        return (int) (arrived - handled);
    }

    /** Whether {@link #wake} is to be run at each stanza that is handled from now on. */
    public void watch(boolean on) {
        watched = on;
    }
}
