package stoa.core.command;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.DataForm;

/**
 * One execution of a command that waits for its requester (XEP-0050 section 3.3). Guarded by itself
 * being {@link #claim}ed: whoever has claimed it may change it, nobody else.
 */
final class CommandSession {
    /** How far back {@code prev} leads. */
    private static final int MAX_EARLIER = 32;

    private final String id;
    private final Requester requester;
    private final String node;
    private final Deque<CommandStep.Ask> earlier = new ArrayDeque<>();
    private CommandStep.@Nullable Ask current;
    private boolean claimed;
    private Instant touched;

    CommandSession(String id, Requester requester, String node, Instant now) {
        this.id = id;
        this.requester = requester;
        this.node = node;
        this.touched = now;
    }

    String id() {
        return id;
    }

    Requester requester() {
        return requester;
    }

    boolean isOf(Requester other, String otherNode) {
        return requester.equals(other) && node.equals(otherNode);
    }

    /** Takes it for one step; false while another step of it is under way. */
    synchronized boolean claim() {
        if (claimed) {
            return false;
        }
        claimed = true;
        return true;
    }

    synchronized void release() {
        claimed = false;
    }

    synchronized Instant touched() {
        return touched;
    }

    synchronized void touch(Instant now) {
        touched = now;
    }

    /** The stage it waits at. */
    CommandStep.Ask current() {
        return Objects.requireNonNull(current, "not begun");
    }

    boolean hasEarlier() {
        return !earlier.isEmpty();
    }

    /** The first stage. */
    void begin(CommandStep.Ask first) {
        current = first;
    }

    /** On to another stage; the one before remembers what was filled in. */
    void advance(CommandStep.Ask next, DataForm submitted) {
        CommandStep.Ask before = current();
        earlier.push(
                new CommandStep.Ask(
                        before.form().filledWith(submitted),
                        before.notes(),
                        before.next(),
                        before.complete()));
        if (earlier.size() > MAX_EARLIER) {
            earlier.removeLast();
        }
        current = next;
    }

    void back() {
        current = earlier.pop();
    }
}
