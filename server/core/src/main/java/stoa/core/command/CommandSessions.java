package stoa.core.command;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.Jid;

/**
 * The executions that wait for their requesters: at most {@link #MAX}, {@link #MAX_EACH} of one
 * account (its oldest gives way), each for {@link #PATIENCE} after its last step. Safe on any
 * thread.
 *
 * <p>An id is random and carries a proof of whom it was given to, for which command and where, so
 * that one which is not among those waiting is told apart without remembering it: it has expired,
 * or it never was the requester's.
 */
final class CommandSessions {
    static final int MAX = 1_000;
    static final int MAX_EACH = 10;
    static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int RANDOM_BYTES = 16;
    private static final int PROOF_BYTES = 16;

    private final SecureRandom random;
    private final InstantSource clock;
    private final SecretKeySpec key;

    /** In the order of their last steps. */
    private final LinkedHashMap<String, CommandSession> waiting = new LinkedHashMap<>();

    CommandSessions(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        key = new SecretKeySpec(secret, "HmacSHA256");
    }

    /** An execution that begins; it does not wait yet. */
    CommandSession open(Requester requester, String node) {
        byte[] start = new byte[RANDOM_BYTES];
        random.nextBytes(start);
        byte[] id = Arrays.copyOf(start, RANDOM_BYTES + PROOF_BYTES);
        System.arraycopy(proof(start, requester, node), 0, id, RANDOM_BYTES, PROOF_BYTES);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        return new CommandSession(text, requester, node, clock.instant());
    }

    /** Has it wait; false when too many do. */
    synchronized boolean add(CommandSession session) {
        dropExpired();
        Jid account = session.requester().from().bare();
        @Nullable CommandSession oldest = null;
        int own = 0;
        for (CommandSession other : waiting.values()) {
            if (other.requester().from().bare().equals(account)) {
                oldest = oldest == null ? other : oldest;
                own++;
            }
        }
        if (own >= MAX_EACH && oldest != null) {
            waiting.remove(oldest.id());
        } else if (waiting.size() >= MAX) {
            return false;
        }
        waiting.put(session.id(), session);
        return true;
    }

    /** What looking for an execution has found. */
    sealed interface Found {}

    /** It was waiting and is claimed now, for one step. */
    record Claimed(CommandSession session) implements Found {}

    /** A step of it is under way. */
    record Busy() implements Found {}

    /** It does not wait, or not any more. */
    record Absent() implements Found {}

    /** Takes up the execution with that id. An execution that has ended is never claimed. */
    synchronized Found claim(String id, Requester requester, String node) {
        dropExpired();
        CommandSession session = waiting.get(id);
        if (session == null || !session.isOf(requester, node)) {
            return new Absent();
        }
        return session.claim() ? new Claimed(session) : new Busy();
    }

    /** Whether that id was once given to this requester, for this command, here. */
    boolean wasGiven(String id, Requester requester, String node) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(id);
        } catch (IllegalArgumentException notOurs) {
            return false;
        }
        if (bytes.length != RANDOM_BYTES + PROOF_BYTES) {
            return false;
        }
        byte[] expected =
                Arrays.copyOf(
                        proof(Arrays.copyOf(bytes, RANDOM_BYTES), requester, node), PROOF_BYTES);
        return MessageDigest.isEqual(
                expected, Arrays.copyOfRange(bytes, RANDOM_BYTES, bytes.length));
    }

    /** A step was made: it waits anew, unless it was ended meanwhile. */
    synchronized void touch(CommandSession session) {
        if (waiting.remove(session.id(), session)) {
            session.touch(clock.instant());
            waiting.put(session.id(), session);
        }
    }

    synchronized void end(CommandSession session) {
        waiting.remove(session.id());
    }

    /** A requester is gone. */
    synchronized void endAllOf(Jid requester) {
        waiting.values().removeIf(session -> session.requester().from().equals(requester));
    }

    synchronized int size() {
        return waiting.size();
    }

    private void dropExpired() {
        Instant limit = clock.instant().minus(PATIENCE);
        Iterator<Map.Entry<String, CommandSession>> oldest = waiting.entrySet().iterator();
        while (oldest.hasNext() && !oldest.next().getValue().touched().isAfter(limit)) {
            oldest.remove();
        }
    }

    private byte[] proof(byte[] start, Requester requester, String node) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(start);
            // Addresses hold no NUL, so the parts cannot be shifted against each other.
            String bound = requester.from() + "\0" + requester.responder() + "\0" + node;
            return mac.doFinal(bound.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
