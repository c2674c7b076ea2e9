package stoa.store.memory;

import stoa.store.contract.StoreContract;
import stoa.store.contract.StoreFixture;

class MemoryStoreTest extends StoreContract {
    private static final StoreFixture FIXTURE = new StoreFixture(new MemoryStore());

    @Override
    protected StoreFixture fixture() {
        return FIXTURE;
    }
}
