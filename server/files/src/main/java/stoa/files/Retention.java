package stoa.files;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.journal.Change;
import stoa.core.journal.Journal;
import stoa.store.file.FileForgotten;
import stoa.store.file.FileStore;

/**
 * How long files are kept. A sweep forgets those that are older, unless they were uploaded to stay
 * (XEP-0363 section 5), and those whose own end has come, and takes bytes away that no file has any
 * more. Who shared a file may be gone: it stays with what was said, as long as the rule keeps it.
 * What was written about it stays in the archive. Blocking, on a thread of its own.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int BATCH = 500;
    private static final long PATIENCE_SECONDS = 60;

    private final FileStore files;
    private final Blobs blobs;
    private final Journal journal;
    private final int keepDays;
    private final InstantSource clock;

    /**
     * A rule and where it is applied.
     *
     * @param keepDays how many days a file is kept that ages; 0 for ever
     */
    public Retention(
            FileStore files, Blobs blobs, Journal journal, int keepDays, InstantSource clock) {
        this.files = files;
        this.blobs = blobs;
        this.journal = journal;
        this.keepDays = keepDays;
        this.clock = clock;
    }

    /** What one sweep came to: files forgotten, bytes taken away, and what could not be. */
    public record Swept(int forgotten, int removed, int failed) {}

    /**
     * One sweep. What fails for one file is logged and left to the next sweep; a store that does
     * not answer ends this one.
     */
    public Swept sweep() throws InterruptedException {
        Counts counts = new Counts();
        try {
            forget(max -> files.over(clock.instant(), max), counts);
            if (keepDays > 0) {
                Instant before = clock.instant().minus(Duration.ofDays(keepDays));
                forget(max -> files.uploadedBefore(before, max), counts);
            }
            blobs.forEach(sha256 -> remove(sha256, counts));
        } catch (java.io.IOException | ExecutionException | TimeoutException e) {
            counts.failed++;
            LOG.error("files_sweep_failed", e);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Swept swept = new Swept(counts.forgotten, counts.removed, counts.failed);
        if (counts.forgotten + counts.removed > 0) {
            LOG.info("files_swept forgotten={} removed={}", swept.forgotten(), swept.removed());
        }
        return swept;
    }

    private static final class Counts {
        private int forgotten;
        private int removed;
        private int failed;
    }

    private void forget(IntFunction<CompletionStage<List<String>>> due, Counts counts)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<String> batch = get(due.apply(BATCH));
        while (!batch.isEmpty()) {
            get(journal.record(batch.stream().<Change>map(FileForgotten::new).toList()));
            counts.forgotten += batch.size();
            batch = get(due.apply(BATCH));
        }
    }

    private void remove(String sha256, Counts counts) {
        if (Thread.currentThread().isInterrupted()) {
            return;
        }
        try {
            if (blobs.removeUnless(hash -> get(files.hasBytes(hash)), sha256)) {
                counts.removed++;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            counts.failed++;
            LOG.error("file_not_removed sha256={}", sha256, e);
        }
    }

    private static <T> T get(CompletionStage<T> stage)
            throws InterruptedException, ExecutionException, TimeoutException {
        return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
