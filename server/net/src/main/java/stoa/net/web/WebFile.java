package stoa.net.web;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** One file of the web app, in memory, as it is sent. */
final class WebFile {
    /** What the build names by its content: {@code assets/index-B4kx81_a.js}. */
    private static final Pattern HASHED = Pattern.compile("assets/.*[-.][A-Za-z0-9_-]{8,}\\.\\w+");

    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("html", "text/html; charset=utf-8"),
                    Map.entry("js", "text/javascript; charset=utf-8"),
                    Map.entry("mjs", "text/javascript; charset=utf-8"),
                    Map.entry("css", "text/css; charset=utf-8"),
                    Map.entry("json", "application/json"),
                    Map.entry("webmanifest", "application/manifest+json"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("png", "image/png"),
                    Map.entry("ico", "image/x-icon"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("woff2", "font/woff2"),
                    Map.entry("wasm", "application/wasm"),
                    Map.entry("mp3", "audio/mpeg"),
                    Map.entry("ogg", "audio/ogg"),
                    Map.entry("txt", "text/plain; charset=utf-8"));

    private final Buffer plain;
    private final @Nullable Buffer gzipped;
    private final String type;
    private final String etag;
    private final boolean immutable;

    private WebFile(
            Buffer plain, @Nullable Buffer gzipped, String type, String etag, boolean immutable) {
        this.plain = plain;
        this.gzipped = gzipped;
        this.type = type;
        this.etag = etag;
        this.immutable = immutable;
    }

    static WebFile of(String path, byte[] content) throws IOException {
        String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String type = TYPES.getOrDefault(extension, "application/octet-stream");
        boolean text = type.startsWith("text/") || type.contains("json") || type.contains("svg");
        byte[] gzip = text ? gzip(content) : content;
        return new WebFile(
                Buffer.buffer(content),
                gzip.length < content.length ? Buffer.buffer(gzip) : null,
                type,
                '"' + digest(content) + '"',
                HASHED.matcher(path).matches());
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static String digest(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    Buffer plain() {
        return plain;
    }

    /** Null where it would not be smaller. */
    @Nullable Buffer gzipped() {
        return gzipped;
    }

    String type() {
        return type;
    }

    String etag() {
        return etag;
    }

    /** Whether its name changes with its content, so that a browser may keep it for ever. */
    boolean isImmutable() {
        return immutable;
    }
}
