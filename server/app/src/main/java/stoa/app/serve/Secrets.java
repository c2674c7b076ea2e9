package stoa.app.serve;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import stoa.store.Bytes;
import stoa.store.Store;
import stoa.store.secret.SecretSaved;

/**
 * The server's own secrets: made once, then the same for ever. Before the journal starts; blocking.
 */
final class Secrets {
    private static final int SECRET_BYTES = 32;

    private Secrets() {}

    static byte[] ensure(Store store, String name) throws Exception {
        return ensure(
                store,
                name,
                () -> {
                    byte[] fresh = new byte[SECRET_BYTES];
                    new SecureRandom().nextBytes(fresh);
                    return fresh;
                });
    }

    /** One of a kind of its own. */
    static byte[] ensure(Store store, String name, Callable<byte[]> make) throws Exception {
        Optional<Bytes> known = store.secrets().find(name).toCompletableFuture().get();
        if (known.isPresent()) {
            return known.get().array();
        }
        byte[] fresh = make.call();
        store.commit(List.of(new SecretSaved(name, Bytes.of(fresh))));
        return fresh;
    }
}
