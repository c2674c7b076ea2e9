package stoa.store.secret;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.store.Bytes;

/** Reads the server's own secrets: keys it signs with, the hash of the first-start token. */
public interface SecretStore {
    CompletionStage<Optional<Bytes>> find(String name);
}
