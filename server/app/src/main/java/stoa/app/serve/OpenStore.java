package stoa.app.serve;

import java.nio.file.Path;
import stoa.app.config.StoaConfig;
import stoa.store.sql.DataDirectory;
import stoa.store.sql.SqlStore;
import stoa.store.sql.StoreLocation;

/** The data directory, held by this process alone, and the store the configuration names. */
record OpenStore(DataDirectory directory, SqlStore store) implements AutoCloseable {

    /** Locks the directory, opens or makes the store, and migrates it. */
    static OpenStore open(Path data, StoaConfig config) {
        DataDirectory directory = DataDirectory.open(data);
        try {
            String url = config.storeUrl();
            return new OpenStore(
                    directory,
                    SqlStore.open(StoreLocation.of(url == null ? "" : url, directory.path())));
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    @Override
    public void close() {
        store.close();
        directory.close();
    }
}
