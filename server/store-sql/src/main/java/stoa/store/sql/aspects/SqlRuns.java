package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.util.concurrent.CompletionStage;
import stoa.store.run.Run;
import stoa.store.run.RunSaved;
import stoa.store.run.RunStore;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;

/** How the last process ended, in SQL: one row. */
public final class SqlRuns implements RunStore {
    private final Reads reads;

    public SqlRuns(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes it. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                RunSaved.class,
                "INSERT INTO last_run (one, ended, unsure_before) VALUES (1, ?, ?)"
                        + " ON CONFLICT (one) DO UPDATE"
                        + " SET ended = excluded.ended, unsure_before = excluded.unsure_before",
                saved -> row(saved.run().ended() ? 1 : 0, saved.run().unsureBefore()));
    }

    @Override
    public CompletionStage<Run> last() {
        return reads.read(
                session ->
                        session.first(
                                        "SELECT ended, unsure_before FROM last_run WHERE one = 1",
                                        row -> new Run(row.number(1) != 0, row.number(2)))
                                .orElse(Run.NONE));
    }
}
