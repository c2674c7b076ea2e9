package stoa.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.store.sql.jdbc.Database;
import stoa.store.sql.jdbc.Migrations;

class SchemaTest {
    @TempDir Path directory;

    @Test
    void the_program_knows_its_newest_migration() throws IOException {
        try (Database database = new StoreLocation.Sqlite(directory).database()) {
            assertThat(Migrations.NEWEST).isEqualTo(Migrations.newestScript(database));
        }
    }

    @Test
    void each_version_is_reached_from_each_before_it() throws Exception {
        for (int from = 0; from < Migrations.NEWEST; from++) {
            try (Database database =
                    new StoreLocation.Postgres(TestPostgres.freshDatabase()).database()) {
                Migrations.run(database, from);
                assertThat(Migrations.version(database)).isEqualTo(from);
                Migrations.run(database);
                assertThat(Migrations.version(database)).isEqualTo(Migrations.NEWEST);
            }
        }
    }
}
