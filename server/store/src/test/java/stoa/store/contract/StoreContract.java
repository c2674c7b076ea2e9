package stoa.store.contract;

import org.junit.jupiter.api.Nested;

/** All suites over one store. A new port adds its suite here. */
public abstract class StoreContract {
    protected abstract StoreFixture fixture();

    @Nested
    class Accounts extends AccountContract {
        @Override
        StoreFixture fixture() {
            return StoreContract.this.fixture();
        }
    }

    @Nested
    class FastTokens extends FastTokenContract {
        @Override
        StoreFixture fixture() {
            return StoreContract.this.fixture();
        }
    }

    @Nested
    class Clients extends ClientContract {
        @Override
        StoreFixture fixture() {
            return StoreContract.this.fixture();
        }
    }

    @Nested
    class ServerFacts extends ServerFactsContract {
        @Override
        StoreFixture fixture() {
            return StoreContract.this.fixture();
        }
    }

    @Nested
    class Rosters extends RosterContract {
        @Override
        StoreFixture fixture() {
            return StoreContract.this.fixture();
        }
    }

    @Nested
    class Blocks extends BlockContract {
        @Override
        StoreFixture fixture() {
            return StoreContract.this.fixture();
        }
    }

    @Nested
    class Aliases extends AliasContract {
        @Override
        StoreFixture fixture() {
            return StoreContract.this.fixture();
        }
    }

    @Nested
    class Administration extends AdministrationContract {
        @Override
        StoreFixture fixture() {
            return StoreContract.this.fixture();
        }
    }

    @Nested
    class Keepsakes extends KeepsakesContract {
        @Override
        StoreFixture fixture() {
            return StoreContract.this.fixture();
        }
    }

    @Nested
    class Rooms extends RoomContract {
        @Override
        StoreFixture fixture() {
            return StoreContract.this.fixture();
        }
    }

    @Nested
    class Pubsub extends PubsubContract {
        @Override
        StoreFixture fixture() {
            return StoreContract.this.fixture();
        }
    }

    @Nested
    class Push extends PushContract {
        @Override
        StoreFixture fixture() {
            return StoreContract.this.fixture();
        }
    }

    @Nested
    class Archive extends ArchiveContract {
        @Override
        StoreFixture fixture() {
            return StoreContract.this.fixture();
        }
    }

    @Nested
    class ArchivePaging extends ArchivePagingContract {
        @Override
        StoreFixture fixture() {
            return StoreContract.this.fixture();
        }
    }

    @Nested
    class Past extends PastContract {
        @Override
        StoreFixture fixture() {
            return StoreContract.this.fixture();
        }
    }

    @Nested
    class Commits extends CommitContract {
        @Override
        StoreFixture fixture() {
            return StoreContract.this.fixture();
        }
    }
}
