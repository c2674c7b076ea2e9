package stoa.store.sql.archive;

import static stoa.store.sql.jdbc.Binding.row;

import stoa.store.archive.TombstoneSaved;
import stoa.store.sql.jdbc.ChangeWriters;

/** Writes what stands in the place of retracted messages; {@link ArchiveRows} reads it. */
public final class Tombstones {
    private Tombstones() {}

    /** Registers what writes tombstones. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                TombstoneSaved.class,
                "INSERT INTO tombstone (id, stanza) VALUES (?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET stanza = excluded.stanza",
                saved -> row(saved.id(), saved.stanza()));
    }
}
