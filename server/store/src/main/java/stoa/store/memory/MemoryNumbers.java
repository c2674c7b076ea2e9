package stoa.store.memory;

import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.PastAppend;
import stoa.store.report.ReportFiled;
import stoa.store.room.RoomLogged;

/** The greatest archive id of all that is numbered. */
final class MemoryNumbers {
    private volatile long last;

    MemoryNumbers(MemoryTables tables) {
        tables.on(ArchiveAppend.class, append -> saw(append.slot().id()));
        tables.on(PastAppend.class, past -> saw(past.message().slot().id()));
        tables.on(RoomLogged.class, logged -> saw(logged.slot().id()));
        tables.on(ReportFiled.class, filed -> saw(filed.slot().id()));
    }

    private void saw(long id) {
        last = Math.max(last, id);
    }

    long last() {
        return last;
    }
}
