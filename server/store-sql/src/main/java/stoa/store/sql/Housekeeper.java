package stoa.store.sql;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.store.sql.jdbc.Database;

/**
 * Looks whether the database has housekeeping to do, on a thread of its own: twice a second while
 * much is committed, every ten seconds while little is, and never while nothing is.
 */
final class Housekeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);
    private static final long PERIOD_MS = 500;

    private final Database database;
    private final Lock journalLock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private final Pace pace = new Pace();

    Housekeeper(Database database, Lock journalLock) {
        this.database = database;
        this.journalLock = journalLock;
        this.thread = Thread.ofPlatform().name("store-keeper").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Something was committed. From any thread. */
    void committed() {
        pace.committed();
    }

    private void run() {
        try {
            while (!closing.await(PERIOD_MS, TimeUnit.MILLISECONDS)) {
                if (pace.isTime()) {
                    keepHouse();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepHouse() {
        try {
            database.maintain(journalLock);
        } catch (SQLException e) {
            LOG.warn("store_housekeeping_failed", e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** When it looks: a look costs as much as a message or two, and most find nothing to do. */
    static final class Pace {
        /** From so many commits on at once: one of a message or two fills some six frames. */
        static final int MANY_COMMITS = 512;

        /** After so many periods when there were fewer. */
        static final int PERIODS_OF_FEW = 20;

        private final LongAdder commits = new LongAdder();
        private long seen;
        private int periods;

        void committed() {
            commits.increment();
        }

        /** Asked once a period. */
        boolean isTime() {
            periods++;
            long unseen = commits.sum() - seen;
            if (unseen < MANY_COMMITS && (unseen == 0 || periods < PERIODS_OF_FEW)) {
                return false;
            }
            seen += unseen;
            periods = 0;
            return true;
        }
    }
}
