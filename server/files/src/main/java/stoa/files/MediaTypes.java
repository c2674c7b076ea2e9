package stoa.files;

import java.util.Set;

/**
 * What a browser may show by itself when somebody opens a file's address. Everything that could run
 * (HTML, SVG, XML) or be taken for it is only ever downloaded.
 */
public final class MediaTypes {
    public static final String UNKNOWN = "application/octet-stream";

    private static final Set<String> SHOWN =
            Set.of(
                    "image/png",
                    "image/jpeg",
                    "image/gif",
                    "image/webp",
                    "image/avif",
                    "image/heic",
                    "image/bmp",
                    "application/pdf",
                    "text/plain");

    private MediaTypes() {}

    /** Whether it may be shown in the browser. */
    public static boolean isShown(String mediaType) {
        return SHOWN.contains(mediaType)
                || mediaType.startsWith("audio/")
                || mediaType.startsWith("video/");
    }

    /** A media type as a request says it, without parameters; {@link #UNKNOWN} for none. */
    public static String bare(@org.jspecify.annotations.Nullable String header) {
        return header == null || header.isBlank() ? UNKNOWN : SlotRequest.bare(header);
    }
}
