package stoa.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.store.archive.ArchiveQuery;
import stoa.store.sql.SqlStore;
import stoa.store.sql.StoreLocation;
import stoa.xmpp.xml.Element;

/** The index follows its archive: after a stop, a kill, a restore and a damage. */
class FollowingTest {
    @TempDir private Path temp;

    private SqlStore open(String name) throws IOException {
        return SqlStore.open(new StoreLocation.Sqlite(Files.createDirectories(temp.resolve(name))));
    }

    private Path index() {
        return temp.resolve("search");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("write.lock")) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
    }

    private static void assertFound(ArchiveSearch search, List<Long> ids) throws Exception {
        assertThat(Talk.found(search, "line")).isEqualTo(ids);
        assertThat(search.documents()).isEqualTo(ids.size());
    }

    @Test
    void it_goes_on_where_it_stopped() throws Exception {
        List<Long> ids = new ArrayList<>();
        try (SqlStore store = open("store")) {
            Talk talk = new Talk(store);
            for (int i = 0; i < 40; i++) {
                ids.add(talk.says("line " + i));
                if (i % 10 == 9) {
                    try (ArchiveSearch search = talk.search(index())) {
                        assertFound(search, ids);
                        assertThat(search.behind()).isZero();
                    }
                }
            }
        }
        try (SqlStore store = open("store");
                ArchiveSearch search = new Talk(store).search(index())) {
            assertFound(search, ids);
        }
    }

    /** What a kill leaves is the last commit; what was read since is read again. */
    @Test
    void after_a_kill_nothing_is_missing_or_double() throws Exception {
        List<Long> ids = new ArrayList<>();
        try (SqlStore store = open("store")) {
            Talk talk = new Talk(store);
            for (int i = 0; i < 5; i++) {
                ids.add(talk.says("line " + i));
            }
            try (ArchiveSearch search = talk.search(index())) {
                assertFound(search, ids);
            }
            try (ArchiveSearch search = talk.search(index())) {
                for (int i = 5; i < 12; i++) {
                    ids.add(talk.says("line " + i));
                    assertFound(search, ids);
                }
                copy(index(), temp.resolve("killed"));
            }
            try (ArchiveSearch search = talk.search(temp.resolve("killed"))) {
                assertFound(search, ids);
            }
            try (ArchiveSearch search = talk.search(temp.resolve("killed"))) {
                assertFound(search, ids);
            }
        }
    }

    @Test
    void another_archive_has_an_index_of_its_own() throws Exception {
        try (SqlStore store = open("first")) {
            Talk talk = new Talk(store);
            talk.says("line of the first");
            talk.says("another line of the first");
            try (ArchiveSearch search = talk.search(index())) {
                assertThat(Talk.found(search, "line")).hasSize(2);
            }
        }
        try (SqlStore store = open("second")) {
            Talk talk = new Talk(store);
            List<Long> ids = List.of(talk.says("line"), talk.says("line"), talk.says("line"));
            try (ArchiveSearch search = talk.search(index())) {
                assertFound(search, ids);
            }
        }
    }

    /** Files of an older day put back by hand: the same archive, but it ends earlier. */
    @Test
    void an_archive_that_ends_before_its_index_has_it_built_anew() throws Exception {
        List<Long> ids = new ArrayList<>();
        try (SqlStore store = open("store")) {
            ids.add(new Talk(store).says("line 1"));
        }
        copy(temp.resolve("store"), temp.resolve("older"));
        try (SqlStore store = open("store")) {
            Talk talk = new Talk(store);
            talk.says("line of a day that is gone");
            try (ArchiveSearch search = talk.search(index())) {
                assertThat(Talk.found(search, "line")).hasSize(2);
            }
        }
        try (SqlStore store = open("older")) {
            Talk talk = new Talk(store);
            // It goes on without a search, beyond where the index has read.
            for (int i = 2; i < 6; i++) {
                ids.add(talk.says("line " + i));
            }
            ids.set(1, ids.get(1));
            try (ArchiveSearch search = talk.search(index())) {
                assertThat(Talk.found(search, "line")).isEqualTo(ids);
            }
        }
    }

    @Test
    void a_lock_that_cannot_be_made_is_no_damage() {
        assertThat(SearchIndex.isDamage(new NoSuchFileException("data/search/write.lock")))
                .as("as without file descriptors: the index stays")
                .isFalse();
        assertThat(SearchIndex.isDamage(new NoSuchFileException("data/search/_0.cfs"))).isTrue();
    }

    @Test
    void whichever_file_is_damaged_everything_is_found_again_once() throws Exception {
        List<Long> ids = new ArrayList<>();
        try (SqlStore store = open("store")) {
            Talk talk = new Talk(store);
            for (int i = 0; i < 30; i++) {
                ids.add(talk.says("line " + i));
            }
            try (ArchiveSearch search = talk.search(index())) {
                assertFound(search, ids);
            }
            List<Path> files;
            try (Stream<Path> all = Files.list(index())) {
                files = all.filter(file -> !file.endsWith("write.lock")).sorted().toList();
            }
            assertThat(files).hasSizeGreaterThan(2);
            int number = 0;
            for (Path file : files) {
                for (Damage damage : Damage.values()) {
                    Path copy = temp.resolve("damaged-" + number++);
                    copy(index(), copy);
                    damage.to(copy.resolve(file.getFileName()));
                    try (ArchiveSearch search = talk.search(copy)) {
                        assertThat(Talk.found(search, "line"))
                                .as("%s %s", damage, file)
                                .isEqualTo(ids);
                        assertThat(search.documents()).isEqualTo(ids.size());
                    }
                }
            }
        }
    }

    private enum Damage {
        HALF {
            @Override
            void to(Path file) throws IOException {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(channel.size() / 2);
                }
            }
        },
        EMPTY {
            @Override
            void to(Path file) throws IOException {
                Files.write(file, new byte[0]);
            }
        },
        GONE {
            @Override
            void to(Path file) throws IOException {
                Files.delete(file);
            }
        },
        NOISE {
            @Override
            void to(Path file) throws IOException {
                byte[] noise = Files.readAllBytes(file);
                for (int i = 0; i < noise.length; i++) {
                    noise[i] = (byte) (31 * i + 7);
                }
                Files.write(file, noise);
            }
        };

        abstract void to(Path file) throws IOException;
    }

    @Test
    void what_was_retracted_is_not_found_by_its_old_words() throws Exception {
        try (SqlStore store = open("store")) {
            Talk talk = new Talk(store);
            long secret = talk.saysInGarden("Juliet", Talk.JULIET, "my secret is a line");
            long kept = talk.saysInGarden("Romeo", Talk.ROMEO, "no secret");
            try (ArchiveSearch search = talk.search(index())) {
                assertThat(Talk.found(search, Talk.GARDEN, "secret")).containsExactly(secret, kept);
                talk.retractsInGarden("Juliet", Talk.JULIET, secret);
                assertThat(Talk.found(search, Talk.GARDEN, "secret")).containsExactly(kept);
                assertThat(
                                Talk.page(search, ArchiveQuery.firstOf(Talk.GARDEN, 0), "secret")
                                        .count())
                        .hasValue(1);
            }
            // Somebody says so of a message that has no tombstone: nothing happens.
            talk.inGarden(
                    "Tybalt",
                    Talk.NURSE,
                    Element.of("retract", "urn:xmpp:message-retract:1")
                            .attribute("id", Long.toString(kept))
                            .build());
            // Retracted while nobody searches.
            long second = talk.saysInGarden("Juliet", Talk.JULIET, "another secret");
            talk.retractsInGarden("Juliet", Talk.JULIET, second);
            try (ArchiveSearch search = talk.search(index())) {
                assertThat(Talk.found(search, Talk.GARDEN, "secret")).containsExactly(kept);
            }
            try (ArchiveSearch search = talk.search(temp.resolve("anew"))) {
                assertThat(Talk.found(search, Talk.GARDEN, "secret")).containsExactly(kept);
            }
        }
    }

    @Test
    void a_correction_is_found_by_its_new_words() throws Exception {
        try (SqlStore store = open("store")) {
            Talk talk = new Talk(store);
            long wrong = talk.says("see you on Munday");
            long right = talk.says("see you on Monday");
            try (ArchiveSearch search = talk.search(index())) {
                assertThat(Talk.found(search, "monday")).containsExactly(right);
                assertThat(Talk.found(search, "munday")).containsExactly(wrong);
            }
        }
    }
}
