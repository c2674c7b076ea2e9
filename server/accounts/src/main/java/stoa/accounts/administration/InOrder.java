package stoa.accounts.administration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** One thing after the other, so that many do not crowd the store. */
final class InOrder {
    private InOrder() {}

    /** The outcomes in the order of the subjects; fails with the first that fails. */
    static <T, R> CompletionStage<List<R>> each(
            List<T> subjects, Function<T, CompletionStage<R>> work) {
        CompletionStage<List<R>> outcomes =
                CompletableFuture.completedFuture(new ArrayList<>(subjects.size()));
        for (T subject : subjects) {
            outcomes =
                    outcomes.thenCompose(
                            before ->
                                    work.apply(subject)
                                            .thenApply(
                                                    outcome -> {
                                                        before.add(outcome);
                                                        return before;
                                                    }));
        }
        return outcomes;
    }
}
