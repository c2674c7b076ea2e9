package stoa.store.sql;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Change;
import stoa.core.journal.Numbered;
import stoa.store.account.Account;
import stoa.store.account.AccountSaved;
import stoa.store.archive.ArchiveQuery;
import stoa.store.room.RoomLogged;

/**
 * The process that {@link CrashTest} kills: commits batch after batch and says on standard output
 * which one has returned. A batch is some messages, each "batch/number/of how many", a log entry,
 * and Juliet's account with the batch's number as her name.
 */
final class CrashWriter {
    private CrashWriter() {}

    public static void main(String[] arguments) throws Exception {
        StoreLocation location = StoreLocation.of(arguments[0], Path.of(arguments[1]));
        int batch = Integer.parseInt(arguments[2]);
        Random random = new Random(batch);
        try (SqlStore store = SqlStore.open(location)) {
            long lastId =
                    Math.max(store.lastArchiveId(), ArchiveSlot.firstIdAt(1_700_000_000_000L));
            while (true) {
                batch++;
                List<Change> changes = changes(batch, 1 + random.nextInt(30));
                for (Change change : changes) {
                    if (change instanceof Numbered numbered) {
                        lastId += 1 + random.nextInt(1 << 20);
                        numbered.slot().set(lastId);
                    }
                }
                store.commit(changes);
                System.out.println(batch);
                if (random.nextInt(4) == 0) {
                    // Has the index written in the middle of it all; the answer is not awaited.
                    store.archive().page(ArchiveQuery.lastOf(Talk.JULIET, 10));
                }
            }
        }
    }

    private static List<Change> changes(int batch, int messages) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            changes.add(Talk.line(batch + "/" + i + "/" + messages));
        }
        String name = Integer.toString(batch);
        changes.add(
                messages / 2,
                new AccountSaved(new Account(Talk.JULIET, name, true, false, Instant.EPOCH)));
        changes.add(
                new RoomLogged(new ArchiveSlot(), Talk.ROMEO, "batch", Talk.JULIET, name, null));
        return changes;
    }
}
