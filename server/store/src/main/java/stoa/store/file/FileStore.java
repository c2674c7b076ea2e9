package stoa.store.file;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.xmpp.jid.BareJid;

/** Reads what is known of files. */
public interface FileStore {
    CompletionStage<Optional<StoredFile>> find(String id);

    /** The bytes that account has uploaded at that time or later. */
    CompletionStage<Long> bytesSince(BareJid owner, Instant since);

    /**
     * The ids of files that age ({@link FilePurpose.Kind#ages}) and were uploaded before that time,
     * the oldest first, so many at most.
     */
    CompletionStage<List<String>> uploadedBefore(Instant time, int max);

    /** The ids of files whose own end has come by then, the first first, so many at most. */
    CompletionStage<List<String>> over(Instant now, int max);

    /** Whether any file has the bytes with that SHA-256 hash, in hexadecimal. */
    CompletionStage<Boolean> hasBytes(String sha256);
}
