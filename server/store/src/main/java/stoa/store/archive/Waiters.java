package stoa.store.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;

/**
 * Who waits until what follows the archive has come to a message. At most a number of them; one
 * more is answered with {@link Problem#BUSY}. Not safe for several threads: its owner's lock guards
 * it, and outside of that lock the owner completes what it is handed.
 */
public final class Waiters {
    private record Waiting(long target, CompletableFuture<Void> answer) {}

    private final int limit;
    private List<Waiting> waiting = new ArrayList<>();

    public Waiters(int limit) {
        this.limit = limit;
    }

    /** One more, who waits for that message. */
    public CompletionStage<Void> add(long target) {
        if (waiting.size() >= limit) {
            return CompletableFuture.failedStage(
                    new StoreException(Problem.BUSY, "Too many reads wait for the index."));
        }
        CompletableFuture<Void> answer = new CompletableFuture<>();
        waiting.add(new Waiting(target, answer));
        return answer;
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether anybody waits for that message or an earlier one. */
    public boolean hasUpTo(long id) {
        return waiting.stream().anyMatch(one -> one.target <= id);
    }

    /** Hands over those who wait for that message or an earlier one. */
    public List<CompletableFuture<Void>> takeUpTo(long id) {
        List<CompletableFuture<Void>> ready = new ArrayList<>();
        List<Waiting> others = new ArrayList<>();
        for (Waiting one : waiting) {
            if (one.target <= id) {
                ready.add(one.answer);
            } else {
                others.add(one);
            }
        }
        waiting = others;
        return ready;
    }

    /** Hands over everybody. */
    public List<CompletableFuture<Void>> takeAll() {
        return takeUpTo(Long.MAX_VALUE);
    }
}
