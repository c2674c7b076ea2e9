package stoa.app.pie;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.XmlWriter;

/**
 * Writes a file element by element. Only its owner may read it, and it has its name only when it is
 * complete: until then it is {@code NAME.unfinished}.
 */
final class PieWriter implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final Path target;
    private final Path unfinished;
    private final OutputStream out;
    private final Deque<String> open = new ArrayDeque<>();
    private boolean complete;

    PieWriter(Path target) throws IOException {
        this.target = target;
        this.unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        out =
                new BufferedOutputStream(
                        Files.newOutputStream(unfinished, StandardOpenOption.WRITE), 1 << 16);
        raw("<?xml version='1.0' encoding='UTF-8'?>\n");
    }

    private void raw(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Opens an element whose children stand in its namespace unless they say otherwise. */
    void begin(String name, String namespace, String attribute, @Nullable String value)
            throws IOException {
        open.push(name);
        raw("<" + name + " xmlns='" + escaped(namespace) + "'");
        if (value != null) {
            raw(" " + attribute + "='" + escaped(value) + "'");
        }
        raw(">\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&apos;")
                .replace("\"", "&quot;")
                .replace("\t", "&#9;")
                .replace("\n", "&#10;")
                .replace("\r", "&#13;");
    }

    void end() throws IOException {
        raw("</" + open.pop() + ">\n");
    }

    /** An element with all in it, declaring its own namespaces. */
    void element(Element element) throws IOException {
        out.write(XmlWriter.toBytes(element, ""));
        out.write('\n');
    }

    /** Everything is written: the file gets its name. */
    void finish() throws IOException {
        out.close();
        Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
        complete = true;
    }

    /** Leaves nothing behind unless it was finished. */
    @Override
    public void close() throws IOException {
        if (!complete) {
            out.close();
            Files.deleteIfExists(unfinished);
        }
    }
}
