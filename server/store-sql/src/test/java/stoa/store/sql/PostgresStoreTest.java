package stoa.store.sql;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import stoa.store.contract.StoreContract;
import stoa.store.contract.StoreFixture;

class PostgresStoreTest extends StoreContract {
    private static StoreFixture fixture;

    @BeforeAll
    static void open() throws Exception {
        fixture = new StoreFixture(TestPostgres.freshStore());
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
