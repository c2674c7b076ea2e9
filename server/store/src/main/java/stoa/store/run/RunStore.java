package stoa.store.run;

import java.util.concurrent.CompletionStage;

/** Reads how the last process ended. */
public interface RunStore {
    /** The last one, or {@link Run#NONE}. */
    CompletionStage<Run> last();
}
