package stoa.store.memory;

import java.util.concurrent.CompletionStage;
import stoa.store.run.Run;
import stoa.store.run.RunSaved;
import stoa.store.run.RunStore;

final class MemoryRuns implements RunStore {
    private final MemoryTables tables;
    private Run last = Run.NONE;

    MemoryRuns(MemoryTables tables) {
        this.tables = tables;
        tables.on(RunSaved.class, saved -> last = saved.run());
    }

    @Override
    public CompletionStage<Run> last() {
        return tables.read(() -> last);
    }
}
