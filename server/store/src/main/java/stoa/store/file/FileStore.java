package stoa.store.file;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.xmpp.jid.BareJid;

/** Reads what is known of files. */
public interface FileStore {
    CompletionStage<Optional<StoredFile>> find(String id);

    /** The bytes that account has uploaded at that time or later. */
    CompletionStage<Long> bytesSince(BareJid owner, Instant since);
}
