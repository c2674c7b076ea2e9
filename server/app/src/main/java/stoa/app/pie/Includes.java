package stoa.app.pie;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which file an XInclude names (XEP-0227 section 5): one of the directory of the main file or below
 * it, wherever links lead, by a relative address. Never anything else.
 */
final class Includes {
    /** A file, or in a few words why there is none. */
    sealed interface Found {
        record File(Path path) implements Found {}

        record Not(String why) implements Found {}
    }

    private final Path directory;

    /**
     * @param main the file that was named
     */
    Includes(Path main) throws IOException {
        Path parent = main.toAbsolutePath().normalize().getParent();
        directory = (parent == null ? main.toAbsolutePath() : parent).toRealPath();
    }

    /**
     * @param from the file with the include
     * @param parse the attribute of that name, as is {@code xpointer}
     */
    Found find(
            Path from, @Nullable String href, @Nullable String parse, @Nullable String xpointer) {
        if (xpointer != null || (parse != null && !parse.equals("xml"))) {
            return new Found.Not("only whole XML files are included");
        }
        String path = relativePath(href);
        if (path == null) {
            return new Found.Not("the included file is not named by a relative address");
        }
        try {
            Path parent = from.toAbsolutePath().getParent();
            Path named = (parent == null ? directory : parent).resolve(path).normalize();
            if (!Files.exists(named)) {
                return new Found.Not("the included file " + path + " is not there");
            }
            Path real = named.toRealPath();
            if (!real.startsWith(directory) || !Files.isRegularFile(real)) {
                return new Found.Not(
                        "the included file " + path + " is not in the directory of the main file");
            }
            return new Found.File(named);
        } catch (InvalidPathException | IOException e) {
            return new Found.Not("the included file " + path + " cannot be found");
        }
    }

    private static @Nullable String relativePath(@Nullable String href) {
        if (href == null || href.isEmpty()) {
            return null;
        }
        try {
            URI address = new URI(href);
            String path = address.getPath();
            boolean relative =
                    address.getScheme() == null
                            && address.getRawAuthority() == null
                            && address.getRawQuery() == null
                            && address.getRawFragment() == null;
            return relative && path != null && !path.isEmpty() && !path.startsWith("/")
                    ? path
                    : null;
        } catch (URISyntaxException noAddress) {
            return null;
        }
    }
}
