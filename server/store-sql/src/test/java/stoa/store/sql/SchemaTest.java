package stoa.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.store.contract.StoreFixture.get;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.store.file.FilePurpose;
import stoa.store.file.StoredFile;
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
    void what_was_uploaded_before_files_had_purposes_was_for_messages() throws Exception {
        for (StoreLocation location :
                List.of(
                        new StoreLocation.Sqlite(directory),
                        new StoreLocation.Postgres(TestPostgres.freshDatabase()))) {
            try (Database database = location.database()) {
                Migrations.run(database, 15);
                try (Connection connection = database.migrationSource().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.executeUpdate(
                            "INSERT INTO file (id, owner, name, media_type, size, sha256,"
                                    + " uploaded_at) VALUES ('abc', 'juliet@example.org', 'n',"
                                    + " 'text/plain', 5, '00', 10)");
                }
            }
            try (SqlStore store = SqlStore.open(location)) {
                assertThat(get(store.files().find("abc")).map(StoredFile::purpose))
                        .contains(FilePurpose.MESSAGE);
                assertThat(get(store.files().uploadedBefore(Instant.ofEpochMilli(11), 9)))
                        .containsExactly("abc");
            }
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
