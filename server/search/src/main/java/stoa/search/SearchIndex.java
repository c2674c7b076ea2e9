package stoa.search;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogByteSizeMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.NRTCachingDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.store.archive.FollowedMessage;

/**
 * The index on the disk: messages in the order of their ids, and how far the archive was read,
 * which is written with them in one commit. So after a crash it goes on where that commit ended,
 * and has nothing twice.
 *
 * <p>One thread writes; searchers may be taken on any. Segments are only ever merged with their
 * neighbours, so that reading in order is reading by id.
 */
final class SearchIndex implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SearchIndex.class);

    /** Raise when fields, pieces or folding change. */
    private static final String LAYOUT = "1";

    /** What is in memory before it is written. */
    private static final double BUFFER_MB = 16;

    /**
     * What a search alone makes visible is small, and stays in memory until it is merged or
     * committed.
     */
    private static final double SMALL_SEGMENT_MB = 2;

    private static final double SMALL_SEGMENTS_MB = 8;

    private static final java.util.logging.Logger LUCENE =
            java.util.logging.Logger.getLogger("org.apache.lucene");

    static {
        LUCENE.setLevel(Level.SEVERE); // it would tell which CPU instructions it could use
    }

    private final NRTCachingDirectory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final GramStream pieces = new GramStream();
    private final String archiveId;
    private long readUpTo;
    private int uncommitted;

    private SearchIndex(Path path, String archiveId) throws IOException {
        this.archiveId = archiveId;
        directory =
                new NRTCachingDirectory(
                        FSDirectory.open(path), SMALL_SEGMENT_MB, SMALL_SEGMENTS_MB);
        IndexWriter opened = null;
        try {
            opened = new IndexWriter(directory, config());
            searchers = new SearcherManager(opened, new Uncached());
        } catch (IOException | RuntimeException e) {
            closeAfter(e, opened);
            throw e;
        }
        writer = opened;
        Map<String, String> data = new HashMap<>();
        Iterable<Map.Entry<String, String>> live = writer.getLiveCommitData();
        if (live != null) {
            live.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
        }
        boolean ofThisArchive =
                LAYOUT.equals(data.get("layout")) && archiveId.equals(data.get("archive"));
        readUpTo = ofThisArchive ? Long.parseLong(data.getOrDefault("read-up-to", "0")) : -1;
    }

    private void closeAfter(Exception cause, @Nullable IndexWriter opened) {
        try {
            if (opened != null) {
                opened.rollback();
            }
            directory.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static IndexWriterConfig config() {
        return new IndexWriterConfig()
                .setRAMBufferSizeMB(BUFFER_MB)
                .setMergePolicy(new LogByteSizeMergePolicy())
                .setMergeScheduler(new LoggedMerges())
                .setCommitOnClose(false);
    }

    /**
     * Opens the index, or makes an empty one. What is there is thrown away when it is damaged or of
     * another archive or layout, which is logged.
     *
     * @param archiveId the archive it must be of
     */
    static SearchIndex open(Path path, String archiveId) throws IOException {
        Files.createDirectories(path);
        try {
            SearchIndex index = new SearchIndex(path, archiveId);
            if (index.readUpTo >= 0) {
                return index;
            }
            boolean isNew = index.writer.getDocStats().maxDoc == 0;
            if (!isNew) {
                LOG.info("search_index_of_another_archive rebuilding=true");
            }
            index.clear();
            return index;
        } catch (IOException | RuntimeException e) {
            if (!isDamage(e)) {
                throw e;
            }
            LOG.warn("search_index_damaged rebuilding=true reason=\"{}\"", e.toString());
            delete(path);
            SearchIndex index = new SearchIndex(path, archiveId);
            index.clear();
            return index;
        }
    }

    /** Throws all files of the index away; it is closed. */
    static void delete(Path path) throws IOException {
        try (FSDirectory directory = FSDirectory.open(path)) {
            for (String file : directory.listAll()) {
                if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
                    directory.deleteFile(file);
                }
            }
        }
    }

    /** Whether a failure means that the files are not what was written, and no disk is full. */
    static boolean isDamage(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> false;
            case CorruptIndexException corrupt -> true;
            case IndexFormatTooOldException old -> true;
            case IndexFormatTooNewException recent -> true;
            case EOFException shortened -> true;
            // The lock cannot even be made while no file descriptor is left.
            case NoSuchFileException gone ->
                    !String.valueOf(gone.getFile()).endsWith(IndexWriter.WRITE_LOCK_NAME);
            case FileNotFoundException gone -> true;
            default -> isDamage(failure.getCause());
        };
    }

    /** Empties the index: the archive is read from its beginning. */
    void clear() throws IOException {
        writer.deleteAll();
        readUpTo = 0;
        uncommitted = 1;
        commit();
    }

    /** The newest message of the archive that was read. Of the writing thread. */
    long readUpTo() {
        return readUpTo;
    }

    /** How many messages it holds. Any thread. */
    int documents() {
        return writer.getDocStats().numDocs;
    }

    /** Takes a message in that follows {@link #readUpTo}. */
    void add(FollowedMessage message, ArchivedText text) throws IOException {
        pieces.set(text.bodies());
        if (!pieces.isEmpty()) {
            writer.addDocument(MessageFields.document(message, pieces));
        }
        readUpTo = message.id();
        uncommitted++;
    }

    /** Takes messages out, if they are in. */
    void remove(Collection<Long> ids) throws IOException {
        for (long id : ids) {
            writer.deleteDocuments(LongPoint.newExactQuery(MessageFields.ID, id));
        }
    }

    /** How many messages were read since the last commit. */
    int uncommitted() {
        return uncommitted;
    }

    /** Makes durable what was read. */
    void commit() throws IOException {
        if (uncommitted == 0) {
            return;
        }
        Map<String, String> data =
                Map.of(
                        "layout",
                        LAYOUT,
                        "archive",
                        archiveId,
                        "read-up-to",
                        Long.toString(readUpTo));
        writer.setLiveCommitData(data.entrySet());
        writer.commit();
        uncommitted = 0;
    }

    /** Shows searchers what was read. */
    void refresh() throws IOException {
        searchers.maybeRefreshBlocking();
    }

    /** What a search does with a searcher. */
    @FunctionalInterface
    interface Search<T> {
        T on(IndexSearcher searcher) throws IOException;
    }

    /** Searches what was shown last. Any thread. */
    <T> T search(Search<T> search) throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            return search.on(searcher);
        } finally {
            searchers.release(searcher);
        }
    }

    /** Why the writer cannot be used any more, or null. */
    @Nullable Throwable brokenBy() {
        return writer.getTragicException();
    }

    /** Without a commit: what was read since the last is read again. */
    @Override
    public void close() throws IOException {
        searchers.close();
        writer.rollback();
        directory.close();
    }

    /** A cache of queries would hold memory for searches that nobody repeats. */
    private static final class Uncached extends SearcherFactory {
        @Override
        public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setQueryCache(null);
            return searcher;
        }
    }

    /**
     * A merge that fails breaks the writer, which its next user is told; it is no crash of its own.
     */
    private static final class LoggedMerges extends ConcurrentMergeScheduler {
        LoggedMerges() {
            setMaxMergesAndThreads(2, 1);
        }

        @Override
        protected void handleMergeException(Throwable failure) {
            LOG.warn("search_merge_failed reason=\"{}\"", failure.toString());
        }
    }
}
