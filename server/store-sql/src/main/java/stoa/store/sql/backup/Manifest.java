package stoa.store.sql.backup;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;

/**
 * What a backup holds: entry {@code manifest.txt}, lines of words, written last.
 *
 * @param schema the version of the schema the tables had
 * @param createdAt when the backup was begun
 */
public record Manifest(int schema, Instant createdAt, List<Table> tables, List<FileEntry> files) {
    static final String ENTRY = "manifest.txt";
    private static final int FORMAT = 1;

    /**
     * A table, in entry {@code tables/NAME}.
     *
     * @param sha256 of the entry's content, in hexadecimal
     */
    public record Table(String name, long rows, String sha256, List<String> columns) {
        public Table {
            columns = List.copyOf(columns);
        }

        String entry() {
            return "tables/" + name;
        }
    }

    /**
     * A file, in entry {@code files/PATH}.
     *
     * @param path relative to the data directory, with slashes
     */
    public record FileEntry(String path, long bytes, String sha256) {
        String entry() {
            return "files/" + path;
        }
    }

    public Manifest {
        tables = List.copyOf(tables);
        files = List.copyOf(files);
    }

    /** How many rows there are in all. */
    public long rows() {
        return tables.stream().mapToLong(Table::rows).sum();
    }

    String write() {
        StringBuilder text = new StringBuilder();
        text.append("stoa-backup ").append(FORMAT).append('\n');
        text.append("schema ").append(schema).append('\n');
        text.append("created ").append(createdAt).append('\n');
        for (Table t : tables) {
            text.append("table ").append(t.name).append(' ').append(t.rows).append(' ');
            text.append(t.sha256).append(' ').append(String.join(",", t.columns)).append('\n');
        }
        for (FileEntry f : files) {
            text.append("file ").append(f.bytes).append(' ').append(f.sha256).append(' ');
            text.append(f.path).append('\n');
        }
        return text.append("end\n").toString();
    }

    static Manifest read(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 4
                || !lines.getFirst().equals("stoa-backup " + FORMAT)
                || !lines.getLast().equals("end")) {
            throw bad("it is none, or of a newer version", null);
        }
        List<Table> tables = new ArrayList<>();
        List<FileEntry> files = new ArrayList<>();
        try {
            for (String line : lines.subList(3, lines.size() - 1)) {
                String[] words = line.split(" ", line.startsWith("file ") ? 4 : 5);
                if (words[0].equals("table")) {
                    List<String> columns = List.of(words[4].split(",", -1));
                    tables.add(new Table(words[1], Long.parseLong(words[2]), words[3], columns));
                } else {
                    files.add(new FileEntry(words[3], Long.parseLong(words[1]), words[2]));
                }
            }
            return new Manifest(
                    Integer.parseInt(lines.get(1).substring("schema ".length())),
                    Instant.parse(lines.get(2).substring("created ".length())),
                    tables,
                    files);
        } catch (IndexOutOfBoundsException | NumberFormatException | DateTimeParseException e) {
            throw bad("its manifest is damaged", e);
        }
    }

    static StoreException bad(String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new StoreException(
                Problem.BAD_BACKUP, "This backup cannot be used: " + why + ".", cause);
    }
}
