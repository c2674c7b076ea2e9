package stoa.net.web;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

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

    private final Buffer content;
    private final boolean gzipped;
    private final String type;
    private final String etag;
    private final boolean immutable;

    private WebFile(String path, byte[] content, boolean gzipped) {
        String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        this.content = Buffer.buffer(content);
        this.gzipped = gzipped;
        this.type = TYPES.getOrDefault(extension, "application/octet-stream");
        this.etag = '"' + digest(content) + '"';
        this.immutable = HASHED.matcher(path).matches();
    }

    static WebFile plain(String path, byte[] content) {
        return new WebFile(path, content, false);
    }

    /** Kept gzipped only (RFC 1952), for every browser takes it so. */
    static WebFile gzipped(String path, byte[] gzipped) {
        return new WebFile(path, gzipped, true);
    }

    private static String digest(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** As it is kept. */
    Buffer content() {
        return content;
    }

    boolean isGzipped() {
        return gzipped;
    }

    /** For the rare client that does not take gzip: unpacked for it alone. */
    Buffer plain() {
        if (!gzipped) {
            return content;
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(content.getBytes()))) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the web app's build is damaged", e);
        }
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
