package stoa.store.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import stoa.core.journal.Change;

/**
 * What the aspects in memory share: which changes are applied by whom, and one lock that makes a
 * batch visible as a whole. An aspect registers in its constructor and guards nothing itself.
 */
public final class MemoryTables {
    private final Map<Class<?>, List<Consumer<Change>>> appliers = new HashMap<>();
    private final Executor reads;

    MemoryTables(Executor reads) {
        this.reads = reads;
    }

    /** Has a kind of change applied; several aspects may want the same kind. */
    public <C extends Change> void on(Class<C> kind, Consumer<? super C> applier) {
        appliers.computeIfAbsent(kind, k -> new ArrayList<>())
                .add(change -> applier.accept(kind.cast(change)));
    }

    /** Reads under the lock, on the store's executor. */
    public <T> CompletionStage<T> read(Supplier<T> reader) {
        return CompletableFuture.supplyAsync(
                () -> {
                    synchronized (this) {
                        return reader.get();
                    }
                },
                reads);
    }

    synchronized void apply(List<Change> changes) {
        for (Change change : changes) {
            if (!appliers.containsKey(change.getClass())) {
                throw new IllegalArgumentException("nobody stores " + change.getClass().getName());
            }
        }
        for (Change change : changes) {
            appliers.getOrDefault(change.getClass(), List.of()).forEach(a -> a.accept(change));
        }
    }
}
