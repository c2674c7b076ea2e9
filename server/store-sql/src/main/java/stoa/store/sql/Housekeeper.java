package stoa.store.sql;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.store.sql.jdbc.Database;

/** Looks twice a second whether the database has housekeeping to do, on a thread of its own. */
final class Housekeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);
    private static final long PERIOD_MS = 500;

    private final Database database;
    private final Lock journalLock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    Housekeeper(Database database, Lock journalLock) {
        this.database = database;
        this.journalLock = journalLock;
        this.thread = Thread.ofPlatform().name("store-keeper").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing.await(PERIOD_MS, TimeUnit.MILLISECONDS)) {
                keepHouse();
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
}
