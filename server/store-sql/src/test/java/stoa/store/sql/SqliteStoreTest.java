package stoa.store.sql;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import stoa.store.contract.StoreContract;
import stoa.store.contract.StoreFixture;

class SqliteStoreTest extends StoreContract {
    @TempDir static Path directory;
    private static StoreFixture fixture;

    @BeforeAll
    static void open() {
        fixture = new StoreFixture(SqlStore.open(new StoreLocation.Sqlite(directory)));
    }

    @AfterAll
    static void close() {
        fixture.store().close();
    }

    @Override
    protected StoreFixture fixture() {
        return fixture;
    }
}
